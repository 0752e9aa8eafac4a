//! One step of a ladder: shown, consented to, carried out, written down. `rescue` and `fix` climb
//! with the same four functions.

pub(super) mod by_hand;
mod words;

use serde_json::json;
use unstuck_diagnosis::climb::{self, Hand, Settled};
use unstuck_diagnosis::{DataRisk, Remedy};

use super::Context;
use crate::acts::{self, Came, On};
use crate::person::Carried;
use crate::report::{Report, code};

pub(super) use words::{object, plan, plan_object, steps_for, steps_here, told};

/// One remedy in somebody's hand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) remedy: &'static Remedy,
    pub(super) hand: Hand,
}

/// Whether a step may be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Consent {
    Given,
    Refused,
    NobodyThere,
}

/// Asks whether a step may be taken: the level consented to in advance is enough for what
/// Unstuck does itself; everything else needs somebody.
pub(super) async fn may(yes: u8, step: Step, context: &mut Context<'_>) -> Result<Consent, Report> {
    let Step { remedy, hand } = step;
    match climb::Consent::of(remedy.level, hand, yes, context.may_ask()) {
        climb::Consent::Given => return Ok(Consent::Given),
        climb::Consent::NobodyThere => return Ok(Consent::NobodyThere),
        climb::Consent::Ask => {}
    }
    let title = remedy.title;
    let question = match hand {
        Hand::Ours(_) => format!("{title}: shall Unstuck do that?"),
        Hand::Person if remedy.data_risk == DataRisk::Settings => {
            format!("{title}: settings get lost, as listed. Do you want that?")
        }
        Hand::Person => format!("{title}: this can cost data, as listed. Do you want that?"),
    };
    let answered = tokio::select! {
        answered = context.person.agree(question) => answered?,
        () = context.interrupts.next() => return Err(stopped()),
    };
    Ok(if answered { Consent::Given } else { Consent::Refused })
}

/// Takes a step that may be taken.
pub(super) async fn take(
    step: Step,
    on: On<'_>,
    context: &mut Context<'_>,
) -> Result<Came, Report> {
    let mut interrupts = context.interrupts.clone();
    match step.hand {
        Hand::Ours(act) => tokio::select! {
            came = acts::carry_out(act, on, context) => Ok(came),
            () = interrupts.next() => Err(stopped()),
        },
        Hand::Person => {
            let carried = tokio::select! {
                carried = context.person.carry_out() => carried?,
                () = interrupts.next() => return Err(stopped()),
            };
            let settled = match carried {
                Carried::Done => Settled::Done,
                Carried::Skipped => Settled::Declined,
            };
            let Remedy { id, undo, .. } = step.remedy;
            acts::note_by_hand(context, id, on.udid, &settled, undo);
            Ok(settled.into())
        }
    }
}

/// Says what came of a step, where that is worth a line.
pub(super) fn say_came(step: Step, came: &Came, context: &mut Context<'_>) {
    let (word, why) = match &came.settled {
        Settled::Done => ("done", None),
        Settled::Declined => ("declined", None),
        Settled::Unable(why) => ("unable", Some(why.clone())),
    };
    let text = match &why {
        Some(why) => format!("That was not possible: {why}."),
        None => format!("{}: {word}.", step.remedy.title),
    };
    let object = json!({
        "type": "act",
        "remedy": step.remedy.id,
        "settled": word,
        "why": why,
        "after": came.after,
    });
    context.view.say(&text, Some(object));
}

/// The person wants to stop.
pub(super) fn stopped() -> Report {
    Report::new(code::INTERRUPTED, "Stopped. Everything is safe.")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use unstuck_diagnosis::climb::Act;
    use unstuck_link::deadline::Deadlines;
    use unstuck_link::{MuxAddress, Muxer};
    use unstuck_manifest::Password;

    use super::*;
    use crate::interrupt::Interrupts;
    use crate::person::{Answer, Nobody, Person};

    /// Says no, and counts how often it was asked.
    struct SaysNo(Arc<AtomicUsize>);

    impl Person for SaysNo {
        fn is_there(&self) -> bool {
            true
        }

        fn consent(&self, _: &'static str) -> Answer<'_, bool> {
            Box::pin(async { Ok(false) })
        }

        fn agree(&self, _: String) -> Answer<'_, bool> {
            self.0.fetch_add(1, Ordering::Relaxed);
            Box::pin(async { Ok(false) })
        }

        fn carry_out(&self) -> Answer<'_, Carried> {
            Box::pin(async { Ok(Carried::Skipped) })
        }

        fn password(&self, _: String) -> Answer<'_, Option<Password>> {
            Box::pin(async { Ok(None) })
        }

        fn new_password(&self) -> Answer<'_, Password> {
            Box::pin(async { Err(stopped()) })
        }
    }

    async fn asked(person: Arc<dyn Person>, yes: u8, remedy: &str, hand: Hand) -> Consent {
        let mut view = crate::view::choose(true);
        let address = MuxAddress::Tcp("127.0.0.1:9".into());
        let mut context = Context {
            view: &mut *view,
            muxer: Muxer::new(address, Deadlines::default()),
            patience: 1.0,
            simulated: true,
            mdns_port: 0,
            supervisor: None,
            password: None,
            side_by_side: false,
            person,
            interrupts: Interrupts::listen().unwrap(),
        };
        let remedy = unstuck_diagnosis::remedy(remedy).unwrap();
        may(yes, Step { remedy, hand }, &mut context).await.unwrap()
    }

    #[tokio::test]
    async fn no_is_no_and_nobody_is_nobody() {
        let count = Arc::new(AtomicUsize::new(0));
        let no = || Arc::new(SaysNo(Arc::clone(&count)));
        let restart = Hand::Ours(Act::RestartPhone);
        assert_eq!(asked(no(), 1, "normal-restart", restart).await, Consent::Refused);
        assert_eq!(asked(no(), 2, "normal-restart", restart).await, Consent::Given);
        // What loses settings asks also where the hand is the person's.
        assert_eq!(asked(no(), 2, "reset-network", Hand::Person).await, Consent::Refused);
        assert_eq!(asked(no(), 3, "erase-restore", Hand::Person).await, Consent::Refused);
        assert_eq!(count.load(Ordering::Relaxed), 3);
        assert_eq!(asked(no(), 0, "cable-port", Hand::Person).await, Consent::Given);
        let nobody = Arc::new(Nobody);
        assert_eq!(asked(nobody, 1, "normal-restart", restart).await, Consent::NobodyThere);
    }
}
