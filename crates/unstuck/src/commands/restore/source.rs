//! The backup that is to be restored: found, opened, and looked through.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;
use unstuck_manifest::plists::{INFO_BYTES_MAX, Lockdown, MANIFEST_BYTES_MAX, applications};
use unstuck_manifest::{
    Level, ManifestPlist, Options, Password, Report as Findings, Unlock, Verdict, verify,
};
use unstuck_vault::disk::read_small;
use unstuck_vault::{BackupView, Disk, Layout, RealDisk, version};

use super::RestoreArgs;
use crate::commands::Context;
use crate::home;
use crate::report::{Report, code};
use crate::secrets;
use crate::time::{counted, human_bytes};

/// Where a backup lies.
pub(super) struct Named {
    /// The folder that holds Manifest.plist.
    pub(super) folder: PathBuf,
    /// Its name as a version, and its seal.
    pub(super) version: Option<(String, PathBuf)>,
}

/// A backup that may be restored.
pub(super) struct Source {
    pub(super) folder: PathBuf,
    pub(super) version: Option<String>,
    /// Seal of a version.
    pub(super) seal: Option<PathBuf>,
    /// UDID of the phone it was made of.
    pub(super) udid: String,
    /// The phone it was made of.
    pub(super) made_of: Lockdown,
    /// When, in seconds since 1970.
    pub(super) made: Option<i64>,
    /// Opens it; `None` when it is not encrypted.
    pub(super) password: Option<Password>,
    /// Payload files in it.
    pub(super) files: u64,
    /// Their bytes as they are stored.
    pub(super) stored_bytes: u64,
    /// Their bytes as they will be on the phone.
    pub(super) content_bytes: u64,
    /// Files that are missing or damaged.
    pub(super) damaged_files: u64,
}

/// Finds the folder of a backup, from whatever was named: one, or the versions of that name of
/// several phones.
pub(super) fn find(args: &RestoreArgs, simulated: bool) -> Result<Vec<Named>, Report> {
    let path = std::path::absolute(&args.version).unwrap_or_else(|_| args.version.clone().into());
    if let Some(named) = at_path(&path) {
        return Ok(vec![named]);
    }
    let place = match &args.from {
        Some(folder) => Some(folder.clone()),
        None => home::home().map(|home| home.join(if simulated { "simulated" } else { "backups" })),
    };
    let place = place.unwrap_or_default();
    let found = in_place(&place, &args.version);
    if found.is_empty() { Err(nothing(args, &place)) } else { Ok(found) }
}

/// The only one, or that of the phone `udid`.
pub(super) fn pick(mut found: Vec<Named>, udid: Option<&str>) -> Result<Named, Report> {
    let of_phone = |named: &Named| {
        let name = named.folder.file_name().map(|name| name.to_string_lossy());
        udid.zip(name).is_some_and(|(udid, name)| name.eq_ignore_ascii_case(udid))
    };
    if found.len() > 1 {
        let others = found.len() - found.iter().filter(|named| of_phone(named)).count();
        if others < found.len() {
            found.retain(of_phone);
        }
    }
    match (found.len(), found.pop()) {
        (1, Some(named)) => Ok(named),
        _ => Err(Report::new(code::USAGE, "Several iPhones have a version of this name.")
            .next("Give the folder of the version instead of its name.")),
    }
}

fn nothing(args: &RestoreArgs, place: &Path) -> Report {
    Report::new(code::USAGE, format!("There is no backup {:?}.", args.version))
        .saw(format!(
            "It is no folder with a backup in it, and {} holds no version of that name.",
            place.display()
        ))
        .next("Name a version, `latest`, or the folder that holds Manifest.plist.")
        .next("If your backups are elsewhere, say where with --from DIR.")
}

/// A folder with a backup in it, a version, or the folder of a phone.
fn at_path(path: &Path) -> Option<Named> {
    let is_backup = |folder: &Path| folder.join("Manifest.plist").is_file();
    let inside = || {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).find(|folder| is_backup(folder))
    };
    let folder = if is_backup(path) { path.to_path_buf() } else { inside()? };
    let parent = folder.parent()?;
    let seal = parent.join("seal");
    let name = parent.file_name().map(|name| name.to_string_lossy().into_owned());
    let version = name.filter(|_| seal.is_file()).map(|name| (name, seal));
    Some(Named { folder, version })
}

