//! Signs from beside the connection: what they change.

use std::time::Duration;

use unstuck_wire::Moment;

use super::{Away, Run, Sign, Stage};
use crate::notice::Notice;
use crate::outcome::{End, PersonNeed};
use crate::phase::Phase;
use crate::pulse::{Verdict, WaitingFor};

/// Below this percentage the battery is worth a word.
pub(crate) const BATTERY_LOW_PERCENT: u8 = 15;

impl Run {
    /// Something was seen beside the connection.
    pub fn handle_sign(&mut self, now: Moment, sign: Sign) {
        self.now = now;
        match sign {
            Sign::Attached => self.attached(),
            Sign::Detached => {
                self.signs.present = false;
                self.detached();
            }
            Sign::PromptShown => self.prompt(true),
            Sign::PromptGone => self.prompt(false),
            Sign::AgentLog(line) => {
                self.signs.last_agent_log = Some(now);
                if let Some(bytes) = upload_size(&line) {
                    self.meter.set_expected_bytes(bytes);
                }
            }
            Sign::Heartbeat => self.answered(None),
            Sign::Answered { locked } => self.answered(locked),
            Sign::Unanswered => {
                self.signs.unanswered_since.get_or_insert(now);
            }
            Sign::HeldByOther => self.tell_waiting(Verdict::Stalled, WaitingFor::OtherProgram),
            Sign::PersonAsked(need) => self.person_needed(need),
            Sign::Battery(percent) => self.battery_is(percent),
            Sign::CancelledOnPhone => {
                let code = unstuck_wire::ErrorCode::CANCELLED;
                let text = "cancelled on the iPhone".into();
                self.end_later(End::PhoneError { code, text });
            }
        }
        self.pump();
    }

    pub(super) fn attached(&mut self) {
        self.signs.present = true;
        if let Stage::Away(Away { again: again @ None, .. }) = &mut self.stage {
            // Services of a phone need a moment after it was plugged in.
            *again = Some(self.now + Duration::from_secs(1));
        }
    }

    /// The daemon says that the phone went; a silent stream would not say so for a minute.
    pub(super) fn detached(&mut self) {
        match &mut self.stage {
            Stage::Talking => self.lost(),
            Stage::Away(away) => {
                away.again = None;
                away.gone = true;
                away.untold = false;
                self.tell_away(true);
            }
            _ => {}
        }
    }

    pub(super) fn answered(&mut self, locked: Option<bool>) {
        self.signs.last_answer = Some(self.now);
        self.signs.unanswered_since = None;
        self.signs.locked = locked.or(self.signs.locked);
    }

    pub(super) fn prompt(&mut self, shown: bool) {
        self.signs.prompt_since = shown.then_some(self.now);
        if let Some(talk) = &mut self.talk {
            talk.host.set_person_waits(self.now, shown);
        }
        if !shown {
            // The phone begins to work only now.
            self.signs.last_byte = self.now;
        }
        if self.phase <= Phase::Preparing {
            self.enter(if shown { Phase::WaitingPasscode } else { Phase::Preparing });
        }
    }

    pub(super) fn person_needed(&mut self, need: PersonNeed) {
        let waiting_for = match need {
            PersonNeed::Unlock => WaitingFor::Unlock,
            PersonNeed::Trust | PersonNeed::TrustByCable => WaitingFor::Trust,
            PersonNeed::Passcode => WaitingFor::Passcode,
        };
        self.tell_waiting(Verdict::WaitingForPerson, waiting_for);
    }

    pub(super) fn battery_is(&mut self, percent: u8) {
        let low = percent < BATTERY_LOW_PERCENT;
        let told = self.battery.is_some_and(|known| known < BATTERY_LOW_PERCENT);
        self.battery = Some(percent);
        if low && !told {
            self.tell(Notice::BatteryLow { percent });
        }
    }
}

/// `uploadSize:A(B)` in a log line of BackupAgent2: bytes it is going to send.
fn upload_size(line: &str) -> Option<u64> {
    let (_, rest) = line.split_once("uploadSize:")?;
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}
