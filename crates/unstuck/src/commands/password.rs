mod rehearse;

use clap::{Args, Subcommand};
use serde_json::json;
use unstuck_backup::password::PasswordChange;
use unstuck_manifest::Password;

use super::Context;
use super::backup::choose_phone;
use crate::engine::change_password;
use crate::report::{Report, code};
use crate::secrets;
pub(super) use rehearse::{RehearseArgs, perform as rehearse};

/// Set, change or remove the password that encrypts backups of the iPhone. It is a setting of
/// the iPhone and holds for every computer and program. Passwords are asked for, or read from
/// the file that UNSTUCK_PASSWORD_FILE names: the one in force (or to be set) on its first line,
/// for a change the new one on its second.
#[derive(Debug, Args)]
pub(crate) struct PasswordArgs {
    /// What to do.
    #[command(subcommand)]
    action: Action,

    /// UDID of the iPhone, when several are in reach.
    #[arg(long, value_name = "UDID", global = true)]
    device: Option<String>,
}

impl PasswordArgs {
    /// What needs no iPhone: trying the password on backups.
    pub(super) fn rehearsal(&self) -> Option<&RehearseArgs> {
        match &self.action {
            Action::Rehearse(args) => Some(args),
            _ => None,
        }
    }

    /// UDID of the iPhone that was named.
    pub(super) fn device(&self) -> Option<&str> {
        self.device.as_deref()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Subcommand)]
enum Action {
    /// Set a password: backups are encrypted from then on.
    Set,
    /// Change the password.
    Change,
    /// Turn encryption off.
    Off,
    /// Try a password on backups, without an iPhone: which of them does it open?
    Rehearse(RehearseArgs),
}

pub(super) async fn perform(args: &PasswordArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    let facts = choose_phone(context, args.device.as_deref()).await?;
    let encrypted = facts.will_encrypt.unwrap_or(false);
    if args.action == Action::Set && encrypted {
        return Err(Report::new(code::USAGE, "This iPhone has a backup password already.")
            .next("Change it with: unstuck password change"));
    }
    if args.action != Action::Set && !encrypted {
        return Err(Report::new(code::USAGE, "This iPhone has no backup password.")
            .next("Set one with: unstuck password set"));
    }
    let change = PasswordChange {
        old: if encrypted { Some(old_password().await?) } else { None },
        new: if args.action == Action::Off {
            None
        } else {
            Some(new_password(&args.action).await?)
        },
    };
    let patience = context.patience;
    let (interrupts, view) = (&mut context.interrupts, &mut *context.view);
    change_password(&context.muxer, &facts.udid, &change, patience, interrupts, view).await?;
    let text = match &args.action {
        Action::Set => {
            "Backups of this iPhone are encrypted from now on. Without the password \
                        nobody can open them: keep it safe.\n"
        }
        Action::Change => "The backup password was changed. Earlier backups keep the old one.\n",
        Action::Off | Action::Rehearse(_) => {
            "Backups of this iPhone are not encrypted any more. Earlier ones stay so.\n"
        }
    };
    let object = json!({
        "type": "result",
        "outcome": "complete",
        "exit_code": code::DONE,
        "backups_encrypted": args.action != Action::Off,
    });
    context.view.answer(text, vec![object]);
    Ok(code::DONE)
}

async fn old_password() -> Result<Password, Report> {
    if let Some(password) = secrets::from_file()? {
        return Ok(password);
    }
    if secrets::can_ask()
        && let Some(password) = secrets::ask("Backup password in force").await?
    {
        return Ok(password);
    }
    Err(Report::new(code::PERSON, "The backup password in force is needed.")
        .next("Run this on a terminal, or name a file with it in UNSTUCK_PASSWORD_FILE.")
        .because("encryption-password"))
}

async fn new_password(action: &Action) -> Result<Password, Report> {
    let from_file =
        if *action == Action::Set { secrets::from_file() } else { secrets::new_from_file() };
    if let Some(password) = from_file? {
        return Ok(password);
    }
    if secrets::can_ask() {
        return secrets::ask_new().await;
    }
    Err(Report::new(code::PERSON, "A new backup password is needed.")
        .next("Run this on a terminal, or name a file with it in UNSTUCK_PASSWORD_FILE.")
        .because("encryption-password"))
}
