//! Sending files: in batches, at the scenario's pace, with its faults.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use unstuck_manifest::content::Encryptor;
use unstuck_manifest::{FileId, file_id};
use unstuck_wire::BLOCK_DATA_MAX;

use super::io::Io;
use super::story::{Stop, refused};
use super::striking;
use crate::content::PhoneFile;
use crate::phone::{Number, PhoneKeybag, SharedPhone};
use crate::scenario::{Stretch, Wire};

/// Files of one batch (docs/protocol.md 6.1).
pub(super) const BATCH_FILES: usize = 128;

/// Files that break off, with the code each ends with.
pub(super) type Unreadable = HashMap<FileId, u8>;

/// Sends files into `Snapshot/`.
pub(super) struct Uploader<'a> {
    io: &'a Io,
    phone: &'a SharedPhone,
    udid: &'a str,
    keybag: Option<Arc<PhoneKeybag>>,
    wire: Wire,
    bytes_per_second: Option<u64>,
    /// Number of the next file.
    number: Number,
    sent_bytes: u64,
    began: Option<unstuck_wire::Moment>,
}

impl<'a> Uploader<'a> {
    pub(super) fn new(io: &'a Io, phone: &'a SharedPhone, udid: &'a str, kept_files: u64) -> Self {
        let state = phone.lock();
        Self {
            io,
            phone,
            udid,
            keybag: state.keybag.clone(),
            wire: state.scenario.wire.clone(),
            bytes_per_second: state.scenario.pace.bytes_per_second,
            number: Number { here: 0, of_phone: kept_files },
            sent_bytes: 0,
            began: None,
        }
    }

    /// Bytes a file takes as it is stored.
    pub(super) fn stored_bytes(&self, file: &PhoneFile) -> u64 {
        match self.keybag {
            Some(_) => unstuck_manifest::content::stored_len(file.bytes),
            None => file.bytes,
        }
    }

    /// Files that go into one batch.
    pub(super) fn batch_files(&self) -> usize {
        if self.wire.batch_files == 0 { BATCH_FILES } else { self.wire.batch_files }
    }

    /// Sends one batch; `unreadable` names the files that break off.
    pub(super) async fn send(
        &mut self,
        files: &[PhoneFile],
        percent: f64,
        unreadable: &Unreadable,
    ) -> Result<(), Stop> {
        let percent = (!self.wire.no_progress).then_some(percent);
        if self.wire.empty_batches {
            self.io.begin_upload(percent, 0);
            finish(self.io).await?;
        }
        let total = files.iter().map(|file| self.stored_bytes(file)).sum();
        self.io.begin_upload(percent, total);
        for file in files {
            self.strike(0, false).await?;
            let id = file_id(&file.domain, &file.path);
            let host_path = format!("{}/Snapshot/{}", self.udid, id.payload_path());
            match unreadable.get(&id) {
                Some(_) if self.wire.leaves_out => {}
                Some(code) => self.send_broken(file, &host_path, *code).await?,
                None => self.send_whole(file, &host_path).await?,
            }
            self.number.here += 1;
            self.number.of_phone += 1;
        }
        finish(self.io).await
    }

    async fn send_broken(
        &mut self,
        file: &PhoneFile,
        host_path: &str,
        code: u8,
    ) -> Result<(), Stop> {
        self.io.name(file.phone_path(), host_path);
        self.io.made(file.seed, 0, 1000).await?;
        self.io.end_file(code, "Input/output error");
        let line = format!("Failed to upload {} in batch", file.phone_path());
        self.phone.lock().log("BackupAgent2", line);
        Ok(())
    }

    async fn send_whole(&mut self, file: &PhoneFile, host_path: &str) -> Result<(), Stop> {
        let twice = self.wire.duplicates && self.number.here.is_multiple_of(10);
        for _ in 0..1 + u8::from(twice) {
            self.io.name(file.phone_path(), host_path);
            if let Some(bytes) = self.wire.claims_bytes {
                self.io.raw(bytes.to_be_bytes().to_vec());
                return Err(self.io.silence().await.into());
            }
            self.send_content(file).await?;
            let odd = self.wire.odd_ends && file.bytes > 0;
            self.io.end_file(if odd { 0x0B } else { 0 }, "");
        }
        Ok(())
    }

