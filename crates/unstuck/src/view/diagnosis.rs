//! A diagnosis: for people as words, for scripts as the object of docs/contracts.md 10.

use std::fmt::Write;

use serde_json::{Value, json};
use unstuck_diagnosis::case::{Case, Source};
use unstuck_diagnosis::{Cause, DataRisk, Diagnosis, Likely, Offer, Reason, Verdict, Weight};

use super::paragraph::{COLUMNS, paragraph, width};
use crate::words;

/// Reasons shown unless everything is asked for.
const REASONS: usize = 3;
/// A cause below this is not worth a line beside the first.
const WORTH_NAMING: f64 = 0.1;

/// For scripts.
pub(crate) fn object(case: &Case, found: &Diagnosis, all: bool) -> Value {
    let causes: Vec<Value> = found.causes.iter().map(cause_object).collect();
    let ladder: Vec<&str> = found.ladder.iter().map(|offer| offer.remedy.id).collect();
    let never: Vec<Value> = found
        .never
        .iter()
        .map(|never| json!({ "remedy": never.remedy, "why": never.why }))
        .collect();
    let mut object = json!({
        "type": "diagnosis",
        "verdict": found.verdict.word(),
        "causes": causes,
        "next": found.ladder.first().map(|offer| next_object(case, offer)),
        "ladder": ladder,
        "ask": found.ask.map(|ask| json!({
            "id": ask.id, "question": ask.question, "answers": ask.answers,
        })),
        "never": never,
        "notes": found.notes,
    });
    if all {
        let evidence: Vec<Value> = case.evidence().iter().map(|fact| fact.to_json()).collect();
        object["evidence"] = Value::Array(evidence);
    }
    object
}

fn cause_object(likely: &Likely) -> Value {
    let why = likely.why.iter().map(|reason| {
        json!({
            "evidence": reason.evidence,
            "says": reason.says,
            "weight": reason.weight,
            "rule": reason.rule,
        })
    });
    json!({
        "id": likely.cause.id(),
        "probability": likely.probability,
        "why": why.collect::<Vec<_>>(),
    })
}

fn next_object(case: &Case, offer: &Offer) -> Value {
    let remedy = offer.remedy;
    json!({
        "remedy": remedy.id,
        "title": remedy.title,
        "level": remedy.level,
        "data_risk": remedy.data_risk.word(),
        "minutes": remedy.minutes,
        "steps": remedy.steps_on(ios(case)),
        "check": remedy.check,
        "side_effects": remedy.side_effects,
        "cures": (offer.cures * 100.0).round() / 100.0,
    })
}

/// The version of iOS, where it is known: menus are not where they were.
fn ios(case: &Case) -> Option<&str> {
    case.text("ios_version").or_else(|| case.text("facts.ios_version"))
}

/// For people: what is stuck, what was seen, why, the next step, where to read more. `looked`
/// says what was looked at on a live machine.
pub(crate) fn text(case: &Case, found: &Diagnosis, looked: &[String], all: bool) -> String {
    let mut text = String::new();
    let first = found.likeliest();
    let blind = first.cause == Cause::Unknown;
    let rule = first.why.iter().find(|reason| reason.weight > 0.0).filter(|_| !blind);
    let live = !looked.is_empty();
    let sound = blind && live && nothing_found(found);
    headline(&mut text, found, rule, live, sound);
    let support = first.why.iter().filter(|reason| reason.weight > 0.0);
    let count = if all { usize::MAX } else { REASONS };
    let mut label = "Saw";
    for reason in support.take(count).filter(|_| !blind) {
        paragraph(&mut text, label, &saw(case, reason));
        label = "";
    }
    if !blind {
        paragraph(&mut text, "Why", first.cause.meaning());
    }
    if !sound {
        others(&mut text, found, blind);
    }
    list(&mut text, "Looked", looked.iter().map(String::as_str));
    if sound {
        paragraph(&mut text, "Next", SOUND_NEXT);
    } else {
        next(&mut text, case, found);
    }
    if let Some(ask) = found.ask {
        let tongue = words::terminal();
        let answers: Vec<String> = ask.answers.iter().map(|answer| tongue.say(answer)).collect();
        let ask = format!("{} ({})", tongue.say(ask.question), answers.join(" / "));
        paragraph(&mut text, "Ask", &ask);
    }
    let tongue = words::terminal();
    let never = found.never.iter();
    let never = never.map(|never| format!("{}: {}", never.remedy, tongue.say(never.why)));
    list(&mut text, "Never", never);
    let id = rule.map(|reason| reason.rule.as_str()).into_iter().chain([first.cause.id()]);
    let id: Vec<&str> = id.collect();
    paragraph(&mut text, "More", &format!("unstuck explain {}", id.join(", unstuck explain ")));
    for note in &found.notes {
        paragraph(&mut text, "Note", note);
    }
    if all {
        evidence(&mut text, case, found);
    }
    text
}

/// What to do where all is well.
const SOUND_NEXT: &str = "unstuck rescue makes a proven backup now. If one is stuck all the same, \
    say how: unstuck look --about \"your words\"";

/// Whether nothing speaks for any cause by more than a hint.
pub(crate) fn nothing_found(found: &Diagnosis) -> bool {
    let mut reasons = found.causes.iter().flat_map(|likely| &likely.why);
    reasons.all(|reason| reason.weight < Weight::Moderate.log_odds())
}

/// Several lines under one label.
fn list(text: &mut String, label: &str, lines: impl Iterator<Item = impl AsRef<str>>) {
    for (number, line) in lines.enumerate() {
        paragraph(text, if number == 0 { label } else { "" }, line.as_ref());
    }
}

