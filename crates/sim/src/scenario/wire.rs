//! Odd, broken and hostile ways to speak.

use serde::Deserialize;

/// How the agent speaks, where it differs from the usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wire {
    /// Bytes of data in a block; 0 means what phones send, 32,767.
    pub block_bytes: usize,
    /// Files of a batch; 0 means what phones send, 128.
    pub batch_files: usize,
    /// A batch without any file before each batch.
    pub empty_batches: bool,
    /// Every tenth file comes twice in a row.
    pub duplicates: bool,
    /// Files end with code 0x0B and no text, after all of their data: some phones do.
    pub odd_ends: bool,
    /// Codes with which unreadable files end, in turn; none means 0x0B.
    pub error_codes: Vec<u8>,
    /// Unreadable files do not appear in the batch at all.
    pub leaves_out: bool,
    /// No message tells how far it is.
    pub no_progress: bool,
    /// So many folders stand where files are to be moved to.
    pub folders_in_the_way: usize,
    /// Sends the first file again and again, for ever, in batches of their own.
    pub repeats_for_ever: bool,
    /// Before the upload it tries every verb on paths that lead out of its folder.
    pub hostile_paths: bool,
    /// A unit claims to be this long, in the middle of the upload.
    pub claims_bytes: Option<u32>,
    /// Pauses between the messages of moving and removing, in milliseconds.
    pub tidy_pause_ms: u64,
}
