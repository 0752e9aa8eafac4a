//! AFC: the media partition, and the crash reports (docs/protocol.md 3.5).
//!
//! ```text
//! packet = "CFA6LPAA", u64le whole length, u64le length without payload, u64le number,
//!          u64le operation, parameters, payload
//! ```

use std::collections::HashMap;

use unstuck_wire::{Machine, Moment};

use super::inbox::{Inbox, machine_over_inbox};
use super::{Caller, Service};
use crate::phone::{LockResult, Media};

const MAGIC: &[u8; 8] = b"CFA6LPAA";
const HEADER_BYTES: usize = 40;
/// No request of a host is longer.
const PACKET_BYTES_MAX: u64 = 16 << 20;

/// Status codes.
const OK: u64 = 0;
const UNKNOWN_PACKET: u64 = 6;
const BAD_ARGUMENT: u64 = 7;
const NOT_FOUND: u64 = 8;
const IS_A_DIRECTORY: u64 = 9;
const WOULD_BLOCK: u64 = 19;

/// One connection to AFC.
pub(super) struct Afc {
    inbox: Inbox,
    caller: Caller,
    /// Crash reports have a partition of their own, which the phone does not share.
    own: Option<Media>,
    open: HashMap<u64, OpenFile>,
    next_handle: u64,
}

struct OpenFile {
    path: String,
    at: usize,
}

enum Reply {
    Status(u64),
    Data(Vec<u8>),
    Handle(u64),
    Tell(u64),
}

impl Afc {
    pub(super) fn media(caller: Caller) -> Self {
        Self { inbox: Inbox::new(), caller, own: None, open: HashMap::new(), next_handle: 1 }
    }

    pub(super) fn crash_reports(caller: Caller) -> Self {
        let mut reports = Media::new();
        if let Some(file) = reports.write("/JetsamEvent-2026-11-01-090000.ips", true) {
            file.extend_from_slice(b"{\"bug_type\":\"298\"}\n{\"largestProcess\":\"Camera\"}\n");
        }
        for name in &caller.phone.lock().scenario.crash_reports {
            reports.write(&format!("/{name}"), true);
        }
        let mut afc = Self::media(caller);
        afc.own = Some(reports);
        afc
    }

    fn with_media<T>(&mut self, act: impl FnOnce(&mut Media) -> T) -> T {
        match &mut self.own {
            Some(media) => act(media),
            None => act(&mut self.caller.phone.lock().media),
        }
    }

    /// Takes one whole packet: number, operation, parameters, payload.
    fn packet(&mut self) -> Option<(u64, u64, Vec<u8>, Vec<u8>)> {
        let header = self.inbox.received.get(..HEADER_BYTES)?;
        let field = |at: usize| {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(&header[at..at + 8]);
            u64::from_le_bytes(bytes)
        };
        let (whole, this) = (field(8), field(16));
        let sane = header.starts_with(MAGIC)
            && (HEADER_BYTES as u64..=whole).contains(&this)
            && whole <= PACKET_BYTES_MAX;
        if !sane {
            self.inbox.finished = true;
            return None;
        }
        let (number, operation) = (field(24), field(32));
        let whole = usize::try_from(whole).ok()?;
        let this = usize::try_from(this).ok()?;
        let packet = self.inbox.take(whole)?;
        let parameters = packet[HEADER_BYTES..this].to_vec();
        Some((number, operation, parameters, packet[this..].to_vec()))
    }

