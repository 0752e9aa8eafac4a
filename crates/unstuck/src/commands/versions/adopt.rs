use std::path::PathBuf;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use clap::Args;
use serde_json::json;
use unstuck_manifest::{
    Depth, FolderName, Options, Password, Report as Findings, StatusPlist, Threads, Unlock,
    Verdict, read_manifest, verify as check,
};
use unstuck_vault::disk::read_small;
use unstuck_vault::keep::{Adopted, adopt};
use unstuck_vault::{CloneKind, Disk, Layout, RealDisk, StoreError, version_name};

use super::kept::{Where, lock_of};
use crate::commands::local::{Local, Teller};
use crate::commands::source::Source;
use crate::commands::verify;
use crate::report::{Report, code};
use crate::time::{counted, human_bytes, unix_now};
use crate::view::{Unit, Working};

#[derive(Debug, Args)]
pub(super) struct AdoptArgs {
    /// The backup of another program: the folder with Manifest.plist in it.
    backup: PathBuf,
}

enum Fault {
    /// It does not hold, so it is not taken in.
    Unsound(Box<Findings>),
    Store(StoreError),
}

pub(super) async fn perform(
    args: AdoptArgs,
    place: &Where,
    mut local: Local<'_>,
) -> Result<u8, Report> {
    let source = Source::find(&args.backup)?;
    let udid = FolderName::parse(&source.name).map(|name| name.udid.to_owned());
    let udid =
        udid.or_else(|| Some(read_manifest(&source.tree).ok()?.lockdown()?.unique_device_id));
    let udid = udid.ok_or_else(|| {
        Report::new(code::DAMAGE, "It is not known which iPhone this is a backup of.")
            .saw("Neither the folder's name nor Manifest.plist says so.")
            .next("Name the folder by the UDID of the iPhone, as the program that made it did.")
    })?;
    let folder = place.folder()?;
    if folder.starts_with(&source.folder) || source.folder.starts_with(folder.join(&udid)) {
        return Err(Report::new(code::USAGE, "This backup lies in Unstuck's own place already."));
    }
    let password = source.password_if_any().await?;
    let layout = Layout::new(&folder, &udid);
    let _lock = lock_of(&layout)?;
    let (subject, target) = (source.clone(), layout.clone());
    let done = local.carry_out(move |teller| take_in(&subject, &target, password.as_ref(), teller));
    match done.await? {
        Ok(adopted) => Ok(conclude(&adopted, &source, &layout, &mut local)),
        Err(Fault::Store(error)) => Err(error.into()),
        Err(Fault::Unsound(findings)) => {
            let found = findings.findings.iter().map(|one| one.card.id).collect::<Vec<_>>();
            let next = format!("See why with: unstuck verify \"{}\"", source.folder.display());
            let code = match findings.verdict {
                Verdict::WrongPassword => code::PASSWORD,
                _ => code::DAMAGE,
            };
            Err(Report::new(code, "This backup is not sound, so it was not taken in.")
                .saw(findings.verdict.to_string())
                .saw(format!("Rules that found something: {}.", found.join(", ")))
                .next(next))
        }
    }
}

/// Verifies a backup that was finished by hand and takes it in; the name of the version, or why
/// there is none.
pub(in crate::commands) fn take_in_finished(
    source: &Source,
    layout: &Layout,
    password: Option<&Password>,
    teller: &Teller,
) -> Result<String, String> {
    match take_in(source, layout, password, teller) {
        Ok(adopted) => Ok(adopted.version),
        Err(Fault::Store(error)) => Err(error.to_string()),
        Err(Fault::Unsound(findings)) => Err(findings.verdict.to_string()),
    }
}

fn take_in(
    source: &Source,
    layout: &Layout,
    password: Option<&Password>,
    teller: &Teller,
) -> Result<Adopted, Fault> {
    let threads = Threads::as_many_as_useful();
    let unlock = password.map_or(Unlock::Nothing, Unlock::Password);
    let options = Options { unlock, depth: Depth::Ends, threads, ..Options::default() };
    let tell = &mut |at| teller.working(verify::working(at));
    let findings = check(&source.tree, &source.name, options, tell);
    if !matches!(findings.verdict, Verdict::Complete | Verdict::Unproven { files: 0 }) {
        return Err(Fault::Unsound(Box::new(findings)));
    }
    let made = made_at(source);
    let mut about = vec![
        ("udid".to_owned(), layout.udid().to_owned()),
        ("made".to_owned(), version_name(made)),
        ("proven".to_owned(), version_name(unix_now())),
        ("program".to_owned(), concat!("unstuck ", env!("CARGO_PKG_VERSION")).to_owned()),
        ("adopted".to_owned(), source.folder.to_string_lossy().into_owned()),
    ];
    if let Some(lockdown) = read_manifest(&source.tree).ok().and_then(|list| list.lockdown()) {
        about.push(("product-type".to_owned(), lockdown.product_type));
        about.push(("system".to_owned(), lockdown.product_version));
        about.push(("name".to_owned(), lockdown.device_name));
    }
    let (what, unit) = ("taking it in", Unit::Bytes);
    let tell = &mut |done| teller.working(Working { what, done, total: None, unit });
    adopt(&RealDisk, layout, &source.folder, &about, made, threads, tell).map_err(Fault::Store)
}

/// When the backup was made, by the phone's own record.
fn made_at(source: &Source) -> i64 {
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let status = read_small(&*disk, &source.folder.join("Status.plist"), 64 << 10).ok();
    let date = status.and_then(|bytes| StatusPlist::parse(&bytes).ok()).and_then(|s| s.date);
    let since = date.and_then(|date| date.duration_since(UNIX_EPOCH).ok());
    since.and_then(|since| i64::try_from(since.as_secs()).ok()).unwrap_or_else(unix_now)
}

fn conclude(adopted: &Adopted, source: &Source, layout: &Layout, local: &mut Local<'_>) -> u8 {
    let (how, word) = match adopted.copied.how {
        CloneKind::Reflink => ("sharing its blocks on the disk", "reflink"),
        _ => ("copied and compared byte by byte", "copy"),
    };
    let (files, bytes) = (adopted.totals.files, adopted.totals.bytes);
    let path = layout.version(&adopted.version).join(layout.udid());
    let text = format!(
        "Taken in as version {}\n  {} ({}), {how}\n  {}\n  \
         The original was not touched: {}\n",
        adopted.version,
        counted(files, "file", "files"),
        human_bytes(bytes),
        path.display(),
        source.folder.display(),
    );
    let object = json!({
        "type": "result", "outcome": "complete", "exit_code": code::DONE,
        "version": adopted.version, "path": path.to_string_lossy(), "how": word,
        "files": files, "bytes": bytes, "skipped": adopted.copied.skipped,
    });
    local.view.answer(&text, vec![object]);
    code::DONE
}
