//! A step in words, and as an object for scripts.

use std::fmt::Write;

use unstuck_diagnosis::case::Case;
use unstuck_diagnosis::climb::{Hand, LOSES, Rung};
use unstuck_diagnosis::{Remedy, device, gesture};

use super::Step;

/// A rung for people: what is the matter, why, what comes next and what it costs.
pub(in crate::commands) fn told(headline: &str, rung: &Rung, steps: &[String]) -> String {
    let sure = match rung.probability {
        0.8.. => "That is",
        0.5.. => "That is probably",
        _ => "That may be",
    };
    let step = Step { remedy: rung.remedy, hand: rung.hand };
    let cause = rung.cause.headline();
    format!("{headline}\n{sure}: {cause}\n{}", plan(step, steps))
}

/// What would be done, and what it costs.
pub(in crate::commands) fn plan(step: Step, steps: &[String]) -> String {
    let Step { remedy, hand } = step;
    let by = if hand == Hand::Person { "For you to do" } else { "Unstuck can do this" };
    let mut text = format!("{by}: {} (about {} min).\n", remedy.title, remedy.minutes);
    if remedy.level >= LOSES {
        text.push_str("  What is lost by it:\n");
        for loss in losses(step) {
            let _ = writeln!(text, "  - {loss}");
        }
    } else if remedy.side_effects != "none" && !remedy.side_effects.is_empty() {
        let _ = writeln!(text, "  It also does this: {}", remedy.side_effects);
    }
    if hand == Hand::Person {
        for (number, step) in steps.iter().enumerate() {
            let _ = writeln!(text, "  {}. {step}", number + 1);
        }
    }
    text.trim_end().to_owned()
}

/// What is lost by a step, one thing a line; nothing below level 3.
pub(in crate::commands) fn losses(step: Step) -> Vec<String> {
    if step.remedy.level < LOSES {
        return Vec::new();
    }
    let parts = step.remedy.side_effects.split([';', '.']).flat_map(|part| part.split(", "));
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The same for scripts.
pub(in crate::commands) fn object(rung: &Rung, steps: &[String]) -> serde_json::Value {
    let step = Step { remedy: rung.remedy, hand: rung.hand };
    let mut object = plan_object("rung", step, steps);
    object["cause"] = rung.cause.id().into();
    object["probability"] = rung.probability.into();
    object["helps"] = rung.helps.into();
    object
}

/// A plan for scripts.
pub(in crate::commands) fn plan_object(
    kind: &str,
    step: Step,
    steps: &[String],
) -> serde_json::Value {
    let Step { remedy, hand } = step;
    serde_json::json!({
        "type": kind,
        "remedy": remedy.id,
        "title": remedy.title,
        "level": remedy.level,
        "data_risk": remedy.data_risk.word(),
        "minutes": remedy.minutes,
        "by": if hand == Hand::Person { "person" } else { "unstuck" },
        "steps": steps,
        "side_effects": remedy.side_effects,
        "losses": losses(step),
        "check": remedy.check,
        "undo": remedy.undo,
    })
}

/// Systems that a step may be for alone.
const SYSTEMS: [&str; 3] = ["macOS:", "Windows:", "Linux:"];

/// What is to be done for this iOS, this model and this computer. The model may be a product
/// type or a name.
pub(in crate::commands) fn steps_here(
    remedy: &Remedy,
    ios: Option<&str>,
    model: Option<&str>,
) -> Vec<String> {
    let ours = match std::env::consts::OS {
        "macos" => SYSTEMS[0],
        "windows" => SYSTEMS[1],
        _ => SYSTEMS[2],
    };
    let model = model.and_then(device);
    if remedy.id == "force-restart"
        && let Some(gesture) = model.and_then(|model| gesture(model.gesture))
    {
        return gesture.moves.iter().map(|one| one.text.to_owned()).collect();
    }
    let foreign =
        |step: &String| SYSTEMS.iter().any(|system| *system != ours && step.starts_with(system));
    remedy.steps_on(ios).into_iter().filter(|step| !foreign(step)).collect()
}

/// The same for the phone of a case.
pub(in crate::commands) fn steps_for(remedy: &Remedy, case: &Case) -> Vec<String> {
    let fact = |name: &str| case.text(name).or_else(|| case.text(&format!("facts.{name}")));
    let model = fact("device").or_else(|| fact("product_type"));
    steps_here(remedy, fact("ios_version"), model)
}

#[cfg(test)]
mod tests {
    use unstuck_diagnosis::case::CaseFile;
    use unstuck_diagnosis::remedies;

    use super::*;

    #[test]
    fn what_is_lost_is_listed_from_level_three_on() {
        for remedy in remedies() {
            let lost = losses(Step { remedy, hand: Hand::Person });
            assert_eq!(lost.is_empty(), remedy.level < 3, "{}: {lost:?}", remedy.id);
        }
    }

    #[test]
    fn steps_are_for_this_computer_and_this_model() {
        let remedy = |id| unstuck_diagnosis::remedy(id).unwrap();
        let steps = steps_here(remedy("restart-host-service"), None, None);
        let systems = steps.iter().filter(|step| SYSTEMS.iter().any(|one| step.starts_with(one)));
        assert_eq!(systems.count(), 1, "{steps:?}");
        let seven = serde_json::json!({ "device": "iPhone9,1" }).to_string();
        let seven = CaseFile::read(seven.as_bytes()).into_case();
        let steps = steps_for(remedy("force-restart"), &seven);
        assert!(steps.iter().any(|step| step.contains("Volume Down")), "{steps:?}");
    }
}
