//! While a connection stands: what the conversation brings, and whether it moves.

use unstuck_manifest::plists::SnapshotState;
use unstuck_vault::StoreError;
use unstuck_vault::worker::Job;
use unstuck_wire::{Finish, HostConfig, Notice as WireNotice, Request, Waiting};

use super::{ASK_GAP, Action, PULSE_GAP, Run, SETTLE_GAP};
use crate::conversation::{Conversation, Happening, Trouble, Verb};
use crate::notice::{FileError, Notice};
use crate::outcome::End;
use crate::phase::Phase;
use crate::pulse::{GiveUp, Pulse, TRICKLE_BYTES, judge};

/// Connections that only trickle before it is called hopeless.
const TRICKLES_MAX: u32 = 2;
/// Files whose errors are kept for the report.
const FILE_ERRORS_KEPT: usize = 100;

impl Run {
    pub(super) fn begin_conversation(&mut self) {
        let config = HostConfig {
            timers: self.config.deadlines.timers(),
            folder: Some(self.config.udid.clone()),
            ..HostConfig::default()
        };
        self.talk = Some(Conversation::new(self.now, config));
    }

    /// Takes from the conversation whatever there is and the buffers allow.
    pub(super) fn pump(&mut self) {
        while let Some(talk) = &mut self.talk {
            let Some(happening) = talk.poll(self.now, &mut self.buffers, &mut self.jobs) else {
                break;
            };
            self.happened(happening);
        }
        if self.desk_since.is_none() && self.desk_is_busy() {
            self.desk_since = Some(self.now);
        }
    }

    /// The request goes out when both the phone and the working tree are ready.
    pub(super) fn request_when_ready(&mut self) {
        if !self.prepared || !self.host_ready {
            return;
        }
        self.host_ready = false;
        self.put_info_plist();
        let udid = self.config.udid.clone();
        let request =
            Request::Backup { target: udid.clone(), source: Some(udid), full: self.config.full };
        if let Some(talk) = &mut self.talk {
            talk.host.request(self.now, request);
        }
        if self.attempts.count() > 1 {
            let attempt = self.attempts.count();
            let (files, bytes) = (self.meter.files(), self.meter.bytes());
            self.tell(Notice::Resumed { attempt, files, bytes });
        }
        let waits = self.signs.prompt_since.is_some();
        self.enter(if waits { Phase::WaitingPasscode } else { Phase::Preparing });
    }

    pub(super) fn happened(&mut self, happening: Happening) {
        match happening {
            Happening::Ready => {
                self.host_ready = true;
                self.request_when_ready();
            }
            Happening::Served(verb) => self.served(verb),
            Happening::Bytes(bytes) => {
                self.meter.add_bytes(self.now, bytes);
                self.tell_progress();
            }
            Happening::Status(state) => self.status_came(state),
            Happening::FileWhole => {
                self.meter.add_file();
            }
            Happening::FileError(error) => self.file_failed(error),
            Happening::FreeSpace(bytes) => self.free_bytes = Some(bytes),
            Happening::PurgeWanted(amount) => self.space_missing(amount),
            Happening::ItemsMoved(count) => {
                self.mark.items += count;
                self.tell_progress();
            }
            Happening::BatchDone => self.tell_progress(),
            Happening::StoreFailed(error) => self.batch_failed(&error),
            Happening::Wire(notice) => self.wire_noticed(notice),
            Happening::Finished(finish) => self.conversation_over(finish),
        }
    }

    /// The phone says itself how far it is.
    fn status_came(&mut self, state: SnapshotState) {
        let phase = match state {
            SnapshotState::Moving => Phase::Moving,
            SnapshotState::Removing => Phase::Removing,
            _ => self.phase,
        };
        self.status = Some(state);
        if phase > self.phase {
            self.enter(phase);
        }
    }

    /// The phase follows from what the phone asks for. It does not go back.
    fn served(&mut self, verb: Verb) {
        let phase = match verb {
            Verb::UploadPayload => Phase::Receiving,
            Verb::Move if self.phase >= Phase::Receiving => Phase::Moving,
            Verb::Remove if self.phase >= Phase::Moving => Phase::Removing,
            _ => return,
        };
        if phase > self.phase {
            self.enter(phase);
        }
    }

    fn tell_progress(&mut self) {
        if self.now.since(self.told_progress) >= super::PROGRESS_GAP {
            self.told_progress = self.now;
            let picture = self.meter.picture(self.now);
            self.tell(Notice::Progress(picture));
        }
    }

    pub(super) fn file_failed(&mut self, error: FileError) {
        self.file_error_count += 1;
        if self.file_errors.len() < FILE_ERRORS_KEPT {
            self.file_errors.push(error.clone());
            self.tell(Notice::FileError(error));
        }
    }

