//! How a rescue ends: backed up and proven, moving again by itself, needs you, or cannot.

use unstuck_diagnosis::Cause;
use unstuck_diagnosis::climb::{Climb, Next};

use super::attempt::Attempt;
use super::page::{self, Paper};
use crate::acts::On;
use crate::commands::Context;
use crate::commands::look::case_here;
use crate::commands::rung::Step;
use crate::report::{Report, code};
use crate::view::Ending;

/// Why the last attempt was the last.
pub(super) enum Why {
    /// It made a version, or its person ended it.
    Final,
    /// A person is needed for this step, and none is there.
    Needed(Step),
    /// No step is left that would help; the likeliest cause.
    NothingLeft(Cause),
}

/// One of four.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    BackedUp,
    /// With the evidence.
    Moving(String),
    /// With the one thing.
    NeedsYou(String),
    Cannot,
}

impl Kind {
    fn word(&self) -> &'static str {
        match self {
            Self::BackedUp => "backed-up",
            Self::Moving(_) => "moving",
            Self::NeedsYou(_) => "needs-you",
            Self::Cannot => "cannot",
        }
    }

    fn line(&self) -> String {
        match self {
            Self::BackedUp => "Backed up.".to_owned(),
            Self::Moving(evidence) => format!("It moves again by itself: {evidence}."),
            Self::NeedsYou(what) => format!("One thing needs you: {what}"),
            Self::Cannot => "Unstuck cannot go on here.".to_owned(),
        }
    }
}

/// Says how it ended, writes the page where somebody may need it, and returns the exit code.
pub(super) async fn tell(
    attempt: Attempt,
    why: &Why,
    climb: &Climb,
    on: On<'_>,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    let moving = match is_busy(why) {
        true => moving_elsewhere(on, context).await,
        false => None,
    };
    let Some(kind) = kind_of(&attempt, why, moving) else {
        return attempt.ended.tell(context.view);
    };
    let mut ending = Ending { word: kind.word(), line: kind.line(), page: None, case: None };
    if kind == Kind::Cannot || !climb.tried().is_empty() {
        let cause = match why {
            Why::NothingLeft(cause) => Some(*cause),
            Why::Final | Why::Needed(_) => likeliest(&attempt, climb),
        };
        let paper = Paper { kind: ending.word, line: &ending.line, cause, attempt: &attempt };
        match page::write(&paper, climb, on, context.simulated) {
            Ok(written) => {
                ending.page = Some(written.page);
                ending.case = Some(written.case);
            }
            Err(text) => context.view.say(&format!("The report was not written: {text}."), None),
        }
    }
    context.view.ending(&ending);
    attempt.ended.tell(context.view)
}

fn kind_of(attempt: &Attempt, why: &Why, moving: Option<String>) -> Option<Kind> {
    let ended = &attempt.ended;
    if ended.was_stopped() || ended.code() == code::USAGE {
        return None;
    }
    let one_thing = || ended.next().unwrap_or_else(|| ended.headline());
    Some(match (ended.version(), ended.code(), why) {
        (Some(_), code::DONE | code::PARTIAL, _) => Kind::BackedUp,
        (Some(_), ..) => Kind::NeedsYou(one_thing()),
        _ if moving.is_some() => Kind::Moving(moving.unwrap_or_default()),
        (_, _, Why::Needed(step)) => Kind::NeedsYou(format!("{}.", step.remedy.title)),
        (_, code::PERSON | code::NO_PHONE | code::PASSWORD, _) => Kind::NeedsYou(one_thing()),
        (None, ..) => Kind::Cannot,
    })
}

fn is_busy(why: &Why) -> bool {
    match why {
        Why::Final => false,
        Why::Needed(step) => step.remedy.id == "close-competitors",
        Why::NothingLeft(cause) => *cause == Cause::BusyDevice,
    }
}

/// The evidence that another program's backup moves: it is being written to.
async fn moving_elsewhere(on: On<'_>, context: &mut Context<'_>) -> Option<String> {
    let case = case_here(on.to, on.udid, None, context).await.ok()?;
    let writing = case.get("facts.here.kept_being_written").is_some();
    let program = case.text("facts.here.backup_made_by").unwrap_or("another program");
    writing.then(|| format!("{program} is writing a backup, and wrote within the last minutes"))
}

fn likeliest(attempt: &Attempt, climb: &Climb) -> Option<Cause> {
    if attempt.ended.version().is_some() {
        // What was overcome is what the last rung was for.
        return climb.tried().last().map(|tried| tried.rung.cause);
    }
    match climb.next(&attempt.case) {
        Next::Climb(rung) => Some(rung.cause),
        Next::Cannot { cause, .. } => Some(cause),
    }
}
