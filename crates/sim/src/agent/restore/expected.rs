//! What a restore has to bring, by the backup's own list and by what the phone remembers.

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;

use unstuck_manifest::content::WrappedKey;
use unstuck_manifest::{ClassKeys, FileId, Record, file_id};
use unstuck_wire::ErrorCode;
use unstuck_wire::mobilebackup2::RestoreOptions;

use super::lists::Lists;
use crate::agent::manifest;
use crate::agent::story::{Stop, error};
use crate::content::Content;
use crate::phone::{Phone, Restored, SharedPhone};

/// One file.
#[derive(Clone, Copy, Debug)]
pub(super) struct ExpectedFile {
    /// Bytes as they are on the phone.
    pub(super) size: u64,
    /// Its key, in an encrypted backup.
    pub(super) key: Option<WrappedKey>,
    /// Seed of its bytes, when the phone itself once held it.
    pub(super) seed: Option<u64>,
    modified: i64,
}

/// All files.
pub(super) struct Expected {
    files: BTreeMap<FileId, ExpectedFile>,
}

impl Expected {
    /// Reads the list, and finds out which state of the phone it is of.
    pub(super) fn read(
        phone: &SharedPhone,
        lists: &Lists,
        keys: Option<&ClassKeys>,
        options: &RestoreOptions,
    ) -> Result<(Self, Restored), Stop> {
        let mut restored = Restored {
            source: lists.udid(),
            encrypted: keys.is_some(),
            options: words(options),
            ..Restored::default()
        };
        let mut files = BTreeMap::new();
        let mut unreadable = 0;
        let view = lists.view();
        let scanned = lists.open(&view, keys)?.scan(|row| {
            let row = row.ok().and_then(|row| Some((row, Record::decode(row.file?).ok()?)));
            match row.map(|(row, record)| (row.flags & 7, row.file_id.parse::<FileId>(), record)) {
                Some((1, Ok(id), record)) => {
                    let key = record.encryption_key.as_deref();
                    let key = key.and_then(|bytes| WrappedKey::parse(bytes).ok());
                    let (size, modified) = (record.size, record.last_modified);
                    files.insert(id, ExpectedFile { size, key, seed: None, modified });
                }
                Some((2, ..)) => restored.folders += 1,
                Some((4, ..)) => restored.links += 1,
                _ => unreadable += 1,
            }
            ControlFlow::Continue(())
        });
        if scanned.is_err() || unreadable > 0 {
            return Err(error(ErrorCode::DAMAGED, "The list of files is damaged"));
        }
        let mut expected = Self { files };
        let state = phone.lock();
        if restored.source == state.identity.udid {
            expected.recognise(&state, lists, options, &mut restored);
        }
        if state.scenario.restore.digests {
            restored.digests.clone_from(&lists.digests);
        }
        Ok((expected, restored))
    }

    /// Bytes of all files, as they are on the phone.
    pub(super) fn bytes(&self) -> u64 {
        self.files.values().map(|file| file.size).sum()
    }

    /// All files, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &FileId> {
        self.files.keys()
    }

    /// One file.
    pub(super) fn get(&self, id: &FileId) -> Option<&ExpectedFile> {
        self.files.get(id)
    }

    /// Finds the state of the phone this is, so that every byte can be known.
    fn recognise(
        &mut self,
        phone: &Phone,
        lists: &Lists,
        options: &RestoreOptions,
        restored: &mut Restored,
    ) {
        for generation in (0..=phone.newest_generation).rev() {
            let mut content = Content::clone(&phone.content);
            content.generation = generation;
            let held: HashMap<FileId, (u64, i64, u64)> = content
                .regular_files()
                .map(|file| {
                    let id = file_id(&file.domain, &file.path);
                    (id, (file.bytes, file.modified, file.seed))
                })
                .collect();
            let same = |(id, file): (&FileId, &ExpectedFile)| {
                held.get(id).is_some_and(|(bytes, modified, _)| {
                    (*bytes, *modified) == (file.size, file.modified)
                })
            };
            if self.files.is_empty() || !self.files.iter().all(same) {
                continue;
            }
            for (id, file) in &mut self.files {
                file.seed = held.get(id).map(|(_, _, seed)| *seed);
            }
            restored.generation = Some(generation);
            restored.left_out = (held.len() - self.files.len()) as u64;
            if restored.left_out == 0 {
                compare_lists(phone, &content, lists, options, restored);
            }
            return;
        }
    }
}

/// The list of files, byte for byte as the phone made it: names, dates, rights, keys.
fn compare_lists(
    phone: &Phone,
    content: &Content,
    lists: &Lists,
    options: &RestoreOptions,
    restored: &mut Restored,
) {
    let keybag = phone.keybag_of(options.password.as_deref().filter(|_| restored.encrypted));
    let made = manifest::database(content, keybag.as_ref(), |_| false);
    let made = made.map(|bytes| *blake3::hash(&bytes).as_bytes()).ok();
    let came = lists.digests.iter().find(|(name, _)| name == "Manifest.db");
    if made != came.map(|(_, digest)| *digest) {
        restored.fault("Manifest.db is not what this phone made".into());
    }
}

/// What was asked for, in the words of the protocol.
fn words(options: &RestoreOptions) -> Vec<&'static str> {
    let all = [
        (options.system_files, "RestoreSystemFiles"),
        (!options.no_reboot, "RestoreShouldReboot"),
        (options.no_copy, "RestoreDontCopyBackup"),
        (options.preserve_settings, "RestorePreserveSettings"),
        (options.remove_items_not_restored, "RemoveItemsNotRestored"),
    ];
    all.into_iter().filter(|(set, _)| *set).map(|(_, word)| word).collect()
}
