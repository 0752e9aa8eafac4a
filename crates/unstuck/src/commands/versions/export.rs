use std::io::ErrorKind;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use unstuck_manifest::Threads;
use unstuck_vault::keep::{For, export};
use unstuck_vault::{RealDisk, StoreError};

use super::kept::Where;
use crate::commands::local::Local;
use crate::report::{Report, code};
use crate::time::{counted, human_bytes};
use crate::view::{Unit, Working};

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The version, the newest one without it; then where that program keeps its backups, if
    /// `--to` does not say so.
    #[arg(value_name = "VERSION] [DIR", num_args = 0..=2)]
    version_and_dir: Vec<String>,

    /// Which program it is for.
    #[arg(long = "for", value_enum, value_name = "PROGRAM")]
    whom: Program,

    /// Where that program keeps its backups.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

impl ExportArgs {
    /// The version, if one is named, and the folder.
    fn what_and_where(&self) -> Result<(Option<&str>, PathBuf), Report> {
        let mut named = self.version_and_dir.as_slice();
        let to = match (&self.to, named) {
            (Some(to), _) => to.clone(),
            (None, [version @ .., dir]) => {
                named = version;
                PathBuf::from(dir)
            }
            (None, []) => {
                return Err(Report::new(code::USAGE, "Where to is not said.")
                    .next("Name the folder in which the other program keeps its backups."));
            }
        };
        match named {
            [] => Ok((None, to)),
            [version] => Ok((Some(version), to)),
            _ => Err(Report::new(code::USAGE, "Two versions are named, or two folders.")
                .next("unstuck versions export --for PROGRAM [VERSION] DIR")),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Program {
    /// Finder of macOS.
    Finder,
    /// iTunes, or Apple Devices.
    Itunes,
    /// idevicebackup2, pymobiledevice3 and others.
    Idevicebackup2,
}

pub(super) async fn perform(
    args: ExportArgs,
    place: &Where,
    mut local: Local<'_>,
) -> Result<u8, Report> {
    let phone = place.phone()?;
    let (version, dir) = args.what_and_where()?;
    let version = phone.version(version)?.version.name.clone();
    let whom = match args.whom {
        Program::Finder => For::Finder,
        Program::Itunes => For::ITunes,
        Program::Idevicebackup2 => For::Idevicebackup2,
    };
    let dir = std::path::absolute(&dir).unwrap_or(dir);
    if dir.starts_with(phone.layout.root()) {
        return Err(Report::new(code::USAGE, "The target lies among Unstuck's own versions.")
            .next("Choose the folder of the other program with --to DIR."));
    }
    let (layout, name, target) = (phone.layout.clone(), version.clone(), dir.clone());
    let done = local.carry_out(move |teller| {
        let threads = Threads::as_many_as_useful();
        let (what, unit) = ("proving and copying", Unit::Bytes);
        let tell = &mut |done| teller.working(Working { what, done, total: None, unit });
        export(&RealDisk, &layout, &name, whom, &target, threads, tell)
    });
    let exported = done.await?.map_err(fault)?;
    let next = match args.whom {
        Program::Finder => {
            "In Finder, choose the iPhone, then Restore Backup; the list shows it.".to_owned()
        }
        Program::Itunes => "In iTunes or Apple Devices, choose Restore Backup.".to_owned(),
        Program::Idevicebackup2 => {
            let udid = phone.layout.udid();
            format!("idevicebackup2 -u {udid} restore --system --settings \"{}\"", dir.display())
        }
    };
    let text = format!(
        "{}\n  {} ({}), each compared with the seal of version {version}\n  Next  {next}\n",
        exported.folder.display(),
        counted(exported.copied.files, "file", "files"),
        human_bytes(exported.copied.bytes),
    );
    let object = json!({
        "type": "result", "outcome": "complete", "exit_code": code::DONE, "version": version,
        "path": exported.folder.to_string_lossy(), "files": exported.copied.files,
        "bytes": exported.copied.bytes, "next": next,
    });
    local.view.answer(&text, vec![object]);
    Ok(code::DONE)
}

fn fault(error: StoreError) -> Report {
    match error.kind() {
        ErrorKind::AlreadyExists => {
            Report::new(code::PLACE, "There is a backup of this iPhone in the target already.")
                .saw(format!("{error}."))
                .saw("Nothing that is there is replaced.")
                .next("Move it away, or choose another folder with --to DIR.")
        }
        ErrorKind::InvalidData => {
            Report::new(code::DAMAGE, "This version is damaged, so it was not given away.")
                .saw(format!("{error}."))
                .next("See what is damaged with: unstuck versions scrub")
        }
        _ => error.into(),
    }
}
