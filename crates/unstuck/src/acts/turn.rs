//! One ladder at a time for each iPhone: a second Unstuck says so and leaves things alone.

use unstuck_vault::disk::LockGuard;
use unstuck_vault::{Disk, RealDisk};

use super::journal;
use crate::report::{Report, code};

/// Held while acts may be done. It ends with the process, however that ends.
#[derive(Debug)]
pub(crate) struct Turn(#[expect(dead_code, reason = "held, not used")] Option<Guard>);

type Guard = Box<dyn LockGuard>;

/// Acts on this computer, not on one phone, share a turn.
const COMPUTER: &str = "computer";

impl Turn {
    /// Takes the turn for a phone. Where no lock can be made no journal can be kept either, and
    /// acts refuse by themselves.
    ///
    /// # Errors
    /// Another Unstuck has it.
    pub(crate) fn take(udid: Option<&str>, simulated: bool) -> Result<Self, Report> {
        match guard(udid, simulated) {
            Some(None) => {
                Err(Report::new(code::FAILED, "Another Unstuck is helping this iPhone just now.")
                    .saw("Two at once would get in each other's way; nothing was changed.")
                    .next("Let it finish, or stop it; then run this again.")
                    .because("busy-device"))
            }
            taken => Ok(Self(taken.flatten())),
        }
    }

    /// Takes the turn for acts on the computer; `None` when another Unstuck has it.
    pub(super) fn of_computer(simulated: bool) -> Option<Self> {
        guard(None, simulated).flatten().map(|guard| Self(Some(guard)))
    }
}

/// `None` when no lock can be made, an inner `None` when it is held.
fn guard(udid: Option<&str>, simulated: bool) -> Option<Option<Guard>> {
    let base = journal::base(simulated)?;
    std::fs::create_dir_all(&base).ok()?;
    let name: String = udid.unwrap_or(COMPUTER).chars().filter(is_plain).collect();
    RealDisk.lock(&base.join(format!(".acts-{name}.lock"))).ok()
}

fn is_plain(letter: &char) -> bool {
    letter.is_ascii_alphanumeric() || *letter == '-'
}
