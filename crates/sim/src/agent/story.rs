//! One request, served to its end.

use std::time::Duration;

use unstuck_wire::devicelink::Status;
use unstuck_wire::{ErrorCode, Request, Response, StatusCode};

use super::io::{Gone, Io};
use super::{backup, password, restore, script};
use crate::phone::SharedPhone;
use crate::scenario::PasscodeAnswer;

/// Why a story ends before its end.
pub(super) enum Stop {
    /// Nobody is there any more.
    Gone,
    /// The phone's own error.
    Error(Response),
}

impl From<Gone> for Stop {
    fn from(_: Gone) -> Self {
        Self::Gone
    }
}

/// An error of the phone's with its text in the phone's manner.
pub(super) fn error(code: ErrorCode, text: &str) -> Stop {
    Stop::Error(Response::error(code, format!("{text} (MBErrorDomain/{code})")))
}

/// What a refusal of the host while writing means to the phone (docs/protocol.md 5.6).
pub(super) fn refused(status: &Status, act: &str) -> Stop {
    let of_items = status.item_statuses().first().map(|item| item.code);
    let (code, text) = match of_items.unwrap_or(status.code) {
        code @ (StatusCode::NOT_FOUND | StatusCode::EXISTS) => (ErrorCode::DAMAGED, code),
        code => (ErrorCode::HOST_WRITE, code),
    };
    error(code, &format!("Error {text} {act}"))
}

/// Serves one request.
pub(super) async fn tell(io: Io, phone: SharedPhone) {
    let Ok(request) = io.request().await else { return };
    let scripted = phone.lock().script.is_some();
    let wants_backup = matches!(request, Request::Backup { .. });
    let ended = match request {
        Request::Backup { target, .. } if scripted => script::play(&io, &phone, &target).await,
        Request::Backup { target, source, .. } => {
            backup::make(&io, &phone, &target, source.is_some()).await
        }
        Request::Restore { target, source, options } => {
            restore::take_back(&io, &phone, &target, &source, &options).await
        }
        Request::ChangePassword { target, old, new } => {
            password::change(&io, &phone, &target, old, new).await
        }
        // What the real agent answers to a name it does not know.
        _ => Err(error(ErrorCode::INTERNAL, "Unknown message")),
    };
    match ended {
        Ok(()) => io.respond(Response::ok()),
        Err(Stop::Gone) => {}
        Err(Stop::Error(response)) => {
            // An error of the engine throws the upload cache away, a lost connection does
            // not (docs/protocol.md 6.4).
            let mut state = phone.lock();
            state.cache = None;
            if wants_backup {
                let text = response.description.as_deref().unwrap_or("no reason given");
                state.log("BackupAgent2", format!("Failed to backup: {text}"));
            }
            drop(state);
            io.respond(response);
        }
    }
}

/// The passcode sheet, where the scenario wants one.
pub(super) async fn ask_passcode(io: &Io, phone: &SharedPhone) -> Result<(), Stop> {
    let passcode = phone.lock().scenario.passcode;
    if !passcode.asked {
        return Ok(());
    }
    phone.lock().notify("com.apple.LocalAuthentication.ui.presented");
    let (after, text) = match passcode.answer {
        PasscodeAnswer::Typed => (passcode.after_s, None),
        PasscodeAnswer::Dismissed => (passcode.after_s, Some("Device locked")),
        PasscodeAnswer::Never => {
            (passcode.gives_up_after_s, Some("Device locked: timeout waiting for passcode entry"))
        }
    };
    io.sleep(Duration::from_secs_f64(after)).await?;
    phone.lock().notify("com.apple.LocalAuthentication.ui.dismissed");
    match text {
        None => Ok(()),
        Some(text) => Err(error(ErrorCode::LOCKED, text)),
    }
}
