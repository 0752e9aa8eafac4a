//! ExpectVersionExchange, ExpectDeviceReady, ExpectHelloResponse (docs/protocol.md 4.2, 5.1).

use super::{Finish, Host, Notice, Output, State, Step};
use crate::devicelink::codec::{FromHost, FromPhone};
use crate::devicelink::messages::VersionExchange;
use crate::devicelink::units::Violation;
use crate::mobilebackup2::{Hello, Response};

/// The DeviceLink version we claim. The phone goes on with the smaller of the two.
const DEVICELINK_VERSION: u64 = 400;

impl Host {
    pub(super) fn expect_version_exchange(&mut self) -> Step {
        let message = match self.handshake_message(State::ExpectVersionExchange) {
            Ok(message) => message,
            Err(step) => return step,
        };
        let FromPhone::VersionExchange(VersionExchange { major, minor }) = message else {
            return self.out_of_turn("a version exchange", &message);
        };
        self.devicelink = (major, minor);
        if major > DEVICELINK_VERSION {
            self.tell(Notice::NewerPhone { major });
        }
        FromHost::VersionsOk(DEVICELINK_VERSION).encode(self.out.tail());
        self.enter(State::ExpectDeviceReady);
        Step::Again
    }

    pub(super) fn expect_device_ready(&mut self) -> Step {
        let message = match self.handshake_message(State::ExpectDeviceReady) {
            Ok(message) => message,
            Err(step) => return step,
        };
        if message != FromPhone::DeviceReady {
            return self.out_of_turn("device ready", &message);
        }
        FromHost::Process(Hello::default().to_dictionary()).encode(self.out.tail());
        self.enter(State::ExpectHelloResponse);
        Step::Again
    }

    pub(super) fn expect_hello_response(&mut self) -> Step {
        let message = match self.handshake_message(State::ExpectHelloResponse) {
            Ok(message) => message,
            Err(step) => return step,
        };
        let response = match &message {
            FromPhone::Process(dictionary) => Response::from_dictionary(dictionary),
            _ => None,
        };
        let Some(response) = response else {
            return self.out_of_turn("the answer to our greeting", &message);
        };
        if !response.code.is_none() {
            return self.finish(Finish::Response(response));
        }
        self.enter(State::Idle);
        self.queue.push_back(Output::Ready {
            devicelink: self.devicelink,
            protocol: response.protocol_version,
        });
        Step::Again
    }

    /// The next message, or what to do without one. A goodbye may come at any step.
    fn handshake_message(&mut self, state: State) -> Result<FromPhone, Step> {
        match self.next_message() {
            Ok(None) => {
                self.state = state;
                Err(Step::Wait)
            }
            Ok(Some(Ok(FromPhone::Disconnect(goodbye)))) => {
                Err(self.finish(Finish::Disconnected { reason: goodbye.reason }))
            }
            Ok(Some(Ok(message))) => Ok(message),
            Ok(Some(Err(fault))) => {
                Err(self.violation(Violation::OutOfTurn(format!("in the handshake: {fault}"))))
            }
            Err(violation) => Err(self.violation(violation)),
        }
    }

    pub(super) fn out_of_turn(&mut self, expected: &str, found: &FromPhone) -> Step {
        let found = match found {
            FromPhone::Unknown { name, .. } => name.chars().take(100).collect(),
            FromPhone::Process(dictionary) => {
                format!("a message with {} entries", dictionary.len())
            }
            known => format!("{known:?}").chars().take(100).collect::<String>(),
        };
        self.violation(Violation::OutOfTurn(format!("expected {expected}, found {found}")))
    }
}
