//! Files of a restore as they come: decrypted, counted, and held against what they must be.

use std::time::Duration;

use unstuck_manifest::content::Decryptor;
use unstuck_manifest::{ClassKeys, FileId};
use unstuck_wire::StatusCode;

use super::expected::{Expected, ExpectedFile};
use crate::agent::io::Intake;
use crate::content::bytes;
use crate::phone::{Number, Restored, SharedPhone};
use crate::scenario::{FaultKind, Stretch};

/// Takes files. Nothing is kept of them but whether they were right.
pub(super) struct Receiver {
    phone: SharedPhone,
    expected: Expected,
    keys: Option<ClassKeys>,
    restored: Restored,
    digests: bool,
    forgives: bool,
    number: u64,
    open: Option<Open>,
    /// Decrypted bytes of one block, and what they should be; both used again and again.
    plain: Vec<u8>,
    scratch: Vec<u8>,
    fault: Option<(FaultKind, Option<Duration>)>,
    refused: Option<StatusCode>,
}

/// The file at hand.
struct Open {
    id: FileId,
    file: ExpectedFile,
    stored: u64,
    plain: u64,
    decryptor: Option<Decryptor>,
    hasher: Option<blake3::Hasher>,
    wrong: Option<&'static str>,
}

impl Receiver {
    pub(super) fn new(
        phone: &SharedPhone,
        expected: Expected,
        keys: Option<ClassKeys>,
        restored: Restored,
    ) -> Self {
        let spec = phone.lock().scenario.restore.clone();
        Self {
            phone: phone.clone(),
            expected,
            keys,
            restored,
            digests: spec.digests,
            forgives: spec.forgives_missing,
            number: 0,
            open: None,
            plain: Vec::new(),
            scratch: Vec::new(),
            fault: None,
            refused: None,
        }
    }

    /// All files to be asked for, in order.
    pub(super) fn wanted(&self) -> Vec<FileId> {
        self.expected.ids().copied().collect()
    }

    /// A fault of the scenario that has just struck.
    pub(super) fn take_fault(&mut self) -> Option<(FaultKind, Option<Duration>)> {
        self.fault.take()
    }

    /// The host did not send a file the phone cannot do without.
    pub(super) fn refused(&self) -> Option<StatusCode> {
        self.refused
    }

    /// The result, once everything came.
    pub(super) fn finish(&mut self) -> Restored {
        let mut restored = std::mem::take(&mut self.restored);
        let all = self.expected.ids().count() as u64;
        if restored.files < all && restored.fault_count == 0 {
            restored.fault(format!("{} of {all} files never came", all - restored.files));
        }
        restored
    }

    fn strike(&mut self, sent: u64, at_end: bool) {
        let number = Number::of_message(self.number);
        let struck = self.phone.lock().faults.strike(Stretch::Restore, number, sent, at_end);
        self.fault = struck.or(self.fault);
    }

    fn wrong(&mut self, text: &str) {
        if let Some(open) = &self.open {
            self.restored.fault(format!("{}: {text}", open.id.payload_path()));
        }
    }
}

impl Open {
    /// The next bytes as they are on the phone.
    fn check(&mut self, plain: &[u8], scratch: &mut Vec<u8>) {
        if let Some(seed) = self.file.seed {
            scratch.resize(plain.len(), 0);
            bytes::fill(seed, self.plain, scratch);
            if plain != &scratch[..] {
                self.wrong = Some("its bytes are not those the phone once had");
            }
        }
        self.plain += plain.len() as u64;
    }
}

impl Intake for Receiver {
    fn begin(&mut self, path: &str) {
        let name = path.rsplit('/').next().unwrap_or_default();
        self.strike(0, false);
        let Ok(id) = name.parse::<FileId>() else { return };
        let Some(file) = self.expected.get(&id).copied() else { return };
        let mut wrong = None;
        let decryptor = self.keys.as_ref().and_then(|keys| {
            let key = file.key.and_then(|wrapped| keys.unwrap(&wrapped).ok());
            if key.is_none() {
                wrong = Some("its key does not open");
            }
            key.map(|key| Decryptor::new(&key))
        });
        let hasher = self.digests.then(blake3::Hasher::new);
        self.open = Some(Open { id, file, stored: 0, plain: 0, decryptor, hasher, wrong });
    }

    fn block(&mut self, bytes: &[u8]) {
        let Some(open) = &mut self.open else { return };
        open.stored += bytes.len() as u64;
        if let Some(hasher) = &mut open.hasher {
            hasher.update(bytes);
        }
        match &mut open.decryptor {
            None => open.check(bytes, &mut self.scratch),
            Some(decryptor) => {
                self.plain.clear();
                decryptor.push(bytes, &mut self.plain);
                open.check(&self.plain, &mut self.scratch);
            }
        }
        let stored = open.stored;
        self.strike(stored, false);
    }

    fn end(&mut self, error: Option<StatusCode>) {
        self.strike(0, true);
        self.number += 1;
        let Some(mut open) = self.open.take() else { return };
        if let Some(code) = error {
            self.open = Some(open);
            self.wrong("the host did not send it");
            self.open = None;
            self.refused = Some(code).filter(|_| !self.forgives);
            return;
        }
        if let Some(decryptor) = open.decryptor.take() {
            self.plain.clear();
            // A file without a single byte is the odd form of an empty one.
            let odd = open.stored == 0 && open.file.size == 0;
            match decryptor.finish(&mut self.plain) {
                Ok(()) => open.check(&self.plain, &mut self.scratch),
                Err(_) if odd => {}
                Err(_) => open.wrong = Some("it does not decrypt to its end"),
            }
        }
        if open.plain != open.file.size {
            open.wrong.get_or_insert("it has another length than its record");
        }
        if let Some(hasher) = open.hasher.take() {
            let digest = *hasher.finalize().as_bytes();
            self.restored.digests.push((open.id.payload_path(), digest));
        }
        match open.wrong {
            Some(text) => {
                self.open = Some(open);
                self.wrong(text);
                self.open = None;
            }
            None => {
                self.restored.files += 1;
                self.restored.bytes += open.plain;
            }
        }
    }

    fn is_halted(&self) -> bool {
        self.fault.is_some()
    }
}
