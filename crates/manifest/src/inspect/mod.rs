//! Looking into payloads, on as many threads as there may be. Facts come out; the rules say
//! what they mean.
//!
//! A payload is read once, a buffer at a time, whatever its length: the stored bytes are
//! hashed, decrypted in place, and hashed again where a record asks for it.

mod digest;
mod sqlite_head;

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sha1::{Digest, Sha1};

use crate::content::{BLOCK_BYTES, ContentFault, Decryptor, TailFault, plain_len, unpadded};
use crate::opened::fill;
use crate::report::Subject;
use crate::survey::SealHash;
use crate::tree::Tree;
use crate::verify::Depth;
use crate::{ClassKeys, FileKey};

use digest::Convention;
pub(crate) use digest::DigestMatch;
pub(crate) use sqlite_head::SqliteHead;

/// Read at once.
const BUFFER_BYTES: usize = 256 << 10;
/// One file in so many is read a second time, unless it is large.
const SAMPLE_EVERY: u64 = 64;
const SAMPLE_BYTES_MAX: u64 = 16 << 20;

/// One payload to look into.
pub(crate) struct Task {
    pub(crate) subject: Subject,
    /// A rule found the file damaged before anybody looked inside.
    pub(crate) known_damaged: bool,
    pub(crate) path: String,
    pub(crate) stored: u64,
    pub(crate) wrapped_key: Option<Vec<u8>>,
    pub(crate) digest: Option<[u8; 20]>,
    pub(crate) sealed: Option<SealHash>,
    /// Running number, for taking samples.
    pub(crate) number: u64,
}

/// What was found in it.
pub(crate) struct Facts {
    pub(crate) task: Task,
    /// Why the key does not open, as words that follow "Its key cannot be used".
    pub(crate) key_fault: Option<String>,
    /// Bytes of content, or why the end is none. Nothing when the end was not looked at.
    pub(crate) end: Option<Result<u64, ContentFault>>,
    /// The system could not read it.
    pub(crate) unreadable: Option<io::Error>,
    pub(crate) digest: Option<DigestMatch>,
    pub(crate) sqlite: Option<SqliteHead>,
    /// Whether it is what the seal says.
    pub(crate) as_sealed: Option<bool>,
    /// A second reading gave other bytes.
    pub(crate) unstable: bool,
}

/// What all threads share.
pub(crate) struct Inspector<'a> {
    pub(crate) tree: &'a dyn Tree,
    /// Keys of an encrypted backup.
    pub(crate) keys: Option<&'a ClassKeys>,
    pub(crate) depth: Depth,
    /// Bytes read so far.
    pub(crate) done: AtomicU64,
    /// Set when nothing more is wanted.
    pub(crate) stop: AtomicBool,
    convention: Convention,
}

/// What one thread works with.
pub(crate) struct Tool {
    buffer: Vec<u8>,
}

impl Tool {
    pub(crate) fn new() -> Self {
        Self { buffer: vec![0; BUFFER_BYTES] }
    }
}

impl<'a> Inspector<'a> {
    pub(crate) fn new(tree: &'a dyn Tree, keys: Option<&'a ClassKeys>, depth: Depth) -> Self {
        let convention = Convention::default();
        let (done, stop) = (AtomicU64::new(0), AtomicBool::new(false));
        Self { tree, keys, depth, done, stop, convention }
    }

    /// Looks into one payload; `None` when it was stopped before the end.
    pub(crate) fn inspect(&self, tool: &mut Tool, task: Task) -> Option<Facts> {
        let mut facts = Facts {
            task,
            key_fault: None,
            end: None,
            unreadable: None,
            digest: None,
            sqlite: None,
            as_sealed: None,
            unstable: false,
        };
        if self.stop.load(Ordering::Relaxed) {
            return None;
        }
        let key = match self.key(&facts.task) {
            Ok(key) => key,
            Err(fault) => {
                facts.key_fault = Some(fault);
                None
            }
        };
        let looked = match self.depth {
            Depth::Structure => Ok(true),
            Depth::Ends => self.look_at_end(&mut facts, key.as_ref()).map(|()| true),
            Depth::Deep => self.read(tool, &mut facts, key.as_ref()),
        };
        match looked {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => facts.unreadable = Some(error),
        }
        Some(facts)
    }

    fn key(&self, task: &Task) -> Result<Option<FileKey>, String> {
        let Some(keys) = self.keys else { return Ok(None) };
        let Some(wrapped) = &task.wrapped_key else {
            return Err("its record holds none".into());
        };
        let key = crate::content::WrappedKey::parse(wrapped).and_then(|key| keys.unwrap(&key));
        key.map(Some).map_err(|fault| fault.to_string())
    }

    /// Decrypts the last block only.
    fn look_at_end(&self, facts: &mut Facts, key: Option<&FileKey>) -> io::Result<()> {
        let Some(key) = key.filter(|_| facts.task.stored > 0) else { return Ok(()) };
        let mut file = self.tree.open(&facts.task.path)?;
        self.done.fetch_add(1, Ordering::Relaxed);
        match plain_len(&mut *file, facts.task.stored, key) {
            Ok(bytes) => facts.end = Some(Ok(bytes)),
            Err(TailFault::Content(fault)) => facts.end = Some(Err(fault)),
            Err(TailFault::Io(error)) => return Err(error),
        }
        Ok(())
    }