    /// Sends the same file for ever, each time in a batch of its own.
    pub(super) async fn repeat(&mut self, file: &PhoneFile) -> Result<(), Stop> {
        loop {
            self.send(std::slice::from_ref(file), 2.0, &Unreadable::new()).await?;
        }
    }

    async fn send_content(&mut self, file: &PhoneFile) -> Result<(), Stop> {
        let keybag = self.keybag.clone();
        let mut cipher = keybag.map(|keybag| Encryptor::new(&keybag.file_key(file)));
        let total = self.stored_bytes(file);
        let block_bytes = match self.wire.block_bytes {
            0 => BLOCK_DATA_MAX,
            bytes => bytes,
        };
        let (mut sent, mut made) = (0, 0);
        let mut stored = Vec::new();
        while sent < total {
            let room = self.phone.lock().faults.next_in(self.number, sent);
            let most = block_bytes as u64;
            let want = (total - sent).min(most).min(room.filter(|left| *left > 0).unwrap_or(most));
            let len = usize::try_from(want).unwrap_or(block_bytes);
            match &mut cipher {
                None => self.io.made(file.seed, sent, len).await?,
                Some(cipher) => {
                    while stored.len() < len && made < file.bytes {
                        let piece = (file.bytes - made).min(most);
                        let mut plain = vec![0; usize::try_from(piece).unwrap_or(0)];
                        file.fill(made, &mut plain);
                        cipher.push(&plain, &mut stored);
                        made += piece;
                    }
                    if stored.len() < len {
                        // The last block, with its padding.
                        let key = self.keybag.as_ref().map(|keybag| keybag.file_key(file));
                        if let Some(key) = key {
                            std::mem::replace(cipher, Encryptor::new(&key)).finish(&mut stored);
                        }
                    }
                    let rest = stored.split_off(len);
                    self.io.bytes(std::mem::replace(&mut stored, rest)).await?;
                }
            }
            sent += want;
            self.sent_bytes += want;
            self.phone.lock().payload_bytes_sent += want;
            self.keep_pace().await?;
            self.strike(sent, sent == total).await?;
        }
        Ok(())
    }

    /// Waits until the bytes sent so far fit the pace.
    async fn keep_pace(&mut self) -> Result<(), Stop> {
        let Some(pace) = self.bytes_per_second else { return Ok(()) };
        let now = self.io.now();
        let began = *self.began.get_or_insert(now);
        let due = began + Duration::from_secs_f64(self.sent_bytes as f64 / pace as f64);
        Ok(self.io.sleep(due.since(now)).await?)
    }

    /// A fault of the scenario, when one waits here.
    async fn strike(&mut self, sent: u64, at_end: bool) -> Result<(), Stop> {
        let (io, phone) = (self.io, self.phone);
        striking::inside(io, phone, Stretch::Upload, self.number, sent, at_end).await
    }
}

/// Sends one small file of the agent's own.
pub(super) async fn put(
    io: &Io,
    percent: f64,
    host_path: &str,
    bytes: Vec<u8>,
) -> Result<(), Stop> {
    io.begin_upload(Some(percent), bytes.len() as u64);
    let name = host_path.rsplit('/').next().unwrap_or_default();
    io.name(format!("/var/.backup/{name}"), host_path);
    for piece in bytes.chunks(BLOCK_DATA_MAX) {
        io.bytes(piece.to_vec()).await?;
    }
    io.end_file(0, "");
    finish(io).await
}

async fn finish(io: &Io) -> Result<(), Stop> {
    let status = io.end_upload().await?;
    if status.code.is_ok() { Ok(()) } else { Err(refused(&status, "uploading files")) }
}
