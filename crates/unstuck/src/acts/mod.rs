//! Acts: what Unstuck does itself against a cause, once it may. Each is written down before it
//! is done ([`journal`]), says how it went, and leaves things as they were when it cannot.
//!
//! ```text
//!  plan ─► journal: planned ─► act ─► measured ─► journal: done | unable
//!                │                                          │
//!                └─ a crash: found at the next start        └─ unstuck undo
//! ```

mod aside;
mod deed;
pub(crate) mod journal;
mod phone;
mod place;
mod recover;
mod rival;
mod service;
mod trust;
mod turn;
mod undo;
mod wifi_sync;

use std::path::{Path, PathBuf};

use serde_json::Value;
use unstuck_diagnosis::climb::{Act, Settled};

pub(crate) use deed::{Deed, note_by_hand};
pub(crate) use recover::settle_unfinished;
pub(crate) use turn::Turn;
pub(crate) use undo::{Refused, take_back};
pub(crate) use wifi_sync::switch as switch_wifi_sync;

use crate::commands::Context;

/// What an act is done to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct On<'a> {
    /// The phone, when one is known.
    pub(crate) udid: Option<&'a str>,
    /// The place for backups that was chosen; Unstuck's own without.
    pub(crate) to: Option<&'a Path>,
    /// A backup of another program, by its folder.
    pub(crate) backup: Option<&'a Path>,
}

/// What came of an act.
#[derive(Clone, Debug)]
pub(crate) struct Came {
    /// In the words of the ladder.
    pub(crate) settled: Settled,
    /// How things stand now, for scripts.
    pub(crate) after: Value,
    /// Where backups go from now on, when that was changed.
    pub(crate) to: Option<PathBuf>,
}

impl From<Settled> for Came {
    fn from(settled: Settled) -> Self {
        Self { settled, after: Value::Null, to: None }
    }
}

/// Carries an act out.
pub(crate) async fn carry_out(act: Act, on: On<'_>, context: &mut Context<'_>) -> Came {
    match (act, on.udid) {
        (Act::RestartPhone, Some(udid)) => phone::restart(udid, context).await,
        (Act::TrustAnew, Some(udid)) => trust::anew(udid, context).await,
        (Act::RestartPhone | Act::TrustAnew, None) => unable("no iPhone is in reach"),
        (Act::RestartService, _) => service::restart(context).await,
        (Act::MoveAside, _) => aside::put(on, context),
        (Act::OtherPlace, _) => place::choose(on, context).await,
        (Act::AwaitRival, _) => rival::wait_for_its_end(on, context).await,
    }
}

fn unable(why: impl Into<String>) -> Came {
    Settled::Unable(why.into()).into()
}