    /// The true requirement is the amount asked for, less 2 GiB, plus what there is
    /// (docs/protocol.md 5.5).
    fn space_missing(&mut self, amount_bytes: u64) {
        let available_bytes = self.free_bytes.unwrap_or(0);
        let needed = amount_bytes.saturating_sub(2 << 30).saturating_add(available_bytes);
        self.tell(Notice::SpaceMissing { needed_bytes: needed, available_bytes });
    }

    /// The disk did not take part of a batch. The phone was told and will end with an
    /// error of its own; what the disk said explains it better.
    fn batch_failed(&mut self, error: &StoreError) {
        let trouble = Trouble { text: error.to_string(), full: error.is_full() };
        self.store_trouble.get_or_insert(trouble);
        if error.is_full() {
            self.end_later(End::Store { text: error.to_string(), full: true });
        }
    }

    fn wire_noticed(&mut self, notice: WireNotice) {
        match notice {
            WireNotice::Progress { percent, batch_bytes } => {
                self.meter.set_percent_after(percent, batch_bytes);
                self.tell_progress();
            }
            WireNotice::Refused { verb, path } => {
                self.tell(Notice::Refused { verb, path: path.shown, fault: path.fault });
            }
            WireNotice::UnknownMessage { name } => self.tell(Notice::UnknownMessage(name)),
            // Silence is judged with more signs than the wire has; versions are for logs.
            WireNotice::Silence { .. } | WireNotice::NewerPhone { .. } => {}
        }
    }

    fn conversation_over(&mut self, finish: Finish) {
        match finish {
            Finish::Response(response) if response.code.is_none() => self.succeeded(),
            Finish::Response(response) => {
                let text = response.description.unwrap_or_default();
                self.end_later(End::PhoneError { code: response.code, text });
            }
            Finish::Violation(violation) => {
                self.wire_error = Some(violation.to_string());
                self.lost();
            }
            Finish::Disconnected { reason } => {
                self.wire_error = reason.or(self.wire_error.take());
                self.lost();
            }
            Finish::Closed { .. } => self.lost(),
        }
    }

    /// Judges the pulse; tells it when it changed and every few seconds of silence.
    pub(super) fn tick_talking(&mut self) {
        let Some(waiting) = self.talk.as_ref().map(|talk| talk.host.waiting()) else { return };
        self.signs.disk_since = self.desk_since;
        self.signs.held_by_disk = !self.buffers.has_room();
        if self.meter.bytes() - self.flow_bytes >= TRICKLE_BYTES {
            self.flow_bytes = self.meter.bytes();
            self.signs.last_flow = self.now;
            self.trickles = 0;
        }
        self.signs.bytes_per_second = self.meter.settled_bytes_per_second(self.now);
        let pulse = self.judge(waiting);
        self.tell_pulse(pulse);
        let due = self.now.since(self.settled) >= SETTLE_GAP;
        if due && self.prepared && !self.settling {
            (self.settled, self.settling) = (self.now, true);
            self.jobs.push(Job::Settle);
        }
        let silent = self.now.since(self.signs.last_byte);
        if silent >= ASK_GAP && self.now.since(self.asked_phone) >= ASK_GAP {
            self.asked_phone = self.now;
            self.actions.push_back(Action::AskPhone);
        }
        if let Some(reason) = pulse.give_up {
            self.give_up(reason, &pulse);
        }
    }

    fn judge(&self, waiting: Waiting) -> Pulse {
        judge(&self.signs, self.phase, waiting, self.now, &self.config.deadlines)
    }

    pub(super) fn tell_pulse(&mut self, pulse: Pulse) {
        let due = match &self.told_pulse {
            None => true,
            Some((at, told)) => {
                let changed =
                    (told.verdict, told.waiting_for) != (pulse.verdict, pulse.waiting_for);
                let silent = pulse.silent >= PULSE_GAP && self.now.since(*at) >= PULSE_GAP;
                // Small steps of both ends, none of them worth a word: one that all goes well.
                changed || silent || self.now.since(self.told_at) >= PULSE_GAP
            }
        };
        if due {
            self.told_pulse = Some((self.now, pulse));
            self.tell(Notice::Pulse(pulse));
        }
    }

    fn give_up(&mut self, reason: GiveUp, pulse: &Pulse) {
        self.tell(Notice::Stall { reason, silent: pulse.silent, phase: self.phase });
        match reason {
            GiveUp::NoPasscode => self.end_later(End::Stalled(reason)),
            GiveUp::Trickle if self.trickles >= TRICKLES_MAX => {
                self.end_later(End::Stalled(reason));
            }
            GiveUp::Trickle => {
                self.trickles += 1;
                self.lost();
            }
            _ => self.lost(),
        }
    }
}
