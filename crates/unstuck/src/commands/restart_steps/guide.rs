//! The steps of a forced restart, with all that belongs to them: for people as words, for
//! scripts as the object of docs/contracts.md 12.
//!
//! Sources: those of the gestures; that a backup goes on where it stopped is what the phone's
//! own backup service does (docs/protocol.md 9). What to do when it does not work is Apple's
//! advice in copies, and general knowledge.

use std::fmt::Write;

use serde_json::{Value, json};
use unstuck_diagnosis::{Body, GIVE_UP_SECONDS, Gesture, Press, remedy};
use unstuck_link::Attached;

use super::known::Known;
use crate::drawing::{Drawing, Setting};
use crate::view::paragraph;

/// All of it.
pub(super) struct Guide {
    known: Known,
    gesture: Gesture,
    /// The drawing.
    pub(super) drawing: Drawing,
}

/// What is seen when, on the screen.
const SEEN: [(&str, &str); 5] = [
    ("before", "a frozen picture, a black screen or a turning wheel"),
    ("while you hold", "perhaps a slider to switch off: leave it and keep holding"),
    ("some seconds on", "a black screen"),
    ("then", "the Apple logo: let go now"),
    ("20 to 60 s later", "the lock screen, later after an update that failed"),
];

const ACTION: &str = "The Action button, above the volume buttons, is not part of it.";
const CAMERA: &str = "Camera Control, low on the right edge, is not part of it: the side button \
    is the one further up.";
const SOS: &str = "Side and volume button together start an emergency call: if a countdown \
    shows, let go of everything at once and begin again.";
const SLIDER: &str = "If the slider stays and nothing happens, let go, cancel, and begin again.";
const ASSUMED: &str = "That this new model is restarted like those before it is assumed, not \
    known.";

impl Guide {
    /// For a device; `None` when its gesture is not in the table.
    pub(super) fn of(known: &Known) -> Option<Self> {
        let gesture = known.body.gesture()?;
        let drawing = Drawing::of(known.body, known.lookalikes);
        Some(Self { known: known.clone(), gesture, drawing })
    }

