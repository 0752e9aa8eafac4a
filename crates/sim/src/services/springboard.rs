//! springboardservices: icons, for Info.plist.

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use super::plists::{Answer, Handler, Plists, text};

struct SpringBoard;

pub(super) fn service(now: Moment) -> Box<dyn super::Service> {
    Box::new(Plists::new(now, SpringBoard))
}

/// A PNG of one transparent dot.
const DOT: [u8; 67] = [
    0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0A, b'I', b'D', b'A', b'T',
    0x78, 0x9C, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0D, 0x0A, 0x2D, 0xB4, 0, 0, 0, 0, b'I', b'E', b'N',
    b'D', 0xAE, 0x42, 0x60, 0x82,
];

impl Handler for SpringBoard {
    fn request(&mut self, _now: Moment, request: Dictionary) -> Answer {
        match text(&request, "command") {
            Some("getIconPNGData") => Answer::of([("pngData", Value::Data(DOT.to_vec()))]),
            _ => Answer::of([("Error", "UnknownCommand".into())]),
        }
    }
}
