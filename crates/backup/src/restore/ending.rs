//! Signs from beside the connection, and how a restore ends.

use std::time::Duration;

use unstuck_wire::{ErrorCode, Moment, Waiting};

use super::{RestoreAction, RestoreEnd, RestoreOutcome, RestorePhase, RestoreRun};
use crate::notice::Notice;
use crate::pulse::{GiveUp, Pulse, TRICKLE_BYTES, WaitingFor, judge};
use crate::run::{ASK_GAP, AWAY_PAUSE, BATTERY_LOW_PERCENT, PULSE_GAP, Sign};

impl RestoreRun {
    /// Something was seen beside the connection.
    pub fn handle_sign(&mut self, now: Moment, sign: Sign) {
        self.now = now;
        match sign {
            Sign::Detached => {
                self.signs.present = false;
                let end = self.lost(None);
                self.finish(end);
            }
            Sign::PromptShown => self.prompt(true),
            Sign::PromptGone => self.prompt(false),
            Sign::AgentLog(_) => self.signs.last_agent_log = Some(now),
            Sign::Heartbeat => self.answered(None),
            Sign::Answered { locked } => self.answered(locked),
            Sign::Unanswered => {
                self.signs.unanswered_since.get_or_insert(now);
            }
            Sign::Battery(percent) => self.battery_is(percent),
            Sign::CancelledOnPhone => {
                let text = "cancelled on the iPhone".to_owned();
                self.finish(RestoreEnd::PhoneError { code: ErrorCode::CANCELLED, text });
            }
            // Told before there was a connection; now there is one.
            Sign::Attached | Sign::PersonAsked(_) | Sign::HeldByOther => {}
        }
        self.pump();
    }

    /// The person wants it to end now.
    pub fn interrupt(&mut self, now: Moment) {
        self.now = now;
        self.finish(RestoreEnd::Interrupted);
    }

    fn prompt(&mut self, shown: bool) {
        self.signs.prompt_since = shown.then_some(self.now);
        self.host.set_person_waits(self.now, shown);
        if !shown {
            self.signs.last_byte = self.now;
        }
        if self.phase <= RestorePhase::WaitingPasscode {
            self.enter(if shown { RestorePhase::WaitingPasscode } else { RestorePhase::Preparing });
        } else if self.phase == RestorePhase::Preparing && shown {
            // The sheet comes up a moment after the request.
            self.phase = RestorePhase::WaitingPasscode;
            self.tell(Notice::RestorePhase(RestorePhase::WaitingPasscode));
        }
    }

    fn answered(&mut self, locked: Option<bool>) {
        self.signs.last_answer = Some(self.now);
        self.signs.unanswered_since = None;
        self.signs.locked = locked.or(self.signs.locked);
    }

    fn battery_is(&mut self, percent: u8) {
        let told = self.battery.is_some_and(|known| known < BATTERY_LOW_PERCENT);
        self.battery = Some(percent);
        if percent < BATTERY_LOW_PERCENT && !told {
            self.tell(Notice::BatteryLow { percent });
        }
    }

    /// Judges the pulse; tells it when it changed and every few seconds of silence.
    pub(super) fn tick(&mut self) {
        let waiting = self.host.waiting();
        let ours = waiting == Waiting::Ourselves && self.asked.is_some();
        self.signs.disk_since = ours.then_some(self.asked_since);
        // While the phone asks for nothing, nothing can drip.
        let idle = !matches!(waiting, Waiting::PhoneToRead | Waiting::RestOfUnit);
        if idle || self.sent_bytes - self.flow_bytes >= TRICKLE_BYTES {
            self.flow_bytes = self.sent_bytes;
            self.signs.last_flow = self.now;
        }
        let sending = self.phase == RestorePhase::Sending;
        self.signs.bytes_per_second =
            self.meter.settled_bytes_per_second(self.now).filter(|_| sending);
        if self.phase >= RestorePhase::PuttingInPlace {
            // A screen that locks itself meanwhile stops nothing.
            self.signs.locked = None;
        }
        let deadlines = &self.config.deadlines;
        let mut pulse = judge(&self.signs, self.phase.like(), waiting, self.now, deadlines);
        pulse.waiting_for = in_a_restore(self.phase, pulse.waiting_for);
        self.tell_pulse(pulse);
        let silent = self.now.since(self.signs.last_byte);
        if silent >= ASK_GAP && self.now.since(self.asked_phone) >= ASK_GAP {
            self.asked_phone = self.now;
            self.actions.push_back(RestoreAction::AskPhone);
        }
        if let Some(reason) = pulse.give_up {
            self.give_up(reason, pulse.silent);
        }
    }

    fn tell_pulse(&mut self, pulse: Pulse) {
        let due = self.told_pulse.as_ref().is_none_or(|(at, told)| {
            let changed = (told.verdict, told.waiting_for) != (pulse.verdict, pulse.waiting_for);
            let silent = pulse.silent >= PULSE_GAP && self.now.since(*at) >= PULSE_GAP;
            changed || silent || self.now.since(self.told_at) >= PULSE_GAP
        });
        if due {
            self.told_pulse = Some((self.now, pulse));
            self.tell(Notice::Pulse(pulse));
        }
    }

    fn give_up(&mut self, reason: GiveUp, silent: Duration) {
        self.tell(Notice::Stall { reason, silent, phase: self.phase.like() });
        self.finish(RestoreEnd::Stalled(reason));
    }

    /// The connection is gone. Whether the phone went with it, the daemon says a moment later.
    pub(super) fn connection_gone(&mut self, why: Option<String>) {
        if !self.over && self.gone.is_none() {
            self.gone = Some((self.now + AWAY_PAUSE, why));
        }
    }

    /// The connection is gone: what that means depends on how far it was.
    pub(super) fn lost(&self, why: Option<String>) -> RestoreEnd {
        if self.phase >= RestorePhase::PuttingInPlace && self.file_error_count == 0 {
            return RestoreEnd::Unconfirmed;
        }
        RestoreEnd::Lost { gone: !self.signs.present, battery: self.battery, why }
    }

    pub(super) fn finish(&mut self, end: RestoreEnd) {
        if std::mem::replace(&mut self.over, true) {
            return;
        }
        let restarts = end == RestoreEnd::Complete && !self.config.options.no_reboot;
        let phase = self.phase;
        if end == RestoreEnd::Complete {
            self.meter.set_percent(100.0);
            let picture = self.meter.picture(self.now);
            self.tell(Notice::Progress(picture));
            if restarts {
                self.enter(RestorePhase::Restarting);
            }
        } else {
            self.actions.push_back(RestoreAction::HangUp);
        }
        let outcome = RestoreOutcome {
            end,
            phase,
            files: self.meter.files(),
            bytes: self.meter.bytes(),
            file_errors: std::mem::take(&mut self.file_errors),
            file_error_count: self.file_error_count,
            restarts,
            took: self.now.since(self.started),
        };
        self.actions.push_back(RestoreAction::Finish(Box::new(outcome)));
    }
}

/// The same waits have other reasons when files go the other way.
fn in_a_restore(phase: RestorePhase, waiting_for: WaitingFor) -> WaitingFor {
    match (waiting_for, phase) {
        (WaitingFor::Scan | WaitingFor::PhoneWork, RestorePhase::PuttingInPlace) => {
            WaitingFor::PuttingInPlace
        }
        (WaitingFor::Scan | WaitingFor::PhoneWork, _) => WaitingFor::ReadingLists,
        (WaitingFor::MoreBytes, _) => WaitingFor::NextRequest,
        (other, _) => other,
    }
}
