//! Setting, changing or removing the backup password.

use unstuck_wire::ErrorCode;

use super::io::Io;
use super::story::{Stop, ask_passcode, error};
use crate::phone::SharedPhone;

pub(super) async fn change(
    io: &Io,
    phone: &SharedPhone,
    target: &str,
    old: Option<String>,
    new: Option<String>,
) -> Result<(), Stop> {
    if phone.lock().identity.udid != target {
        return Err(error(ErrorCode::INTERNAL, "Invalid target identifier"));
    }
    ask_passcode(io, phone).await?;
    let mut phone = phone.lock();
    let opens = match &phone.keybag {
        Some(keybag) => keybag.opens_with(old.as_deref()),
        None => old.is_none(),
    };
    if !opens {
        return Err(error(ErrorCode::PASSWORD, "Invalid password"));
    }
    if old.is_none() && new.is_none() {
        return Err(error(ErrorCode::INTERNAL, "Neither an old nor a new password"));
    }
    if new.is_none() && phone.scenario.encryption.required {
        return Err(error(ErrorCode::PASSWORD, "Backup encryption is required by a profile"));
    }
    phone.set_password(new.as_deref());
    phone.notify("com.apple.mobile.backup.domain_changed");
    Ok(())
}
