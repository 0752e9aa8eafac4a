//! How a run comes to its end: in order, with everything kept.

use unstuck_manifest::Verdict as TreeVerdict;
use unstuck_vault::worker::Job;
use unstuck_vault::{Proof, ProofOptions, Refusal, StoreError, version_name};

use unstuck_wire::ErrorCode;

use super::{Action, Run, Stage};
use crate::conversation::Trouble;
use crate::notice::Notice;
use crate::outcome::{End, Outcome, Proven};
use crate::phase::Phase;

impl Run {
    /// Hangs up, lets the desk put everything in order, then ends with `end`.
    pub(super) fn end_later(&mut self, end: End) {
        if matches!(self.stage, Stage::Pausing(_) | Stage::Publishing(_) | Stage::Over) {
            return;
        }
        self.drop_connection();
        if let Some(refusal) = self.refusal_of(&end) {
            self.jobs.push(Job::Refused(refusal));
        }
        self.stage = Stage::Pausing(end);
        self.jobs.push(Job::Pause);
    }

    /// What an end says about the working tree. When our own disk failed, it is that and not
    /// the tree.
    fn refusal_of(&self, end: &End) -> Option<Refusal> {
        match end {
            _ if self.store_trouble.is_some() => None,
            End::PhoneError { code, .. } => match *code {
                ErrorCode::DAMAGED | ErrorCode::VERSION | ErrorCode::HOST_READ => {
                    Some(Refusal::Certain)
                }
                ErrorCode::HOST_WRITE | ErrorCode::INTERNAL => Some(Refusal::Doubt),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn store_failed(&mut self, error: &StoreError) {
        if error.kind() == std::io::ErrorKind::Interrupted {
            return;
        }
        self.end_later(End::Store { text: error.to_string(), full: error.is_full() });
    }

    /// Everything is in order.
    pub(super) fn paused(&mut self) {
        if let Stage::Pausing(end) = std::mem::replace(&mut self.stage, Stage::Over) {
            self.finish(end, None);
        }
    }

    /// The phone says all is well. That is a claim, not yet a proof.
    pub(super) fn succeeded(&mut self) {
        self.talk = None;
        self.prove(End::Complete);
    }

    /// Proves the tree; when it holds, the run ends with `end`.
    pub(super) fn prove(&mut self, end: End) {
        self.proven_end = end;
        self.meter.set_percent(100.0);
        let picture = self.meter.picture(self.now);
        let received = picture.bytes;
        self.tell(Notice::Progress(picture));
        self.stage = Stage::Proving;
        self.enter(Phase::Verifying);
        let mut about = vec![
            ("udid".to_string(), self.config.udid.clone()),
            ("made".to_string(), version_name(self.wall_clock())),
        ];
        about.extend(self.config.about.iter().cloned());
        // What the next one may take is told from what this one took.
        let line = if self.config.network { "wifi" } else { "usb" };
        about.push(("line".into(), line.into()));
        about.push(("received-bytes".into(), received.to_string()));
        about.push(("seconds".into(), self.now.since(self.started).as_secs().to_string()));
        for error in &self.file_errors {
            about.push(("except".into(), error.path.clone()));
        }
        if self.proven_end == End::Unconfirmed {
            about.push(("unconfirmed".into(), "the phone's last word is missing".into()));
        }
        let password = self.config.password.clone();
        self.jobs.push(Job::Prove(ProofOptions { password, about }));
    }

    pub(super) fn proved(&mut self, result: Result<Box<Proof>, StoreError>) {
        if !matches!(self.stage, Stage::Proving) {
            return;
        }
        let proof = match result {
            Ok(proof) => *proof,
            Err(error) => return self.store_failed(&error),
        };
        let proven = Proven { report: proof.report, hashes: proof.hashes };
        let verdict = proven.report.verdict.clone();
        let hashes_match = proven.hashes.changed_count == 0;
        self.proof = Some(proven);
        let end = match verdict {
            // Without the password nothing is wrong in what can be seen; the outcome says so.
            TreeVerdict::Complete | TreeVerdict::Unproven { files: 0 } if hashes_match => {
                self.proven_end.clone()
            }
            // The data is safe as far as the phone says; that the password does not open
            // it is what the person must hear.
            TreeVerdict::WrongPassword if hashes_match => End::WrongPassword,
            _ => return self.end_later(End::Damaged),
        };
        self.stage = Stage::Publishing(end);
        self.enter(Phase::Sealing);
        self.jobs.push(Job::Publish { now: self.wall_clock() });
    }

    pub(super) fn published(&mut self, result: Result<String, StoreError>) {
        match (std::mem::replace(&mut self.stage, Stage::Over), result) {
            (Stage::Publishing(end), Ok(version)) => self.finish(end, Some(version)),
            (_, Err(error)) => {
                let end = End::Store { text: error.to_string(), full: error.is_full() };
                self.finish(end, None);
            }
            (stage, Ok(_)) => self.stage = stage,
        }
    }

    fn finish(&mut self, end: End, version: Option<String>) {
        // What the disk said explains the phone's error better than the phone does.
        let end = match (end, self.store_trouble.take(), self.wire_error.take()) {
            (End::PhoneError { .. }, Some(Trouble { text, full: true }), _) => {
                End::Store { text, full: true }
            }
            (
                End::PhoneError { code: ErrorCode::HOST_WRITE | ErrorCode::HOST_READ, .. },
                Some(Trouble { text, full }),
                _,
            ) => End::Store { text, full },
            (End::Looping { .. }, None, Some(text)) => End::Violation(text),
            (end, _, _) => end,
        };
        self.enter(Phase::Done);
        let outcome = Outcome {
            end,
            version,
            files: self.meter.files(),
            bytes: self.meter.bytes(),
            file_errors: std::mem::take(&mut self.file_errors),
            file_error_count: self.file_error_count,
            proof: self.proof.take(),
            attempts: self.attempts.count(),
            took: self.now.since(self.started),
        };
        self.actions.push_back(Action::Finish(Box::new(outcome)));
    }

    /// Seconds since 1970 now.
    fn wall_clock(&self) -> i64 {
        let passed = self.now.since(self.started).as_secs();
        self.config.started.saturating_add(i64::try_from(passed).unwrap_or(0))
    }
}
