//! diagnostics_relay: battery, registry, restart (docs/protocol.md 7).

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use super::plists::{Answer, Handler, Plists, dictionary, text};
use crate::phone::SharedPhone;

struct Diagnostics {
    phone: SharedPhone,
}

pub(super) fn service(now: Moment, phone: SharedPhone) -> Box<dyn super::Service> {
    Box::new(Plists::new(now, Diagnostics { phone }))
}

fn success(name: &str, value: Value) -> Answer {
    let diagnostics = dictionary([(name, value)]);
    Answer::of([("Status", "Success".into()), ("Diagnostics", diagnostics)])
}

fn battery() -> Value {
    dictionary([
        ("CurrentCapacity", 83.into()),
        ("MaxCapacity", 100.into()),
        ("CycleCount", 212.into()),
        ("IsCharging", true.into()),
        ("ExternalConnected", true.into()),
        ("Temperature", 2950.into()),
    ])
}

impl Handler for Diagnostics {
    fn request(&mut self, now: Moment, request: Dictionary) -> Answer {
        match text(&request, "Request") {
            Some("Restart") => {
                self.phone.lock().restart(now);
                Answer::of([("Status", "Success".into())])
            }
            Some("Shutdown" | "Sleep") => Answer::of([("Status", "Success".into())]),
            Some("GasGauge" | "All") => success("GasGauge", battery()),
            Some("IORegistry") => success("IORegistry", battery()),
            Some("WiFi") => success("WiFi", dictionary([("Active", true.into())])),
            Some("NAND") => success("NAND", dictionary([("Status", "Healthy".into())])),
            // Deprecated by Apple: the keys come back with nothing in them.
            Some("MobileGestalt") => {
                let deprecated = dictionary([("Status", "MobileGestaltDeprecated".into())]);
                success("MobileGestalt", deprecated)
            }
            Some("Goodbye") => {
                let mut answer = Answer::of([("Status", "Success".into())]);
                answer.close = true;
                answer
            }
            _ => Answer::of([("Status", "UnknownRequest".into())]),
        }
    }
}
