//! The first 100 bytes of a database.

use super::Damage;

/// What a database begins with.
pub(crate) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes of the header.
pub(crate) const HEADER_BYTES: usize = 100;

/// What the header says, checked against itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    /// Bytes of a page, a power of two from 512 to 65,536.
    pub(crate) page_bytes: u32,
    /// Bytes of a page that hold content; some tools keep a few at its end for themselves.
    pub(crate) usable_bytes: u32,
    /// Pages by the header; `None` when an old writer left the field alone.
    pub(crate) pages: Option<u32>,
    /// First page of the list of free pages, 0 for none.
    pub(crate) free_first: u32,
    /// How many free pages there are.
    pub(crate) free_pages: u32,
    /// Not 0 when pages are kept that say who points at a page (auto-vacuum).
    pub(crate) largest_root: u32,
    /// Texts are UTF-8.
    pub(crate) is_utf8: bool,
    /// Everything else stands as SQLite demands it.
    pub(crate) is_usual: bool,
    /// `PRAGMA user_version`.
    pub(crate) user_version: i32,
}

impl Header {
    /// Reads a header; `None` when the bytes are not one of a database.
    pub(crate) fn read(bytes: &[u8]) -> Option<Result<Self, Damage>> {
        let bytes = bytes.first_chunk::<HEADER_BYTES>()?;
        if !bytes.starts_with(MAGIC) {
            return None;
        }
        let number = |at: usize| u32::from_be_bytes([0, 1, 2, 3].map(|n| bytes[at + n]));
        let page_bytes = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            // 65,536 does not fit and is written so.
            1 => 65_536,
            bytes => u32::from(bytes),
        };
        let usable_bytes = page_bytes.saturating_sub(u32::from(bytes[20]));
        if !(512..=65_536).contains(&page_bytes)
            || !page_bytes.is_power_of_two()
            || usable_bytes < 480
        {
            return Some(Err(Damage::Header));
        }
        let pages = number(28);
        let is_kept_up = number(24) == number(92) && pages > 0;
        Some(Ok(Self {
            page_bytes,
            usable_bytes,
            pages: is_kept_up.then_some(pages),
            free_first: number(32),
            free_pages: number(36),
            largest_root: number(52),
            // 0 is an empty database's.
            is_utf8: number(56) <= 1,
            is_usual: bytes[21..24] == [64, 32, 32]
                && bytes[18..20].iter().all(|version| (1..=2).contains(version))
                && number(44) <= 4
                && (number(52) > 0 || number(64) == 0)
                && number(56) <= 3,
            user_version: number(60).cast_signed(),
        }))
    }
}
