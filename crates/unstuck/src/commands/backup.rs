use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use serde_json::json;
use unstuck_backup::PersonNeed;
use unstuck_backup::password::PasswordChange;
use unstuck_link::mux::Transport;
use unstuck_link::pairing::{PairStep, pair};
use unstuck_link::{Fault, LinkError, Phone};
use unstuck_manifest::Password;

use super::{Context, all};
use crate::engine::{self, PhoneFacts};
use crate::place::Place;
use crate::report::{Report, code, no_phone};
use crate::secrets::{self, Secret};

/// Make one backup: encrypted, into a version of its own, and proven.
#[derive(Debug, Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(super) options: BackupOptions,

    /// Back up every iPhone in reach, side by side.
    #[arg(long, conflicts_with = "device")]
    pub(super) all: bool,
}

/// Options of every command that makes a backup.
#[derive(Clone, Debug, Args)]
pub(crate) struct BackupOptions {
    /// UDID of the iPhone, when several are in reach.
    #[arg(long, value_name = "UDID")]
    pub(super) device: Option<String>,

    /// Folder for backups; each iPhone gets a folder of its own in it.
    #[arg(long, value_name = "DIR")]
    pub(super) to: Option<PathBuf>,

    /// Send everything again, into an empty working tree. What was there is set aside.
    #[arg(long)]
    pub(super) full: bool,

    /// Reach the iPhone over Wi-Fi when it is not connected by cable.
    #[arg(long)]
    pub(super) wifi: bool,

    /// Leave the backup unencrypted if no backup password is set on the iPhone. Health data,
    /// passwords and Wi-Fi settings are then not in it.
    #[arg(long)]
    pub(super) no_encryption: bool,
}

pub(super) async fn perform(args: &BackupArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    match args.all {
        true => all::back_up_all(&args.options, context).await,
        false => back_up(&args.options, context).await,
    }
}

/// Finds the phone, sees to the password, makes the backup.
pub(super) async fn back_up(
    options: &BackupOptions,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    let place = Place::find(options.to.as_deref(), context.simulated)?;
    look_around(options, context).await?;
    let mut facts = choose_phone(context, options.device.as_deref()).await?;
    if facts.network && !options.wifi {
        return Err(Report::new(code::NO_PHONE, "The iPhone is in reach over Wi-Fi only.")
            .next("Connect it with its cable, or allow Wi-Fi with --wifi (slower)."));
    }
    let about = facts.description();
    let by = if facts.network { "over Wi-Fi" } else { "by cable" };
    let found = format!("Found {} ({about}) {by}.", facts.name());
    context.view.say(&found, Some(found_object(&facts)));
    let password = see_to_password(options, context, &mut facts).await?;
    let job = engine::Job {
        muxer: context.muxer.clone(),
        facts,
        place,
        full: options.full,
        password,
        patience: context.patience,
    };
    engine::back_up(job, &mut context.interrupts, context.view).await
}

/// How long phones on the network are listened for.
const LOOK_AROUND: Duration = Duration::from_secs(4);

/// With `--wifi`, phones the daemon does not know are looked for on the network: the one named,
/// or those that have backups here. Others would be strangers.
pub(super) async fn look_around(
    options: &BackupOptions,
    context: &mut Context<'_>,
) -> Result<(), Report> {
    if !options.wifi || context.side_by_side {
        return Ok(());
    }
    let place = Place::find(options.to.as_deref(), context.simulated)?;
    let known = context.muxer.list().await.unwrap_or_default();
    let mut wanted = match &options.device {
        Some(device) => vec![device.clone()],
        None => place.phones(),
    };
    wanted.retain(|udid| !known.iter().any(|one| one.udid.eq_ignore_ascii_case(udid)));
    if !wanted.is_empty() {
        context.view.say("Looking for the iPhone on the network.", None);
        let limit = LOOK_AROUND.mul_f64(context.patience);
        context.muxer.look_around(&wanted, context.mdns_port, limit).await;
    }
    Ok(())
}

fn found_object(facts: &PhoneFacts) -> serde_json::Value {
    json!({
        "type": "found",
        "udid": facts.udid,
        "name": facts.name(),
        "model": facts.description(),
        "transport": if facts.network { "wifi" } else { "usb" },
        "backups_encrypted": facts.will_encrypt,
    })
}

/// The phone to work with: the one named, or the only one. Trust is asked for when missing.
pub(super) async fn choose_phone(
    context: &mut Context<'_>,
    device: Option<&str>,
) -> Result<PhoneFacts, Report> {
    let all = context.muxer.list().await?;
    let mut udids: Vec<String> = all.iter().map(|attached| attached.udid.clone()).collect();
    udids.sort_unstable();
    udids.dedup();
    let udid = match device {
        Some(device) => udids.into_iter().find(|udid| udid.eq_ignore_ascii_case(device)),
        None if udids.len() > 1 => {
            let mut report = Report::new(code::USAGE, "Several iPhones are in reach.")
                .next("Name one with --device UDID.");
            report.details = udids;
            return Err(report);
        }
        None => udids.pop(),
    };
    let udid = udid.ok_or_else(no_phone)?;
    let mut phone = match Phone::open(&context.muxer, &udid).await {
        Err(LinkError { fault: Fault::NotTrusted | Fault::Tls(_), .. }) => {
            ask_for_trust(context, &udid).await?;
            Phone::open(&context.muxer, &udid).await?
        }
        Err(LinkError { fault: Fault::Locked, .. }) => wait_for_unlock(context, &udid).await?,
        other => other?,
    };
    Ok(PhoneFacts::ask(&mut phone).await?)
}