    fn noun(&self) -> &'static str {
        self.known.body.noun()
    }

    /// How long the hold takes, in seconds.
    pub(super) fn hold_seconds(&self) -> (u32, u32) {
        self.gesture.hold_seconds
    }

    /// The device, where it is connected by cable.
    pub(super) fn attached(&self) -> Option<&Attached> {
        self.known.attached.as_ref()
    }

    /// What is held, in words.
    pub(super) fn held(&self) -> String {
        let buttons = self.gesture.moves.last().map_or(&[][..], |last| last.buttons);
        let names = buttons.iter().map(|button| match self.known.body.button(*button).name() {
            name if name.starts_with("Volume") => name.to_owned(),
            name => format!("the {name}"),
        });
        names.collect::<Vec<_>>().join(" and ")
    }

    /// What comes after the logo.
    pub(super) fn then(&self) -> &'static str {
        match self.known.body {
            Body::Ipad | Body::IpadMini | Body::IpadHome => PASSCODE_PAD,
            _ => PASSCODE,
        }
    }

    fn before(&self) -> Vec<String> {
        let noun = self.noun();
        vec![
            format!(
                "It switches the {noun} off hard and on again. Nothing that is stored is lost; \
                 only what an open app had not saved yet."
            ),
            "A backup that is running is interrupted. What came so far is kept, and the next one \
             can go on where it stopped."
                .to_owned(),
        ]
    }

    /// The ways to be tried first.
    fn softer(&self) -> Vec<String> {
        let mut softer = Vec::new();
        if self.known.answers {
            softer.push(format!(
                "This {} still answers over its connection, so it does not hang altogether: a \
                 normal restart may be all it needs.",
                self.noun()
            ));
        }
        let menu = remedy("normal-restart").and_then(|remedy| {
            let ios = self.known.ios.as_deref().or(self.known.newest_ios);
            let mut steps = remedy.steps_on(ios);
            (!steps.is_empty()).then(|| steps.swap_remove(0))
        });
        softer.extend(menu.map(|menu| format!("If the screen can be used: {menu} Then on again.")));
        softer
    }

    fn steps(&self) -> Vec<String> {
        let body = self.known.body;
        let step = |one: &unstuck_diagnosis::Move| {
            let places = one.buttons.iter().map(|button| {
                let button = body.button(*button);
                match one.buttons.len() {
                    1 => body.place(button).to_owned(),
                    _ => format!("{}: {}", button.name(), body.place(button)),
                }
            });
            let places: Vec<String> = places.collect();
            let text = match (body.button(unstuck_diagnosis::Button::Side), one.buttons.len()) {
                // Apple's name for both, where only one of them is meant.
                (side, 2) => one.text.replace("Sleep/Wake button", side.name()),
                _ => one.text.to_owned(),
            };
            format!("{text} ({})", places.join("; "))
        };
        self.gesture.moves.iter().map(step).collect()
    }

    fn warnings(&self) -> Vec<&'static str> {
        let mut warnings = Vec::new();
        if self.known.lookalikes.camera {
            warnings.push(CAMERA);
        }
        if self.known.lookalikes.action {
            warnings.push(ACTION);
        }
        match self.known.body {
            Body::IphoneFace | Body::IphoneHome => warnings.push(SOS),
            _ => warnings.push(SLIDER),
        }
        if self.known.model.is_some_and(|model| model.product_type == "iPhone19,4") {
            warnings.push(ASSUMED);
        }
        warnings
    }

    fn if_it_fails(&self) -> Vec<String> {
        let noun = self.noun();
        let again = match self.gesture.moves.len() {
            1 => "Do it again: press both at the same moment and let go of none.",
            _ => "Do all of it again, quickly: each tap short, no pause before the hold.",
        };
        let mut lines = vec![
            again.to_owned(),
            "Take it out of its case, and unplug the cable: a case can press a button.".to_owned(),
            format!(
                "Put the {noun} on a charger at a wall socket for an hour: an empty battery shows \
                 nothing for a while. Then try again."
            ),
        ];
        lines.push(
            "Buttons broken, screen works: Settings > General > Shut Down (iOS 11 and later), \
             then plug it into power to start it."
                .to_owned(),
        );
        lines.push(
            "It stays at the logo, or shows a cable: stop here. What comes next can cost data; \
             ask somebody who can help."
                .to_owned(),
        );
        lines
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let mut text = format!("Force restart: {}\n\n", self.known.title);
        section(&mut text, "First", &self.before());
        section(&mut text, "Softer", &self.softer());
        let _ = write!(text, "\n{}\n", indented(&self.drawing.text()));
        let steps = self.steps();
        let many = steps.len() > 1;
        for (at, step) in steps.iter().enumerate() {
            paragraph(
                &mut text,
                if at == 0 { "Steps" } else { "" },
                &format!("{}  {step}", at + 1),
            );
        }
        let (soonest, latest) = self.hold_seconds();
        let quickly = if many { "One right after the other, within a second. " } else { "" };
        paragraph(
            &mut text,
            "Time",
            &format!(
                "{quickly}The hold mostly takes {soonest} to {latest} seconds; give it \
                 {GIVE_UP_SECONDS} before you call it failed."
            ),
        );
        section(&mut text, "Careful", &self.warnings());
        for (at, (when, what)) in SEEN.iter().enumerate() {
            let label = if at == 0 { "You see" } else { "" };
            paragraph(&mut text, label, &format!("{when}: {what}"));
        }
        paragraph(&mut text, "After", self.then());
        for (at, line) in self.if_it_fails().iter().enumerate() {
            let label = if at == 0 { "If not" } else { "" };
            paragraph(&mut text, label, &format!("{}  {line}", at + 1));
        }
        text
    }

    /// For scripts.
    pub(super) fn object(&self) -> Value {
        let body = self.known.body;
        let moves = self.gesture.moves.iter().zip(self.steps()).enumerate();
        let steps = moves.map(|(at, (one, text))| {
            let buttons = one.buttons.iter().map(|button| body.button(*button).id());
            json!({
                "number": at + 1,
                "press": one.press.word(),
                "buttons": buttons.collect::<Vec<_>>(),
                "text": text,
                "hold_seconds": (one.press == Press::Hold).then_some(self.gesture.hold_seconds),
            })
        });
        let seen = SEEN.iter().map(|(when, what)| json!({ "when": when, "what": what }));
        json!({
            "type": "restart_steps",
            "known_by": self.known.how.word(),
            "title": self.known.title,
            "model": self.known.model.map(|model| model.name),
            "product_type": self.known.model.map(|model| model.product_type),
            "ios_version": self.known.ios,
            "answers": self.known.answers,
            "family": body.id(),
            "gesture": self.gesture.id,
            "before": self.before(),
            "softer": self.softer(),
            "steps": steps.collect::<Vec<_>>(),
            "give_up_seconds": GIVE_UP_SECONDS,
            "warnings": self.warnings(),
            "seen": seen.collect::<Vec<_>>(),
            "after": self.then(),
            "if_it_fails": self.if_it_fails(),
            "drawing": self.drawing.text(),
            "svg": self.drawing.svg(Setting::Page),
        })
    }
}

const PASSCODE: &str = "Unlock it once with its passcode; face or finger do not do for the first \
    time. Until then nothing can be backed up, neither to a computer nor to iCloud.";
const PASSCODE_PAD: &str = "Unlock it once with its passcode, if it has one; face or finger do \
    not do for the first time. Until then nothing can be backed up.";

fn section(text: &mut String, label: &str, lines: &[impl AsRef<str>]) {
    for (at, line) in lines.iter().enumerate() {
        paragraph(text, if at == 0 { label } else { "" }, line.as_ref());
    }
}

fn indented(drawing: &str) -> String {
    let lines = drawing.lines();
    lines.map(|line| if line.is_empty() { "\n".into() } else { format!("  {line}\n") }).collect()
}