    fn perform(&mut self, operation: u64, parameters: &[u8], payload: &[u8]) -> Reply {
        match operation {
            0x03 => self.read_dir(&path(parameters)),
            0x08 | 0x22 => {
                let removed = self.with_media(|media| media.remove(&path(parameters)));
                Reply::Status(if removed { OK } else { NOT_FOUND })
            }
            0x09 => {
                self.with_media(|media| media.make_folder(&path(parameters)));
                Reply::Status(OK)
            }
            0x0A => self.file_info(&path(parameters)),
            0x0B => Reply::Data(pairs(&[
                ("Model", "iPhone14,5"),
                ("FSTotalBytes", "128000000000"),
                ("FSFreeBytes", "90000000000"),
                ("FSBlockSize", "4096"),
            ])),
            0x0D => self.open(number(parameters, 0), &path(parameters.get(8..).unwrap_or(&[]))),
            0x0F => self.read(number(parameters, 0), number(parameters, 8)),
            0x10 => self.write(number(parameters, 0), payload),
            0x11 => self.seek(parameters),
            0x12 => match self.open.get(&number(parameters, 0)) {
                Some(file) => Reply::Tell(file.at as u64),
                None => Reply::Status(BAD_ARGUMENT),
            },
            0x14 => self.close(number(parameters, 0)),
            0x18 => self.rename(parameters),
            0x1B => self.lock(number(parameters, 0), number(parameters, 8)),
            _ => Reply::Status(UNKNOWN_PACKET),
        }
    }

    fn read_dir(&mut self, folder: &str) -> Reply {
        self.with_media(|media| {
            if !media.is_folder(folder) {
                return Reply::Status(NOT_FOUND);
            }
            let mut names = b".\0..\0".to_vec();
            for name in media.list(folder) {
                names.extend_from_slice(name.as_bytes());
                names.push(0);
            }
            Reply::Data(names)
        })
    }

    fn file_info(&mut self, file: &str) -> Reply {
        self.with_media(|media| {
            let (bytes, kind) = match media.read(file) {
                Some(data) => (data.len(), "S_IFREG"),
                None if media.is_folder(file) => (0, "S_IFDIR"),
                None => return Reply::Status(NOT_FOUND),
            };
            let (bytes, blocks) = (bytes.to_string(), bytes.div_ceil(512).to_string());
            Reply::Data(pairs(&[
                ("st_size", &bytes),
                ("st_blocks", &blocks),
                ("st_nlink", "1"),
                ("st_ifmt", kind),
                ("st_mtime", "1793491200000000000"),
                ("st_birthtime", "1793491200000000000"),
            ]))
        })
    }

    /// Modes: 1 r, 2 r+, 3 w, 4 w+, 5 a, 6 a+.
    fn open(&mut self, mode: u64, file: &str) -> Reply {
        let found = self.with_media(|media| {
            if media.is_folder(file) {
                return Err(IS_A_DIRECTORY);
            }
            let create = mode >= 3;
            let data = media.write(file, create).ok_or(NOT_FOUND)?;
            if matches!(mode, 3 | 4) {
                data.clear();
            }
            Ok(if mode >= 5 { data.len() } else { 0 })
        });
        match found {
            Err(code) => Reply::Status(code),
            Ok(at) => {
                let handle = self.next_handle;
                self.next_handle += 1;
                self.open.insert(handle, OpenFile { path: file.into(), at });
                Reply::Handle(handle)
            }
        }
    }

    fn read(&mut self, handle: u64, bytes: u64) -> Reply {
        let Some(file) = self.open.get(&handle) else { return Reply::Status(BAD_ARGUMENT) };
        let (path, at) = (file.path.clone(), file.at);
        let bytes = usize::try_from(bytes.min(4 << 20)).unwrap_or(0);
        let data = self.with_media(|media| {
            let data = media.read(&path)?;
            let start = at.min(data.len());
            Some(data[start..data.len().min(start + bytes)].to_vec())
        });
        let Some(data) = data else { return Reply::Status(NOT_FOUND) };
        if let Some(file) = self.open.get_mut(&handle) {
            file.at += data.len();
        }
        Reply::Data(data)
    }

    fn write(&mut self, handle: u64, payload: &[u8]) -> Reply {
        let Some(file) = self.open.get_mut(&handle) else { return Reply::Status(BAD_ARGUMENT) };
        let (path, at) = (file.path.clone(), file.at);
        file.at += payload.len();
        self.with_media(|media| {
            let Some(data) = media.write(&path, false) else { return Reply::Status(NOT_FOUND) };
            data.resize(data.len().max(at + payload.len()), 0);
            data[at..at + payload.len()].copy_from_slice(payload);
            Reply::Status(OK)
        })
    }