/// What is the matter and how sure that is, the id of the loudest rule at the right.
fn headline(text: &mut String, found: &Diagnosis, rule: Option<&Reason>, live: bool, sound: bool) {
    let first = found.likeliest();
    // Of a machine that is only looked at nobody said that something is stuck.
    let verdict = match found.verdict {
        Verdict::Unknown if live => "In the way",
        verdict => verdict_words(verdict),
    };
    let percent = first.probability * 100.0;
    let words = match first.cause {
        Cause::Unknown if sound => "Nothing was found that would stop a backup here.".to_owned(),
        Cause::Unknown => {
            format!("{}: the cause cannot be told yet.", verdict_words(found.verdict))
        }
        // "Stuck: nothing" would say both.
        Cause::SlowButHealthy => format!("{SLOW_ONLY}  ({percent:.0} % sure)"),
        cause => format!("{verdict}: {}  ({percent:.0} % sure)", cause.headline()),
    };
    let id = rule.map_or("", |reason| reason.rule.as_str());
    let words = words::terminal().say(&words);
    let gap = COLUMNS.saturating_sub(width(&words) + width(id)).max(2);
    let line = format!("{words}{}{id}", " ".repeat(gap));
    let _ = writeln!(text, "{}", line.trim_end());
}

const SLOW_ONLY: &str = "Not stuck: it is slow, and it is working";

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Moving => "It moves",
        Verdict::Slow => "It moves, slowly",
        Verdict::Preparing => "Not stuck: it prepares",
        Verdict::WaitingForPerson => "Stuck, waiting for you",
        Verdict::Stalled => "Stuck",
        Verdict::Looping => "Stuck in a loop",
        Verdict::Failed => "It failed",
        Verdict::Done => "The backup itself is done",
        Verdict::Unknown => "Not clear yet",
    }
}

/// What was seen, with the very words where they are short.
fn saw(case: &Case, reason: &Reason) -> String {
    let says = words::terminal().say(&reason.says);
    let place = case.evidence().iter().find(|fact| fact.key == reason.evidence);
    let quoted =
        place.filter(|fact| fact.source == Source::Log).and_then(|fact| fact.value.as_text());
    match quoted {
        Some(line) => {
            let line: String = line.trim().chars().take(72).collect();
            format!("{says} ({}: {line})", reason.evidence)
        }
        None => format!("{says} ({})", reason.evidence),
    }
}

fn others(text: &mut String, found: &Diagnosis, blind: bool) {
    let rest = found.causes.iter().skip(1).filter(|likely| likely.cause != Cause::Unknown);
    let limit = if blind { 0.08 } else { WORTH_NAMING };
    let rest = rest.filter(|likely| likely.probability >= limit).take(3);
    let rest: Vec<String> = rest
        .map(|likely| format!("{} {:.0} %", likely.cause.id(), likely.probability * 100.0))
        .collect();
    if !rest.is_empty() {
        let label = if blind { "Perhaps" } else { "Or" };
        paragraph(text, label, &rest.join(", "));
    }
}

fn next(text: &mut String, case: &Case, found: &Diagnosis) {
    let Some(offer) = found.ladder.first() else {
        paragraph(text, "Next", "Nothing that is safe is left to try; ask somebody who can look.");
        return;
    };
    let remedy = offer.remedy;
    let tongue = words::terminal();
    let safety = match remedy.data_risk {
        DataRisk::None => "safe",
        DataRisk::Settings => "settings are lost",
        DataRisk::CloudCopies => "copies in iCloud are touched",
        DataRisk::Possible | DataRisk::Certain => "data could be lost",
    };
    let aside = tongue.say(&format!("{safety}, {} min", remedy.minutes));
    let (label, title) = (tongue.say("Next"), tongue.say(remedy.title));
    let pad = " ".repeat(8usize.saturating_sub(width(&label)).max(1));
    let gap = COLUMNS.saturating_sub(10 + width(&title) + width(&aside)).max(2);
    let _ = writeln!(text, "  {label}{pad}{title}{}{aside}", " ".repeat(gap));
    for (number, step) in remedy.steps_on(ios(case)).iter().enumerate() {
        paragraph(text, "", &format!("{}  {step}", number + 1));
    }
    paragraph(text, "Check", remedy.check);
    let then: Vec<&str> =
        found.ladder.iter().skip(1).take(3).map(|offer| offer.remedy.id).collect();
    if !then.is_empty() {
        paragraph(text, "Then", &then.join(", "));
    }
}

fn evidence(text: &mut String, case: &Case, found: &Diagnosis) {
    let _ = writeln!(text, "\n{}", words::terminal().say("Everything seen:"));
    for fact in case.evidence() {
        let value = match fact.value.as_text() {
            // Why a probe could not tell is said by us; other words are somebody else's.
            Some(words) if fact.key.starts_with("facts.probe_") => words::terminal().say(words),
            Some(words) => words.chars().take(200).collect(),
            None => fact.value.to_json().to_string(),
        };
        paragraph(text, "", &format!("{} = {value}", fact.key));
    }
    let tongue = words::terminal();
    let _ = writeln!(text, "\n{}", tongue.say("What speaks for and against each cause:"));
    for likely in found.causes.iter().filter(|likely| likely.probability >= 0.01) {
        let _ = writeln!(text, "  {:5.1} %  {}", likely.probability * 100.0, likely.cause.id());
        for reason in &likely.why {
            let sign = format!("{:+.1} {}", reason.weight, reason.rule);
            let says = tongue.say(&reason.says);
            paragraph(text, "", &format!("  {sign}: {says} ({})", reason.evidence));
        }
    }
}
