//! `unstuck restore`: a backup goes back to a phone, or is rehearsed.

mod consent;
mod preflight;
mod rehearse;
mod source;

use std::path::PathBuf;

use clap::Args;
use unstuck_manifest::Password;
use unstuck_wire::mobilebackup2::RestoreOptions;

use super::Context;
use super::backup::choose_phone;
use crate::engine::{self, RestoreJob};
use crate::report::{Report, code};
use crate::view::{Restored, View};

use source::Source;

/// Restore an iPhone from a version or from a backup folder of any program. First everything is
/// looked at that could make it fail, then it says what will be replaced and asks. The backup
/// itself is never changed. With --rehearse no iPhone is needed: the same restore goes into a
/// simulated one, and every byte is compared.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    /// The backup: the name of a version (`latest` is the newest), its folder, or a folder
    /// with Manifest.plist in it.
    #[arg(value_name = "VERSION")]
    version: String,

    /// UDID of the iPhone to restore, when several are in reach. With --rehearse: of the
    /// iPhone the version is of.
    #[arg(long, value_name = "UDID")]
    device: Option<String>,

    /// Folder for backups in which the version is looked for.
    #[arg(long, value_name = "DIR")]
    from: Option<PathBuf>,

    /// Consent: replace what is on the iPhone without asking again.
    #[arg(long)]
    yes: bool,

    /// Restore into a simulated iPhone as a drill. Changes nothing anywhere.
    #[arg(long, conflicts_with_all = ["yes", "no_reboot"])]
    rehearse: bool,

    /// Leave the settings of the iPhone as they are now.
    #[arg(long)]
    keep_settings: bool,

    /// Leave on the iPhone what is not in the backup, instead of removing it.
    #[arg(long)]
    keep_items: bool,

    /// Do not ask the iPhone to fetch the apps of the backup again.
    #[arg(long)]
    no_apps: bool,

    /// Do not restart the iPhone afterwards.
    #[arg(long)]
    no_reboot: bool,

    /// Begin although files are missing from the backup or damaged. Without this it is the
    /// whole backup or nothing.
    #[arg(long)]
    even_damaged: bool,

    /// Reach the iPhone over Wi-Fi when it is not connected by cable.
    #[arg(long)]
    wifi: bool,
}

impl RestoreArgs {
    fn options(&self, password: Option<&Password>) -> RestoreOptions {
        RestoreOptions {
            system_files: true,
            no_reboot: self.no_reboot,
            // The copy would be made by us, of a folder that nothing here can change.
            no_copy: true,
            preserve_settings: self.keep_settings,
            remove_items_not_restored: !self.keep_items,
            password: password.map(|password| password.expose().to_owned()),
        }
    }
}

pub(super) async fn perform(args: &RestoreArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    if args.rehearse {
        return rehearse::perform(args, context).await;
    }
    let found = source::find(args, context.simulated)?;
    let facts = choose_phone(context, args.device.as_deref()).await?;
    if facts.network && !args.wifi {
        return Err(Report::new(code::NO_PHONE, "The iPhone is in reach over Wi-Fi only.")
            .next("Connect it with its cable, or allow Wi-Fi with --wifi (slower)."));
    }
    let named = source::pick(found, Some(&facts.udid))?;
    let source = Source::read(named, args, context).await?;
    let readiness = preflight::check(&facts, &source, context).await?;
    let lines = consent::statement(args, &facts, &source, &readiness);
    consent::ask(args, &facts, &source, &lines, context).await?;
    let job = RestoreJob {
        muxer: context.muxer.clone(),
        udid: facts.udid.clone(),
        network: facts.network,
        folder: source.folder.clone(),
        seal: source.seal.clone(),
        source: source.udid.clone(),
        options: args.options(source.password.as_ref()),
        files: source.files,
        bytes: source.stored_bytes,
        apps: if args.no_apps { None } else { source.apps() },
        patience: context.patience,
    };
    let view: &mut dyn View = &mut *context.view;
    let outcome = engine::restore(job, &mut context.interrupts, view).await?;
    let told = Restored {
        phone: facts.name(),
        version: source.version.clone(),
        encrypted: source.password.is_some(),
        sealed: source.seal.is_some(),
        no_reboot: args.no_reboot,
    };
    view.restored(&outcome, &told);
    Ok(outcome.exit_code())
}
