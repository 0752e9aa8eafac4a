//! A phone that wants out of its folder: every verb on every path that should not work.

use unstuck_wire::{Ask, ErrorCode};

use super::io::Io;
use super::story::{Stop, error};
use crate::phone::SharedPhone;

/// Paths that must be refused; `{U}` is the phone's own folder.
const PATHS: [&str; 14] = [
    "../outside",
    "{U}/../outside",
    "{U}/..",
    "{U}/../..",
    "{U}/./x",
    "/etc/passwd",
    "/",
    "",
    "..",
    "outside",
    "versions/x",
    "{U}x/Status.plist",
    "{U}/a\0b",
    "{U}/a/../../../x",
];

/// Tries everything. A host that does any of it is told so and gets no backup.
pub(super) async fn try_everything(io: &Io, phone: &SharedPhone, udid: &str) -> Result<(), Stop> {
    let long = format!("{udid}/{}", "x/".repeat(2500));
    let paths = PATHS.iter().map(|path| path.replace("{U}", udid)).chain([long]);
    for path in paths {
        phone.lock().log("BackupAgent2", format!("Trying {path:?}"));
        ask_all(io, udid, &path).await?;
        if !path.is_empty() {
            upload(io, path.as_bytes()).await?;
        }
    }
    upload(io, b"\xFF\xFE\x00").await?;
    upload(io, &[udid.as_bytes(), b"/\xC3\x28"].concat()).await
}

/// Tries to change a backup that is being restored, on paths that are its own. A host that does
/// any of it is told so.
pub(super) async fn try_to_write(io: &Io, udid: &str) -> Result<(), Stop> {
    let inside = |name: &str| format!("{udid}/{name}");
    let (status, list) = (inside("Status.plist"), inside("Manifest.db"));
    let asks = [
        Ask::CreateDirectory(inside("Snapshot")),
        Ask::CopyItem(list.clone(), inside("copy")),
        Ask::MoveItems(vec![(list.clone(), inside("moved"))]),
        Ask::RemoveItems(vec![status.clone(), list]),
        Ask::PurgeSpace { amount_bytes: 1, urgency: 4 },
    ];
    for ask in asks {
        let answer = io.ask(None, ask.clone()).await?;
        if answer.code.is_ok() {
            return Err(accepted(&format!("{ask:?}")));
        }
    }
    upload(io, status.as_bytes()).await
}

async fn ask_all(io: &Io, udid: &str, path: &str) -> Result<(), Stop> {
    let inside = format!("{udid}/Status.plist");
    let asks = [
        Ask::ListDirectory(path.into()),
        Ask::CreateDirectory(path.into()),
        Ask::CopyItem(inside.clone(), path.into()),
        Ask::CopyItem(path.into(), format!("{udid}/stolen")),
        Ask::MoveItems(vec![(inside, path.into())]),
        Ask::MoveItems(vec![(path.into(), format!("{udid}/stolen"))]),
        Ask::RemoveItems(vec![path.into()]),
    ];
    for ask in asks {
        let status = io.ask(None, ask.clone()).await?;
        if status.code.is_ok() {
            return Err(accepted(&format!("{ask:?}")));
        }
    }
    if path.is_empty() {
        // A file without a name cannot even be refused: its answer would end the stream.
        return Ok(());
    }
    match io.download(path).await? {
        Ok(_) => Err(accepted(&format!("download {path:?}"))),
        Err(_) => Ok(()),
    }
}

async fn upload(io: &Io, path: &[u8]) -> Result<(), Stop> {
    io.begin_upload(None, 4);
    io.name_bytes("/var/evil".into(), path.to_vec());
    io.bytes(b"evil".to_vec()).await?;
    io.end_file(0, "");
    match io.end_upload().await?.code.is_ok() {
        true => Err(accepted(&format!("upload {:?}", String::from_utf8_lossy(path)))),
        false => Ok(()),
    }
}

fn accepted(what: &str) -> Stop {
    error(ErrorCode::INTERNAL, &format!("The host accepted {what}"))
}
