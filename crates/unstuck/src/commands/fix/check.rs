//! Whether a remedy holds, by measuring: the same fact before and after.

use serde_json::{Value, json};
use unstuck_diagnosis::case::Case;

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Checked {
    /// `None` when nothing could be measured: then a person looks.
    pub(super) held: Option<bool>,
    /// What, with how it stood before and how after.
    pub(super) object: Value,
}

/// What is to be seen afterwards.
enum Seen {
    /// A number has grown.
    Grown,
    /// A fact has this word.
    Is(&'static str),
    /// A fact is true.
    True,
    /// A fact is no longer there.
    Gone,
    /// A fact has another value.
    Other,
    /// A number is smaller.
    Smaller,
}

/// The fact that shows that a remedy holds.
fn sign_of(remedy: &str) -> Option<(&'static str, Seen)> {
    Some(match remedy {
        "free-host-space" | "change-target" => ("here.target_free_bytes", Seen::Grown),
        "free-device-space" => ("here.phone_free_bytes", Seen::Grown),
        "normal-restart" | "force-restart" | "re-trust" | "answer-prompt" => {
            ("here.phone_trust", Seen::Is("trusted"))
        }
        "restart-host-service" | "restart-computer" => ("here.service", Seen::Is("answers")),
        "cable-port" => ("here.service_phones", Seen::Grown),
        "close-competitors" => ("here.phone_held_by", Seen::Gone),
        "awake-power" => ("here.phone_powered", Seen::True),
        "update-ios" => ("ios_version", Seen::Other),
        "free-icloud-space" | "cloud-backup-off-on" => ("here.phone_cloud_days", Seen::Smaller),
        _ => return None,
    })
}

/// Holds two looks against each other.
pub(super) fn measured(remedy: &str, before: &Case, after: &Case) -> Checked {
    let nothing = Checked { held: None, object: Value::Null };
    let Some((fact, seen)) = sign_of(remedy) else { return nothing };
    let (was, is) = (value(before, fact), value(after, fact));
    let numbers = was.as_f64().zip(is.as_f64());
    let held = match seen {
        Seen::Grown => numbers.map(|(was, is)| is > was),
        Seen::Smaller => numbers.map(|(was, is)| is < was),
        Seen::Is(word) => Some(is == word),
        Seen::True => is.as_bool(),
        Seen::Gone => Some(is.is_null()),
        Seen::Other => (!was.is_null() && !is.is_null()).then_some(was != is),
    };
    let object = json!({ "fact": fact, "before": was, "after": is, "held": held });
    Checked { held, object }
}

fn value(case: &Case, fact: &str) -> Value {
    let found = case.get(&format!("facts.{fact}")).or_else(|| case.get(fact));
    found.map_or(Value::Null, |value| value.to_json())
}

#[cfg(test)]
mod tests {
    use unstuck_diagnosis::case::CaseFile;

    use super::*;

    fn case(facts: &Value) -> Case {
        CaseFile::read(json!({ "facts": facts }).to_string().as_bytes()).into_case()
    }

    #[test]
    fn a_remedy_holds_when_its_fact_has_moved_the_right_way() {
        let (small, large) = (
            case(&json!({ "here.target_free_bytes": 5, "here.service": "silent" })),
            case(&json!({ "here.target_free_bytes": 9, "here.service": "answers" })),
        );
        let held = |remedy, before, after| measured(remedy, before, after).held;
        assert_eq!(held("free-host-space", &small, &large), Some(true));
        assert_eq!(held("free-host-space", &large, &small), Some(false));
        assert_eq!(held("restart-host-service", &small, &large), Some(true));
        assert_eq!(held("close-competitors", &small, &large), Some(true));
        assert_eq!(held("free-device-space", &small, &large), None);
        assert_eq!(held("better-wifi", &small, &large), None);
    }
}
