//! installation_proxy: the person's apps, for Info.plist.

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use super::plists::{Answer, Handler, Plists, dictionary, text};
use crate::phone::SharedPhone;

struct Installation {
    #[expect(dead_code, reason = "apps will follow the phone's content")]
    phone: SharedPhone,
}

/// Bundle identifiers of the simulated apps.
pub(super) const APPS: [&str; 2] = ["org.example.notes", "com.example.app"];

pub(super) fn service(now: Moment, phone: SharedPhone) -> Box<dyn super::Service> {
    Box::new(Plists::new(now, Installation { phone }))
}

fn app(bundle: &str) -> Value {
    dictionary([
        ("CFBundleIdentifier", bundle.into()),
        ("CFBundleDisplayName", bundle.rsplit('.').next().unwrap_or(bundle).into()),
        ("ApplicationType", "User".into()),
        ("ApplicationSINF", Value::Data(b"simulated sinf".to_vec())),
        ("iTunesMetadata", Value::Data(b"simulated metadata".to_vec())),
    ])
}

impl Handler for Installation {
    fn request(&mut self, _now: Moment, request: Dictionary) -> Answer {
        match text(&request, "Command") {
            Some("Browse") => {
                let list = Value::Array(APPS.iter().map(|bundle| app(bundle)).collect());
                let (amount, total) = (APPS.len() as u64, APPS.len() as u64);
                let part = dictionary([
                    ("Status", "BrowsingApplications".into()),
                    ("CurrentIndex", 0.into()),
                    ("CurrentAmount", amount.into()),
                    ("Total", total.into()),
                    ("CurrentList", list),
                ]);
                let end = dictionary([("Status", "Complete".into())]);
                Answer { say: vec![part, end], ..Answer::default() }
            }
            Some("Lookup") => {
                let all: Dictionary =
                    APPS.iter().map(|bundle| ((*bundle).to_owned(), app(bundle))).collect();
                let result = Value::Dictionary(all);
                Answer::of([("Status", "Complete".into()), ("LookupResult", result)])
            }
            _ => Answer::of([("Error", "UnknownCommand".into())]),
        }
    }
}
