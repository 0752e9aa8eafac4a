use std::fmt::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use unstuck_manifest::keybag::Round;
use unstuck_manifest::{
    DerivedKey, Keybag, OpenFault, Password, UnlockFault, read_keybag, read_manifest,
};

use super::PasswordArgs;
use crate::commands::local::{Local, Teller};
use crate::commands::source::Source;
use crate::commands::versions::kept::Where;
use crate::remembered;
use crate::report::{Report, code};
use crate::secrets;
use crate::view::{Unit, Working};

#[derive(Debug, Clone, PartialEq, Eq, Args)]
pub(crate) struct RehearseArgs {
    /// Backups to try it on; all versions that are kept without it.
    backups: Vec<PathBuf>,

    /// The place for backups, if it is not Unstuck's own.
    #[arg(long = "in", value_name = "DIR")]
    place: Option<PathBuf>,

    /// Put a password that opens the newest into the system's keyring.
    #[arg(long)]
    remember: bool,

    /// Take the password out of the system's keyring again; needs --device.
    #[arg(long, conflicts_with = "remember")]
    forget: bool,
}

/// What became of trying the password on one backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tried {
    Opens,
    Closed,
    NotEncrypted,
    Damaged,
}

impl Tried {
    fn word(self) -> &'static str {
        match self {
            Self::Opens => "opens",
            Self::Closed => "wrong-password",
            Self::NotEncrypted => "not-encrypted",
            Self::Damaged => "damaged",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Opens => "opens",
            Self::Closed => "does NOT open with this password",
            Self::NotEncrypted => "is not encrypted: it opens without one",
            Self::Damaged => "has damaged keys; see `unstuck verify`",
        }
    }
}

pub(crate) async fn perform(args: &PasswordArgs, mut local: Local<'_>) -> Result<u8, Report> {
    let Some(rehearsal) = args.rehearsal() else { return Ok(code::USAGE) };
    if rehearsal.forget {
        return forget(args.device(), local).await;
    }
    let sources = sources(rehearsal, args.device())?;
    let password = password().await?;
    let (subjects, tried_with) = (sources.clone(), password.clone());
    let tried = local.carry_out(move |teller| try_all(&subjects, &tried_with, teller)).await?;
    if rehearsal.remember {
        // The newest comes last.
        let newest = sources.iter().zip(&tried).rfind(|(_, tried)| **tried == Tried::Opens);
        let (source, _) = newest.ok_or_else(nothing_to_remember)?;
        remembered::remember(source.udid(), &password).await?;
        let text = "The password is in the system's keyring now.";
        let object = json!({ "type": "remembered", "udid": source.udid() });
        local.view.say(text, Some(object));
    }
    Ok(conclude(&sources, &tried, &mut local))
}

fn nothing_to_remember() -> Report {
    Report::new(code::PASSWORD, "The password opens nothing here, so it was not remembered.")
}

async fn forget(device: Option<&str>, local: Local<'_>) -> Result<u8, Report> {
    let udid = device.ok_or_else(|| {
        Report::new(code::USAGE, "Which iPhone's password?").next("Say so with --device UDID.")
    })?;
    remembered::forget(udid).await?;
    let object = json!({ "type": "result", "outcome": "complete", "exit_code": code::DONE });
    local.view.answer("The password is in the system's keyring no more.\n", vec![object]);
    Ok(code::DONE)
}

fn sources(args: &RehearseArgs, device: Option<&str>) -> Result<Vec<Source>, Report> {
    let device = device.map(str::to_owned);
    let place = Where { place: args.place.clone(), device };
    if !args.backups.is_empty() {
        return args.backups.iter().map(|named| place.source(named)).collect();
    }
    let mut sources = Vec::new();
    for phone in place.phones()? {
        let udid = phone.layout.udid();
        sources.extend(phone.versions.iter().map(|known| Source::at(known.version.backup(udid))));
    }
    if sources.is_empty() {
        return Err(Report::new(code::USAGE, "There are no versions to try a password on.")
            .next("Name a backup folder: unstuck password rehearse FOLDER"));
    }
    Ok(sources)
}