pub(crate) async fn ask_for_trust(context: &mut Context<'_>, udid: &str) -> Result<(), Report> {
    let attached = context.muxer.find(udid).await?;
    if attached.transport == Transport::Network {
        return Err(LinkError::new("asking for trust", Fault::NeedsCable).into());
    }
    let view = &mut *context.view;
    let asking = pair(&context.muxer, &attached, |step| {
        let (need, text) = match step {
            PairStep::Unlock => (PersonNeed::Unlock, "Unlock the iPhone: it has a question."),
            PairStep::TapTrust => (
                PersonNeed::Trust,
                "The iPhone asks whether to trust this computer: tap Trust and type its passcode.",
            ),
        };
        let waiting_for = if need == PersonNeed::Trust { "trust" } else { "unlock" };
        let object = json!({
            "type": "pulse",
            "verdict": "waiting-for-person",
            "silent_seconds": 0,
            "normal_seconds": 120,
            "waiting_for": waiting_for,
        });
        view.say(text, Some(object));
    });
    tokio::select! {
        paired = asking => paired.map(drop).map_err(|error| match error.fault {
            Fault::Timeout { .. } => Report::from(LinkError::new(error.act, Fault::TrustPending)),
            _ => Report::from(error),
        }),
        () = context.interrupts.next() => {
            Err(Report::new(code::INTERRUPTED, "Stopped. Nothing was changed."))
        }
    }
}

/// How long a phone that was never unlocked since its start is waited for.
const UNLOCK_PATIENCE: Duration = Duration::from_secs(10 * 60);

/// A phone that was never unlocked since its start is waited for, with a word.
async fn wait_for_unlock(context: &mut Context<'_>, udid: &str) -> Result<Phone, Report> {
    let text = "The iPhone is locked: unlock it with its passcode, then it goes on by itself.";
    let object = json!({
        "type": "pulse",
        "verdict": "waiting-for-person",
        "silent_seconds": 0,
        "normal_seconds": UNLOCK_PATIENCE.as_secs(),
        "waiting_for": "unlock",
    });
    context.view.say(text, Some(object));
    let end = tokio::time::Instant::now() + UNLOCK_PATIENCE.mul_f64(context.patience);
    loop {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(2)) => {}
            () = context.interrupts.next() => {
                return Err(Report::new(code::INTERRUPTED, "Stopped. Nothing was changed."));
            }
        }
        match Phone::open(&context.muxer, udid).await {
            Err(LinkError { fault: Fault::Locked, .. }) if tokio::time::Instant::now() < end => {}
            other => return Ok(other?),
        }
    }
}

/// Sees to it that the backup will be encrypted, and returns the password for the proof.
async fn see_to_password(
    options: &BackupOptions,
    context: &mut Context<'_>,
    facts: &mut PhoneFacts,
) -> Result<Option<Password>, Report> {
    if facts.will_encrypt.unwrap_or(false) {
        return existing_password(context).await;
    }
    if options.no_encryption {
        if facts.requires_encryption {
            return Err(Report::new(code::REFUSED, "A profile on this iPhone demands encryption.")
                .next("Run this without --no-encryption.")
                .because("mdm-restriction"));
        }
        return Ok(None);
    }
    let secret = new_password(context).await?;
    let shown = if secret.made_up {
        format!(
            "This demonstration's backup password is  {}\n\
             It is made up for a simulated iPhone. On a real one you choose it yourself.",
            secret.password.expose()
        )
    } else {
        "Turning on backup encryption: it stays on for every computer until you turn it off."
            .to_owned()
    };
    let object = json!({
        "type": "password",
        "set": true,
        "made_up": secret.made_up.then(|| secret.password.expose()),
    });
    context.view.say(&shown, Some(object));
    let change = PasswordChange { old: None, new: Some(secret.password.clone()) };
    let (interrupts, view) = (&mut context.interrupts, &mut *context.view);
    let muxer = &context.muxer;
    engine::change_password(muxer, &facts.udid, &change, context.patience, interrupts, view)
        .await?;
    facts.will_encrypt = Some(true);
    context.password = Some(secret.password.clone());
    Ok(Some(secret.password))
}

/// The password in force, for the proof. It may be left out: then the proof says what it
/// could not check.
async fn existing_password(context: &mut Context<'_>) -> Result<Option<Password>, Report> {
    if let Some(password) = known_password(context)? {
        return Ok(Some(password));
    }
    if !context.may_ask() {
        return Ok(None);
    }
    context.view.say(
        "Backups of this iPhone are encrypted. With the password the result can be proven.",
        None,
    );
    let question = "Backup password (empty to go on without)".to_owned();
    context.password = context.person.password(question).await?;
    Ok(context.password.clone())
}

fn known_password(context: &Context<'_>) -> Result<Option<Password>, Report> {
    match &context.password {
        Some(password) => Ok(Some(password.clone())),
        None => secrets::from_file(),
    }
}

async fn new_password(context: &Context<'_>) -> Result<Secret, Report> {
    if let Some(password) = known_password(context)? {
        return Ok(Secret { password, made_up: false });
    }
    if context.simulated {
        return Ok(Secret { password: secrets::make_up()?, made_up: true });
    }
    if context.may_ask() {
        return Ok(Secret { password: context.person.new_password().await?, made_up: false });
    }
    Err(Report::new(code::PERSON, "A backup password is needed.")
        .saw("Backups are encrypted by default: only then do they hold passwords and Health.")
        .next("Run this on a terminal, or name a file with it in UNSTUCK_PASSWORD_FILE.")
        .next("Or make a backup without encryption: --no-encryption")
        .because("encryption-password"))
}
