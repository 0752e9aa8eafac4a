//! Between two connections: how long, and when again.

use std::time::Duration;

use unstuck_manifest::plists::SnapshotState;
use unstuck_wire::Moment;

use super::{AWAY_PAUSE, Action, Away, CONNECT_GAP, ConnectFault, Run, Stage};
use crate::attempts::Next;
use crate::notice::Notice;
use crate::outcome::{End, PersonNeed};
use crate::pulse::{Verdict, WaitingFor};

impl Run {
    /// The connection could not be opened.
    pub fn connect_failed(&mut self, now: Moment, fault: ConnectFault) {
        self.now = now;
        if !matches!(self.stage, Stage::Connecting) {
            return;
        }
        let gone = matches!(fault, ConnectFault::Absent);
        match fault {
            ConnectFault::Absent => self.signs.present = false,
            ConnectFault::Locked if self.connect_fault != Some(ConnectFault::Locked) => {
                self.person_needed(PersonNeed::Unlock);
            }
            ConnectFault::TrustMissing | ConnectFault::TrustRefused => {
                self.end_later(End::PersonNeeded(PersonNeed::Trust));
                return;
            }
            ConnectFault::TrustNeedsCable => {
                self.end_later(End::PersonNeeded(PersonNeed::TrustByCable));
                return;
            }
            ConnectFault::Prohibited(text) => {
                self.end_later(End::Prohibited(text));
                return;
            }
            ConnectFault::Busy if self.connect_fault != Some(ConnectFault::Busy) => {
                self.tell_waiting(Verdict::Stalled, WaitingFor::OtherProgram);
            }
            ConnectFault::Locked | ConnectFault::Busy | ConnectFault::Other(_) => {}
        }
        let again = (!gone).then(|| self.now + CONNECT_GAP);
        if self.connect_fault.replace(fault).is_none() {
            self.tell_away(gone);
        }
        self.stage = Stage::Away(Away {
            since: self.away_since,
            again,
            unweighed: false,
            gone,
            untold: false,
        });
    }

    /// The connection is gone. Goes on by itself while there is progress.
    pub(super) fn lost(&mut self) {
        self.drop_connection();
        if self.status == Some(SnapshotState::Finished) {
            // All of it is here; only the phone's last word is missing.
            return self.prove(End::Unconfirmed);
        }
        let gone = !self.signs.present;
        if gone {
            self.tell_away(true);
        }
        self.away_since = self.now;
        self.next_tick = self.now + AWAY_PAUSE;
        let again = (!gone).then(|| self.now + Duration::from_secs(1));
        self.stage =
            Stage::Away(Away { since: self.now, again, unweighed: true, gone, untold: !gone });
    }

    pub(super) fn tell_away(&mut self, gone: bool) {
        let waiting_for = self.waiting_away(gone);
        let patience = self.config.deadlines.phone_return;
        let why = match &self.connect_fault {
            Some(ConnectFault::Other(text)) => Some(text.clone()),
            _ => self.wire_error.clone(),
        };
        self.tell(Notice::Lost { waiting_for, patience, why });
    }

    fn waiting_away(&self, gone: bool) -> WaitingFor {
        match (gone, self.config.network) {
            (true, false) => WaitingFor::Phone,
            (true, true) => WaitingFor::PhoneNearby,
            (false, _) => WaitingFor::AgentStart,
        }
    }

    /// While away: connect when it is time, give up when it was too long.
    pub(super) fn tick_away(&mut self) {
        let Stage::Away(mut away) = self.stage else { return };
        if away.untold {
            away.untold = false;
            self.stage = Stage::Away(away);
            self.tell_away(false);
        }
        let patience = match self.connect_fault {
            Some(ConnectFault::Locked) => self.config.deadlines.passcode,
            _ => self.config.deadlines.phone_return,
        };
        // A pause before the next try is our own; the phone is not to blame for it.
        let pausing = away.again.is_some() && self.connect_fault.is_none();
        if self.now.since(away.since) >= patience && !pausing {
            let end = match &self.connect_fault {
                Some(ConnectFault::Locked) => End::PersonNeeded(PersonNeed::Unlock),
                Some(ConnectFault::Busy) => End::Busy,
                Some(ConnectFault::Other(text)) => End::NoConnection(text.clone()),
                _ => End::PhoneGone { battery: self.battery },
            };
            self.end_later(end);
            return;
        }
        let gone = away.again.is_none();
        self.tick_elsewhere(self.waiting_away(gone));
        if away.again.is_some_and(|at| at <= self.now) && self.stale_results == 0 {
            self.connect_again(away);
        }
    }

    /// Weighs the connection that was lost, now that the disk has told what it brought.
    pub(super) fn connect_again(&mut self, away: Away) {
        if away.unweighed {
            match self.attempts.lost(self.now, self.mark, self.phase, away.gone) {
                Next::Loop { times, unplugged } => {
                    return self.end_later(End::Looping { times, unplugged });
                }
                Next::ConnectAt(at) if at > self.now + CONNECT_GAP => {
                    self.stage = Stage::Away(Away { again: Some(at), unweighed: false, ..away });
                    return;
                }
                Next::ConnectAt(_) => {}
            }
        }
        self.away_since = away.since;
        self.stage = Stage::Connecting;
        self.actions.push_back(Action::Connect);
    }
}
