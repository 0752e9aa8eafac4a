//! Acts: what Unstuck does itself against a cause, once it may. Each says what it does, how it
//! went, and leaves things as they were when it cannot.

mod phone;
mod service;

use unstuck_diagnosis::climb::{Act, Settled};

use crate::commands::Context;

/// Carries an act out on the phone `udid`.
pub(crate) async fn carry_out(act: Act, udid: Option<&str>, context: &mut Context<'_>) -> Settled {
    match (act, udid) {
        (Act::RestartPhone, Some(udid)) => phone::restart(udid, context).await,
        (Act::TrustAnew, Some(udid)) => phone::trust_anew(udid, context).await,
        (Act::RestartPhone | Act::TrustAnew, None) => {
            Settled::Unable("no iPhone is in reach".to_owned())
        }
        (Act::RestartService, _) => service::restart(context).await,
        // The attempt after it begins beside the old working tree, which is kept whole.
        (Act::MoveAside, _) => Settled::Done,
        (Act::OtherPlace, _) => {
            Settled::Unable("which disk is to be used is for its owner to say".to_owned())
        }
    }
}
