//! A phone that does whatever a string of bytes says: fuzzing of whole conversations.
//!
//! Each byte chooses a deed, those after it fill it in. Every string is a script, so that a
//! fuzzer wastes none; an empty one is the phone's own error. Paths are put together from the
//! names that mean something in a backup and from bytes that mean nothing.

use std::time::Duration;

use unstuck_wire::{Ask, ErrorCode, Response};

use super::io::Io;
use super::story::{Stop, error};
use crate::phone::SharedPhone;

/// Parts of paths; `{U}` is the phone's own folder.
const PARTS: [&str; 24] = [
    "{U}",
    "/",
    "Snapshot",
    "Manifest.db",
    "Manifest.plist",
    "Status.plist",
    "Info.plist",
    "Manifest.mbdx",
    "00",
    "ab",
    "0000000000000000000000000000000000000000",
    "ab00000000000000000000000000000000000000",
    "ab11111111111111111111111111111111111111",
    "..",
    ".",
    "\0",
    "CON",
    "a:b",
    "outside",
    "versions",
    "\u{130}",
    "x ",
    "\\",
    "",
];

/// Bytes of the script not played yet; the next connection goes on with them.
struct Script<'a>(&'a SharedPhone);

impl Script<'_> {
    fn byte(&self) -> Option<u8> {
        let mut phone = self.0.lock();
        let script = phone.script.as_mut()?;
        (!script.is_empty()).then(|| script.remove(0))
    }

    /// A byte of a deed that is begun; scripts end anywhere.
    fn choice(&self, of: u8) -> u8 {
        self.byte().unwrap_or(0) % of
    }

    fn bytes(&self) -> Vec<u8> {
        let len = match self.choice(40) {
            39 => 100_000,
            38 => 8_000,
            len => usize::from(len),
        };
        (0..len).map_while(|_| self.byte()).collect()
    }

    fn path(&self, udid: &str) -> Vec<u8> {
        let mut path = Vec::new();
        for _ in 0..=self.choice(6) {
            match PARTS.get(usize::from(self.choice(26))) {
                Some(part) => path.extend_from_slice(part.replace("{U}", udid).as_bytes()),
                None => path.extend(self.bytes()),
            }
        }
        path
    }

    fn text_path(&self, udid: &str) -> String {
        String::from_utf8_lossy(&self.path(udid)).into_owned()
    }

    fn text_paths(&self, udid: &str) -> Vec<String> {
        (0..self.choice(4)).map(|_| self.text_path(udid)).collect()
    }

    fn progress(&self) -> Option<f64> {
        match self.choice(8) {
            0 => None,
            1 => Some(f64::NAN),
            2 => Some(-1e300),
            3 => Some(f64::INFINITY),
            other => Some(f64::from(other) * 17.0),
        }
    }

    fn ask(&self, udid: &str) -> Ask {
        match self.choice(9) {
            0 => Ask::DownloadFiles(self.text_paths(udid)),
            1 => Ask::ListDirectory(self.text_path(udid)),
            2 => Ask::CreateDirectory(self.text_path(udid)),
            3 => {
                let sources = self.text_paths(udid).into_iter();
                Ask::MoveItems(sources.map(|from| (from, self.text_path(udid))).collect())
            }
            4 => Ask::RemoveItems(self.text_paths(udid)),
            5 => Ask::CopyItem(self.text_path(udid), self.text_path(udid)),
            6 => Ask::FreeSpace,
            7 => Ask::PurgeSpace { amount_bytes: u64::MAX >> self.choice(64), urgency: 4 },
            _ => Ask::Unknown(self.text_path(udid)),
        }
    }
}

/// Plays the script as far as the connection lasts.
pub(super) async fn play(io: &Io, phone: &SharedPhone, udid: &str) -> Result<(), Stop> {
    let script = Script(phone);
    while let Some(deed) = script.byte() {
        match deed % 8 {
            0..=3 => {
                io.ask(script.progress(), script.ask(udid)).await?;
            }
            4 | 5 => upload(io, &script, udid).await?,
            6 => match script.choice(6) {
                0 => io.raw(script.bytes()),
                1 => {
                    io.disconnect(&script.text_path(udid));
                    return Err(Stop::Gone);
                }
                2 => {
                    let code = ErrorCode(i64::from(script.choice(255)));
                    return Err(Stop::Error(Response::error(code, script.text_path(udid))));
                }
                3 => {
                    io.die();
                    return Err(Stop::Gone);
                }
                _ => return Ok(()),
            },
            _ => io.sleep(Duration::from_secs(1 << script.choice(12))).await?,
        }
    }
    Err(error(ErrorCode::INTERNAL, "The script is over"))
}

async fn upload(io: &Io, script: &Script<'_>, udid: &str) -> Result<(), Stop> {
    io.begin_upload(script.progress(), u64::MAX >> script.choice(64));
    for _ in 0..script.choice(4) {
        // An empty name ends the batch: what follows is then no file any more.
        io.name_bytes(script.text_path(udid), script.path(udid));
        for _ in 0..script.choice(3) {
            io.bytes(script.bytes()).await?;
        }
        match script.choice(8) {
            0 => io.raw(script.bytes()),
            1 => io.end_file(script.choice(255), "Input/output error"),
            _ => io.end_file(0, ""),
        }
    }
    io.end_upload().await?;
    Ok(())
}
