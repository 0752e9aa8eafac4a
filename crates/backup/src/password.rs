//! Setting, changing or removing the backup password: one request, one answer, and often
//! the passcode on the phone in between (docs/protocol.md 5.2).

use std::time::Duration;

use unstuck_manifest::Password;
use unstuck_wire::{
    Closed, Finish, Host, HostConfig, Machine, Moment, Output, Reply, Request, Response, StatusCode,
};

use crate::deadlines::Deadlines;

/// What is to become of the backup password.
#[derive(Clone, Debug)]
pub struct PasswordChange {
    /// The password in force; `None` when there is none.
    pub old: Option<Password>,
    /// The password to be; `None` turns encryption off.
    pub new: Option<Password>,
}

/// How it ended.
#[derive(Clone, Debug, PartialEq)]
pub enum PasswordEnd {
    /// The phone's answer.
    Answered(Response),
    /// The connection was lost, or the phone said goodbye.
    Lost(String),
    /// Nothing came for too long.
    Silent {
        /// How long.
        silent: Duration,
    },
}

/// The conversation about a password.
#[derive(Debug)]
pub struct PasswordRun {
    host: Host,
    request: Option<Request>,
    deadlines: Deadlines,
    last_byte: Moment,
    prompt_since: Option<Moment>,
    end: Option<PasswordEnd>,
    next_tick: Moment,
}

impl PasswordRun {
    /// For the phone `udid`.
    pub fn new(now: Moment, udid: &str, change: &PasswordChange, deadlines: Deadlines) -> Self {
        let words = |password: &Option<Password>| password.as_ref().map(|p| p.expose().to_owned());
        let config = HostConfig {
            timers: deadlines.timers(),
            folder: Some(udid.into()),
            ..HostConfig::default()
        };
        Self {
            host: Host::with_config(now, config),
            request: Some(Request::ChangePassword {
                target: udid.into(),
                old: words(&change.old),
                new: words(&change.new),
            }),
            deadlines,
            last_byte: now,
            prompt_since: None,
            end: None,
            next_tick: now,
        }
    }

    /// The passcode sheet came up or went away.
    pub fn set_prompt(&mut self, now: Moment, shown: bool) {
        self.prompt_since = shown.then_some(now);
        self.last_byte = now;
        self.host.set_person_waits(now, shown);
    }

    /// How it ended, once it did.
    pub fn end(&self) -> Option<&PasswordEnd> {
        self.end.as_ref()
    }

    fn pump(&mut self, now: Moment) {
        loop {
            let Some(output) = self.host.poll_output() else { return };
            match output {
                Output::Ready { .. } => {
                    if let Some(request) = self.request.take() {
                        self.host.request(now, request);
                    }
                }
                // There is no folder to look into here; the phone has no reason to ask.
                Output::Ask(_) => {
                    let text = "no backup is being made".to_owned();
                    self.host.handle_reply(now, Reply::Error(StatusCode::NOT_FOUND, text));
                }
                Output::Done(Finish::Response(response)) => {
                    self.end.get_or_insert(PasswordEnd::Answered(response));
                }
                Output::Done(finish) => {
                    self.end.get_or_insert(PasswordEnd::Lost(finish.to_string()));
                }
                Output::File(_) | Output::Notice(_) => {}
            }
        }
    }
}

impl Machine for PasswordRun {
    fn receive_space(&mut self) -> &mut [u8] {
        self.host.receive_space()
    }

    fn handle_received(&mut self, now: Moment, len: usize) {
        self.last_byte = now;
        self.host.handle_received(now, len);
        self.pump(now);
    }

    fn handle_closed(&mut self, now: Moment, how: Closed) {
        self.host.handle_closed(now, how);
        self.pump(now);
    }

    fn handle_timeout(&mut self, now: Moment) {
        self.next_tick = now + Duration::from_secs(1);
        let (since, patience) = match self.prompt_since {
            Some(since) => (since, self.deadlines.passcode),
            None => (self.last_byte, self.deadlines.quiet_working),
        };
        let silent = now.since(since);
        if silent >= patience {
            self.end.get_or_insert(PasswordEnd::Silent { silent });
        }
    }

    fn poll_timeout(&self) -> Option<Moment> {
        self.end.is_none().then_some(self.next_tick)
    }

    fn transmit(&self) -> &[u8] {
        self.host.transmit()
    }

    fn handle_transmitted(&mut self, now: Moment, len: usize) {
        self.host.handle_transmitted(now, len);
        self.pump(now);
    }

    fn wants_input(&self) -> bool {
        self.host.wants_input()
    }

    fn is_finished(&self) -> bool {
        self.end.is_some() && (self.host.is_finished() || self.host.transmit().is_empty())
    }
}