    /// Reads all of it; false when stopped.
    fn read(&self, tool: &mut Tool, facts: &mut Facts, key: Option<&FileKey>) -> io::Result<bool> {
        let sample =
            facts.task.number.is_multiple_of(SAMPLE_EVERY) && facts.task.stored <= SAMPLE_BYTES_MAX;
        let preferred = facts.task.digest.map(|_| self.convention.preferred());
        let want = Want { digest: preferred, seal: facts.task.sealed.is_some() || sample };
        let Some(pass) = self.pass(tool, &facts.task, key, want)? else { return Ok(false) };
        facts.end = pass.end;
        facts.sqlite = pass.sqlite;
        let front = |hash: blake3::Hash| hash.as_bytes().first_chunk::<16>().copied();
        facts.as_sealed = facts.task.sealed.map(|sealed| pass.seal.and_then(front) == Some(sealed));
        if let (Some(expected), Some(found), Some(how)) =
            (facts.task.digest, pass.digest, preferred)
        {
            facts.digest = Some(match found == expected {
                true => how,
                false => {
                    let other = how.other();
                    let want = Want { digest: Some(other), seal: false };
                    let Some(again) = self.pass(tool, &facts.task, key, want)? else {
                        return Ok(false);
                    };
                    if again.digest == Some(expected) { other } else { DigestMatch::Neither }
                }
            });
            self.convention.note(facts.digest);
        }
        if sample {
            self.tree.forget(&facts.task.path);
            let want = Want { digest: None, seal: true };
            let Some(again) = self.pass(tool, &facts.task, None, want)? else { return Ok(false) };
            facts.unstable = again.seal != pass.seal;
        }
        Ok(true)
    }

    fn pass(
        &self,
        tool: &mut Tool,
        task: &Task,
        key: Option<&FileKey>,
        want: Want,
    ) -> io::Result<Option<Pass>> {
        let mut file = self.tree.open(&task.path)?;
        let mut digest = want.digest.map(|how| (how, Sha1::new()));
        let mut seal = want.seal.then(blake3::Hasher::new);
        let mut decryptor = key.map(Decryptor::new);
        let mut pass = Pass::default();
        let (mut plain, mut last) = (0u64, [0; BLOCK_BYTES]);
        loop {
            let count = fill(&mut *file, &mut tool.buffer)?;
            if count == 0 {
                break;
            }
            self.done.fetch_add(count as u64, Ordering::Relaxed);
            if self.stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let piece = &mut tool.buffer[..count];
            if let Some(seal) = &mut seal {
                seal.update(piece);
            }
            if let Some((DigestMatch::Stored, digest)) = &mut digest {
                digest.update(&*piece);
            }
            if let Some(decryptor) = &mut decryptor {
                decryptor.decrypt_blocks(piece);
            }
            if plain == 0 {
                pass.sqlite = SqliteHead::read(piece);
            }
            if let Some((DigestMatch::Plain, digest)) = &mut digest {
                // The padding is not content; its length is known only at the end.
                if plain > 0 && decryptor.is_some() {
                    digest.update(last);
                }
                let end =
                    if decryptor.is_some() { count.saturating_sub(BLOCK_BYTES) } else { count };
                digest.update(&piece[..end]);
            }
            if let Some(block) = piece.last_chunk::<BLOCK_BYTES>() {
                last = *block;
            }
            plain += count as u64;
        }
        if decryptor.is_some() && plain > 0 {
            pass.end = Some(end_of(plain, &last));
            if let (Some((DigestMatch::Plain, digest)), Some(Ok(_))) = (&mut digest, &pass.end) {
                digest.update(&last[..unpadded(&last).unwrap_or_default()]);
            }
        } else if decryptor.is_none() {
            pass.end = Some(Ok(plain));
        }
        pass.digest = digest.map(|(_, digest)| digest.finalize().into());
        pass.seal = seal.map(|seal| seal.finalize());
        Ok(Some(pass))
    }
}

fn end_of(stored: u64, last: &[u8; BLOCK_BYTES]) -> Result<u64, ContentFault> {
    if !stored.is_multiple_of(BLOCK_BYTES as u64) {
        return Err(ContentFault::NotWholeBlocks);
    }
    unpadded(last).map(|content| stored - BLOCK_BYTES as u64 + content as u64)
}

/// Which hashes are wanted.
#[derive(Clone, Copy)]
struct Want {
    digest: Option<DigestMatch>,
    seal: bool,
}

/// What one reading came to.
#[derive(Default)]
struct Pass {
    end: Option<Result<u64, ContentFault>>,
    digest: Option<[u8; 20]>,
    seal: Option<blake3::Hash>,
    sqlite: Option<SqliteHead>,
}
