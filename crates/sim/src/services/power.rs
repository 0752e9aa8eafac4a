//! assertion_agent: keeps the phone awake while a host asks for it (docs/protocol.md 7).

use plist::Dictionary;
use unstuck_wire::Moment;

use super::plists::{Answer, Handler, Plists, text};

struct Assertions;

pub(super) fn service(now: Moment) -> Box<dyn super::Service> {
    Box::new(Plists::new(now, Assertions))
}

impl Handler for Assertions {
    fn request(&mut self, _now: Moment, request: Dictionary) -> Answer {
        let known = text(&request, "CommandKey") == Some("CommandCreateAssertion")
            && text(&request, "AssertionTypeKey").is_some();
        if known {
            Answer::of([("Status", "Success".into())])
        } else {
            Answer::of([("Error", "InvalidRequest".into())])
        }
    }
}