    fn seek(&mut self, parameters: &[u8]) -> Reply {
        let handle = number(parameters, 0);
        match self.open.get_mut(&handle) {
            Some(file) if number(parameters, 8) == 0 => {
                file.at = usize::try_from(number(parameters, 16)).unwrap_or(0);
                Reply::Status(OK)
            }
            _ => Reply::Status(BAD_ARGUMENT),
        }
    }

    fn close(&mut self, handle: u64) -> Reply {
        let connection = self.caller.connection;
        let was_open = self.open.remove(&handle).is_some();
        self.with_media(|media| media.lock((connection, handle), true));
        Reply::Status(if was_open { OK } else { BAD_ARGUMENT })
    }

    fn rename(&mut self, parameters: &[u8]) -> Reply {
        let from = path(parameters);
        let to = path(parameters.get(from.len() + 1..).unwrap_or(&[]));
        let renamed = self.with_media(|media| media.rename(&from, &to));
        Reply::Status(if renamed { OK } else { NOT_FOUND })
    }

    /// Operations: 6 exclusive and at once, 5 shared and at once, 12 unlock.
    fn lock(&mut self, handle: u64, operation: u64) -> Reply {
        if !self.open.contains_key(&handle) {
            return Reply::Status(BAD_ARGUMENT);
        }
        let connection = self.caller.connection;
        let unlock = operation & 8 != 0;
        let result = self.with_media(|media| media.lock((connection, handle), unlock));
        Reply::Status(match result {
            LockResult::Locked => OK,
            LockResult::WouldBlock => WOULD_BLOCK,
        })
    }

    fn reply(&mut self, number: u64, reply: Reply) {
        let (operation, parameters, payload) = match reply {
            Reply::Status(code) => (0x01, code.to_le_bytes().to_vec(), Vec::new()),
            Reply::Data(data) => (0x02, Vec::new(), data),
            Reply::Handle(handle) => (0x0E, handle.to_le_bytes().to_vec(), Vec::new()),
            Reply::Tell(at) => (0x13, at.to_le_bytes().to_vec(), Vec::new()),
        };
        let this = (HEADER_BYTES + parameters.len()) as u64;
        let out = self.inbox.out.tail();
        out.extend_from_slice(MAGIC);
        for field in [this + payload.len() as u64, this, number, operation] {
            out.extend_from_slice(&field.to_le_bytes());
        }
        out.extend_from_slice(&parameters);
        out.extend_from_slice(&payload);
    }
}

/// The path at the front of parameters, up to its zero byte.
fn path(parameters: &[u8]) -> String {
    let end = parameters.iter().position(|byte| *byte == 0).unwrap_or(parameters.len());
    String::from_utf8_lossy(&parameters[..end]).into_owned()
}

fn number(parameters: &[u8], at: usize) -> u64 {
    let mut bytes = [0; 8];
    if let Some(field) = parameters.get(at..at + 8) {
        bytes.copy_from_slice(field);
    }
    u64::from_le_bytes(bytes)
}

fn pairs(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (key, value) in entries {
        out.extend_from_slice(key.as_bytes());
        out.push(0);
        out.extend_from_slice(value.as_bytes());
        out.push(0);
    }
    out
}

impl Machine for Afc {
    machine_over_inbox!();

    fn handle_received(&mut self, _now: Moment, len: usize) {
        self.inbox.fill(len);
        while let Some((number, operation, parameters, payload)) = self.packet() {
            let reply = self.perform(operation, &parameters, &payload);
            self.reply(number, reply);
        }
    }

    fn handle_timeout(&mut self, _now: Moment) {}

    fn poll_timeout(&self) -> Option<Moment> {
        None
    }
}

impl Service for Afc {}

impl Drop for Afc {
    /// The lock belongs to the connection: it goes with it.
    fn drop(&mut self) {
        let connection = self.caller.connection;
        self.caller.phone.lock().media.connection_closed(connection);
    }
}