/// Versions of that name in a place for backups, of any phone.
fn in_place(place: &Path, name: &str) -> Vec<Named> {
    let entries = fs::read_dir(place).into_iter().flatten().flatten();
    let udids = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let of_phone = |udid: String| {
        let layout = Layout::new(place, &udid);
        let versions = version::list(&RealDisk, &layout).unwrap_or_default();
        let mut sealed = versions.into_iter().filter(|version| version.sealed);
        let found = match name {
            "latest" => sealed.next_back(),
            _ => sealed.find(|version| version.name == name),
        }?;
        let seal = layout.seal(&found.name);
        Some(Named { folder: found.backup(&udid), version: Some((found.name, seal)) })
    };
    udids.filter_map(of_phone).collect()
}

impl Source {
    /// Opens the backup, rehearses its password, and checks that all of it is there.
    pub(super) async fn read(
        named: Named,
        args: &RestoreArgs,
        context: &mut Context<'_>,
    ) -> Result<Self, Report> {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let read = |name: &str, bytes_max| read_small(&*disk, &named.folder.join(name), bytes_max);
        let manifest = read("Manifest.plist", MANIFEST_BYTES_MAX)
            .map_err(|error| unreadable(&named, &error.to_string()))
            .and_then(|bytes| {
                ManifestPlist::parse(&bytes).map_err(|fault| unreadable(&named, &fault.to_string()))
            })?;
        let made_of = manifest.lockdown().unwrap_or_default();
        let udid = match made_of.unique_device_id.as_str() {
            "" => named.folder.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            udid => udid.to_owned(),
        };
        let password = match manifest.is_encrypted().unwrap_or(false) {
            true => Some(password().await?),
            false => None,
        };
        let text = "Looking through the backup: is all of it there, does the password open it?";
        context.view.say(text, Some(json!({ "type": "note", "text": text })));
        let findings = look_through(&named, &udid, password.clone(), context).await?;
        let damaged_files = judge(&findings, args, &named)?;
        let totals = findings.totals;
        let made = manifest.date().and_then(|date| {
            let since = date.duration_since(std::time::SystemTime::UNIX_EPOCH).ok()?;
            i64::try_from(since.as_secs()).ok()
        });
        let (version, seal) = named.version.unzip();
        Ok(Self {
            folder: named.folder,
            version,
            seal,
            udid,
            made_of,
            made,
            password,
            files: totals.files,
            stored_bytes: totals.payload_bytes,
            content_bytes: totals.content_bytes,
            damaged_files,
        })
    }

    /// "12,345 files, 6.7 GB".
    pub(super) fn size(&self) -> String {
        format!("{}, {}", counted(self.files, "file", "files"), human_bytes(self.content_bytes))
    }

    /// The list of apps for the phone to fetch again, as it takes it (docs/protocol.md 6.5).
    pub(super) fn apps(&self) -> Option<Vec<u8>> {
        let bytes = read_small(&RealDisk, &self.folder.join("Info.plist"), INFO_BYTES_MAX).ok()?;
        let apps = applications(&bytes).ok()??;
        let mut list = Vec::new();
        plist::Value::Dictionary(apps).to_writer_xml(&mut list).ok()?;
        Some(list)
    }
}

fn unreadable(named: &Named, why: &str) -> Report {
    Report::new(code::DAMAGE, "The backup cannot be read.")
        .saw(format!("Manifest.plist in {}: {why}.", named.folder.display()))
        .saw("Nothing was changed on any iPhone.")
        .next("Look at it with: unstuck verify, and restore another version.")
        .because("backup-corrupt")
}

async fn password() -> Result<Password, Report> {
    if let Some(password) = secrets::from_file()? {
        return Ok(password);
    }
    if secrets::can_ask()
        && let Some(password) = secrets::ask("Password of this backup").await?
    {
        return Ok(password);
    }
    Err(Report::new(code::PERSON, "The password of this backup is needed.")
        .saw("The backup is encrypted: no iPhone can read it without its password.")
        .next("Run this on a terminal, or name a file with it in UNSTUCK_PASSWORD_FILE.")
        .because("encryption-password"))
}