async fn password() -> Result<Password, Report> {
    if let Some(password) = secrets::from_file()? {
        return Ok(password);
    }
    if secrets::can_ask()
        && let Some(password) = secrets::ask("Backup password to try").await?
    {
        return Ok(password);
    }
    Err(Report::new(code::PERSON, "The backup password to try is needed.")
        .next("Run this on a terminal, or name a file with it in UNSTUCK_PASSWORD_FILE.")
        .because("encryption-password"))
}

/// Stretching takes seconds, and most versions of a phone share their salts.
type Stretched = Vec<((Round, Option<Round>), DerivedKey)>;

fn try_all(sources: &[Source], password: &Password, teller: &Teller) -> Vec<Tried> {
    let mut stretched = Stretched::new();
    let total = Some(sources.len() as u64);
    let what = "trying the password";
    let mut tried = Vec::with_capacity(sources.len());
    for (done, source) in (0..).zip(sources) {
        let unit = Unit::Files;
        if teller.working(Working { what, done, total, unit }).is_break() {
            break;
        }
        tried.push(try_one(source, password, &mut stretched));
    }
    tried
}

fn try_one(source: &Source, password: &Password, stretched: &mut Stretched) -> Tried {
    let bag = read_manifest(&source.tree).and_then(|manifest| match manifest.is_encrypted() {
        Some(true) => read_keybag(&manifest).map(Some),
        Some(false) => Ok(None),
        None => Err(OpenFault::NoKeys),
    });
    let bag = match bag {
        Ok(None) => return Tried::NotEncrypted,
        Ok(Some(bag)) if bag.opens_with_password() => bag,
        _ => return Tried::Damaged,
    };
    match bag.unlock_with_key(&key_of(&bag, password, stretched)) {
        Ok(_) => Tried::Opens,
        Err(UnlockFault::WrongPassword) => Tried::Closed,
        Err(UnlockFault::NothingToOpen) => Tried::Damaged,
    }
}

fn key_of(bag: &Keybag, password: &Password, stretched: &mut Stretched) -> DerivedKey {
    let rounds = (bag.second_round, bag.first_round);
    if let Some((_, key)) = stretched.iter().find(|(known, _)| *known == rounds) {
        return key.clone();
    }
    let key = bag.derive_key(password);
    stretched.push((rounds, key.clone()));
    key
}

/// What can be done when the password is lost, and what it costs.
const LOST: &str = "\
If the password is lost:
  It cannot be taken out of a backup or reset there, by nobody.
  Try others: an earlier one, that of an earlier iPhone, the passcode, the Apple Account's.
  A Mac may hold it: Keychain Access, search for `iPhone Backup`.
  New backups can have a new password: on the iPhone, Settings, General, Transfer or Reset \
iPhone, Reset, Reset All Settings.
  That keeps all data and apps, and costs settings, Wi-Fi passwords and the passcode's cards \
in Wallet.
  Backups made before stay locked with the old password: keep them, it may come back to mind.
";

fn conclude(sources: &[Source], tried: &[Tried], local: &mut Local<'_>) -> u8 {
    let (mut text, mut objects) = (String::new(), Vec::new());
    for (source, tried) in sources.iter().zip(tried) {
        let _ = writeln!(text, "{}\n  {}", source.folder.display(), tried.words());
        objects.push(json!({
            "type": "tried", "backup": source.folder.to_string_lossy(), "udid": source.udid(),
            "outcome": tried.word(),
        }));
    }
    let count = |wanted: Tried| tried.iter().filter(|tried| **tried == wanted).count();
    let (opens, closed) = (count(Tried::Opens), count(Tried::Closed));
    let code = match (opens, closed + count(Tried::Damaged)) {
        (_, 0) => code::DONE,
        (0, _) if closed > 0 => code::PASSWORD,
        (0, _) => code::DAMAGE,
        _ => code::PARTIAL,
    };
    if closed > 0 {
        let _ = write!(text, "\n{LOST}");
    }
    objects.push(json!({
        "type": "result", "outcome": match code {
            code::DONE => "complete",
            code::PARTIAL => "partial",
            code::DAMAGE => "damaged",
            _ => "wrong-password",
        },
        "exit_code": code, "opens": opens, "does_not_open": closed,
    }));
    local.view.answer(&text, objects);
    code
}
