//! Whoever looks at the page: a question becomes part of what the page shows, the answer comes
//! by a form.

use std::sync::Arc;

use unstuck_manifest::Password;

use super::hub::{Hub, Kind, Said};
use crate::person::{Answer, Carried, Person};
use crate::report::{Report, code};

/// Somebody at the page.
pub(super) struct AtPage(pub(super) Arc<Hub>);

/// Withdraws the question when nobody waits for its answer any more.
struct Open<'a>(&'a Hub);

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.withdraw();
    }
}

impl AtPage {
    async fn ask(&self, kind: Kind) -> Result<Said, Report> {
        let receiver = self.0.ask(kind);
        let _open = Open(&self.0);
        // Withdrawn before it was answered: the run is being stopped.
        receiver.await.map_err(|_| Report::new(code::INTERRUPTED, "Stopped. Everything is safe."))
    }
}

impl Person for AtPage {
    fn is_there(&self) -> bool {
        true
    }

    fn agree(&self, _question: String) -> Answer<'_, bool> {
        Box::pin(async { Ok(matches!(self.ask(Kind::Agree).await?, Said::Yes)) })
    }

    fn consent(&self, _word: &'static str) -> Answer<'_, bool> {
        Box::pin(async { Ok(matches!(self.ask(Kind::Consent).await?, Said::Yes)) })
    }

    fn carry_out(&self) -> Answer<'_, Carried> {
        Box::pin(async {
            Ok(match self.ask(Kind::CarryOut).await? {
                Said::Yes => Carried::Done,
                _ => Carried::Skipped,
            })
        })
    }

    fn password(&self, _question: String) -> Answer<'_, Option<Password>> {
        Box::pin(async {
            Ok(match self.ask(Kind::Password).await? {
                Said::Password(password) => password,
                _ => None,
            })
        })
    }

    fn new_password(&self) -> Answer<'_, Password> {
        Box::pin(async {
            match self.ask(Kind::NewPassword).await? {
                Said::Password(Some(password)) => Ok(password),
                _ => Err(Report::new(code::PERSON, "No password was given.").next(
                    "Start again and choose one: without it, Health and passwords are \
                           not in a backup.",
                )),
            }
        })
    }
}