/// Runs the rules of the verifier, without opening payloads.
async fn look_through(
    named: &Named,
    udid: &str,
    password: Option<Password>,
    context: &mut Context<'_>,
) -> Result<Findings, Report> {
    let tree = BackupView::new(Arc::new(RealDisk), named.folder.clone());
    let udid = udid.to_owned();
    let checking = tokio::task::spawn_blocking(move || {
        let unlock = password.as_ref().map_or(Unlock::Nothing, Unlock::Password);
        let options = Options { unlock, ..Options::default() };
        verify(&tree, &udid, options, &mut |_| ControlFlow::Continue(()))
    });
    tokio::select! {
        findings = checking => findings.map_err(|error| {
            Report::new(code::FAILED, "The check did not come to an end.").saw(error.to_string())
        }),
        () = context.interrupts.next() => {
            let report = Report::new(code::INTERRUPTED, "Stopped before anything was sent.");
            Err(report.saw("Nothing was changed on the iPhone."))
        }
    }
}

/// Whether it may be restored; how many files are missing or damaged.
fn judge(findings: &Findings, args: &RestoreArgs, named: &Named) -> Result<u64, Report> {
    let place = named.folder.display();
    let has = |name: &str| named.folder.join(name).exists();
    if has("Manifest.mbdb") && !has("Manifest.db") {
        return Err(too_old());
    }
    match &findings.verdict {
        Verdict::Complete | Verdict::Unproven { files: 0 } => Ok(0),
        Verdict::WrongPassword => {
            Err(Report::new(code::PASSWORD, "The password is not the one of this backup.")
                .saw("It was tried on the backup itself; the iPhone was not asked for anything.")
                .next("Try an earlier password: each backup keeps the one it was made with.")
                .because("encryption-password"))
        }
        Verdict::CompleteWithDamage { files } | Verdict::Unproven { files }
            if args.even_damaged =>
        {
            Ok(*files)
        }
        Verdict::CompleteWithDamage { files } | Verdict::Unproven { files } => {
            let count = counted(*files, "file", "files");
            let mut report =
                Report::new(code::DAMAGE, format!("The backup is not whole: {count}."))
                    .saw("An iPhone takes all of a backup or refuses it; nothing was sent.");
            report.details.extend(damaged_paths(findings));
            Err(report
                .next("Restore another version that is whole.")
                .next("To try it all the same: --even-damaged. The iPhone may refuse it (205).")
                .because("backup-corrupt"))
        }
        Verdict::NotABackup => Err(Report::new(code::USAGE, "This is not a backup.")
            .saw(format!("{place} holds no list of files."))
            .next("Name the folder that holds Manifest.plist.")),
        Verdict::TooOld => Err(too_old()),
        Verdict::BeingWritten => {
            Err(Report::new(code::FAILED, "A program is writing this backup at this moment.")
                .saw("So it cannot be judged. Nothing was sent to the iPhone.")
                .next("Run this again when that program is done.")
                .because("busy-device"))
        }
        Verdict::Damaged | Verdict::Interrupted(_) => {
            Err(Report::new(code::DAMAGE, "This backup cannot be restored as it is.")
                .saw(format!("{}", findings.verdict))
                .saw("Nothing was sent to the iPhone.")
                .next("Look at it with: unstuck verify, and restore another version.")
                .because("backup-corrupt"))
        }
    }
}

/// Its list can be read, but today's iPhones want another.
fn too_old() -> Report {
    Report::new(code::FAILED, "This backup is of iOS 9 or older.")
        .saw("Its list of files has a form that Unstuck does not restore.")
        .next("Restore it with Finder or iTunes.")
        .next("Its files can be taken out with: unstuck files extract")
}

/// The first files that something is wrong with.
fn damaged_paths(findings: &Findings) -> Vec<String> {
    let of_files = findings.findings.iter().filter(|found| found.card.level == Level::File);
    let kept = of_files.flat_map(|found| &found.kept);
    kept.take(10).map(|found| format!("  {}: {}", found.subject, found.text)).collect()
}
