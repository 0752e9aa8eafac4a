//! The largest sizes we believe a peer on its word.

/// Bounds for every length that comes from the other end.
///
/// A length above its bound ends the conversation with
/// [`Violation::TooLong`](crate::Violation::TooLong), except where the text says
/// that the item alone is refused. Nothing is ever allocated because a length was
/// announced; buffers grow with bytes that really came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one DeviceLink message (a plist). Real ones stay below 100 KB,
    /// but a request to read a whole backup back names hundreds of files.
    pub message_bytes_max: u32,
    /// Bytes of a path we accept. A longer one is refused, its bytes are skipped.
    pub path_bytes_max: u32,
    /// Bytes of a path we are willing to skip in order to stay in step.
    pub path_skip_bytes_max: u32,
    /// Bytes of one block of a file, code byte included. Blocks are streamed, so
    /// this bound only tells a length from garbage. Phones send 32 KiB.
    pub block_bytes_max: u32,
    /// Bytes of a closing error text that are kept; the rest is skipped.
    pub error_text_bytes_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes_max: 16 << 20,
            path_bytes_max: 4096,
            path_skip_bytes_max: 1 << 20,
            block_bytes_max: 16 << 20,
            error_text_bytes_max: 4096,
        }
    }
}

/// Data bytes of one block towards the phone, the code byte not counted.
///
/// BackupAgent2 buffers a whole block in memory: with 128 MiB blocks and a
/// Manifest.db of 1.55 GB the phone's memory limiter killed it and the host hung
/// at 0 %. 32 KiB including the code byte is what the phone itself sends
/// (docs/protocol.md 4.6).
pub const BLOCK_DATA_MAX: usize = 32 * 1024 - 1;
