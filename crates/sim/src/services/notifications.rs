//! notification_proxy (docs/protocol.md 3.4).

use std::collections::HashSet;

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use super::plists::{Answer, Handler, Plists, dictionary, text};
use crate::phone::{PhoneEvent, SharedPhone};

struct Notifications {
    phone: SharedPhone,
    observed: HashSet<String>,
    /// Dies when it is first asked for something.
    dies: bool,
}

pub(super) fn service(now: Moment, phone: SharedPhone, dies: bool) -> Box<dyn super::Service> {
    Box::new(Plists::new(now, Notifications { phone, observed: HashSet::new(), dies }))
}

impl Handler for Notifications {
    fn request(&mut self, _now: Moment, request: Dictionary) -> Answer {
        let name = text(&request, "Name").unwrap_or_default().to_owned();
        let command = if self.dies { Some("Shutdown") } else { text(&request, "Command") };
        match command {
            Some("ObserveNotification") => {
                self.observed.insert(name);
                Answer::none()
            }
            Some("PostNotification") => {
                self.phone.lock().notify(&name);
                Answer::none()
            }
            Some("Shutdown") => {
                let mut answer = Answer::of([("Command", "ProxyDeath".into())]);
                answer.close = true;
                answer
            }
            _ => Answer::none(),
        }
    }

    fn event(&mut self, _now: Moment, event: &PhoneEvent) -> Vec<Value> {
        match event {
            PhoneEvent::Notification(name) if self.observed.contains(name) => {
                let relay = "RelayNotification".into();
                vec![dictionary([("Command", relay), ("Name", name.clone().into())])]
            }
            _ => Vec::new(),
        }
    }
}
