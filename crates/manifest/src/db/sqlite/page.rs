//! One page of a tree, taken apart. Every access is checked against the page.

use super::Damage;
use super::header::{HEADER_BYTES, Header};
use super::value::varint;

/// What a page of a tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PageKind {
    TableLeaf,
    TableInterior,
    IndexLeaf,
    IndexInterior,
}

impl PageKind {
    pub(super) fn is_table(self) -> bool {
        matches!(self, Self::TableLeaf | Self::TableInterior)
    }

    pub(super) fn is_leaf(self) -> bool {
        matches!(self, Self::TableLeaf | Self::IndexLeaf)
    }
}

/// A page of a tree.
#[derive(Clone, Copy)]
pub(super) struct TreePage<'a> {
    number: u32,
    bytes: &'a [u8],
    pub(super) kind: PageKind,
    cells: usize,
    /// Where the cell pointers begin.
    pointers: usize,
    usable: usize,
}

/// One cell of a page.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell<'a> {
    /// The child to the left; of interior pages only.
    pub(super) child: u32,
    /// Of tables only.
    pub(super) rowid: i64,
    /// Bytes of the record, wherever they lie; none in the interior of a table.
    pub(super) payload_bytes: u64,
    /// The part of the record on this page.
    pub(super) local: &'a [u8],
    /// Where it goes on, 0 for nowhere.
    pub(super) overflow: u32,
    /// Where in the page the cell lies.
    pub(super) extent: (usize, usize),
}

impl<'a> TreePage<'a> {
    /// Page `number`, counted from 1.
    pub(super) fn read(header: &Header, number: u32, bytes: &'a [u8]) -> Result<Self, Damage> {
        let damage = Damage::Page { page: number };
        // Page 1 begins with the header of the database.
        let start = if number == 1 { HEADER_BYTES } else { 0 };
        let front = bytes.get(start..start + 8).ok_or(damage)?;
        let (kind, length) = match front[0] {
            0x0D => (PageKind::TableLeaf, 8),
            0x05 => (PageKind::TableInterior, 12),
            0x0A => (PageKind::IndexLeaf, 8),
            0x02 => (PageKind::IndexInterior, 12),
            _ => return Err(damage),
        };
        let usable = header.usable_bytes as usize;
        let cells = usize::from(u16::from_be_bytes([front[3], front[4]]));
        let pointers = start + length;
        if pointers + 2 * cells > usable || bytes.len() < usable {
            return Err(damage);
        }
        Ok(Self { number, bytes, kind, cells, pointers, usable })
    }

    pub(super) fn cells(&self) -> usize {
        self.cells
    }

    /// Where cells may begin: behind the pointers.
    pub(super) fn cells_from(&self) -> usize {
        self.pointers + 2 * self.cells
    }

    /// The child behind the last cell, of an interior page.
    pub(super) fn right_child(&self) -> u32 {
        let at = self.pointers - 4;
        [0, 1, 2, 3].iter().fold(0, |sum, n| sum << 8 | u32::from(self.bytes[at + n]))
    }

    /// Where the content of cells begins, by the page's own word.
    pub(super) fn content_from(&self) -> usize {
        match self.front_number(5) {
            // 65,536 does not fit and is written so.
            0 => 65_536,
            at => at,
        }
    }

    /// Bytes too scattered to be listed as free.
    pub(super) fn fragments(&self) -> usize {
        usize::from(self.bytes[self.front() + 7])
    }

    /// Free room between cells, listed from front to back; `None` when the list is damaged.
    pub(super) fn free_room(&self) -> Option<Vec<(usize, usize)>> {
        let (mut found, mut at) = (Vec::new(), self.front_number(1));
        while at != 0 {
            let block = self.bytes.get(at..at + 4).filter(|_| at + 4 <= self.usable)?;
            let next = usize::from(u16::from_be_bytes([block[0], block[1]]));
            let length = usize::from(u16::from_be_bytes([block[2], block[3]]));
            if length < 4 || at + length > self.usable || (next != 0 && next < at + length) {
                return None;
            }
            found.push((at, at + length));
            at = next;
        }
        Some(found)
    }

    fn front(&self) -> usize {
        if self.number == 1 { HEADER_BYTES } else { 0 }
    }

    fn front_number(&self, at: usize) -> usize {
        let at = self.front() + at;
        usize::from(u16::from_be_bytes([self.bytes[at], self.bytes[at + 1]]))
    }

    pub(super) fn cell(&self, number: usize) -> Result<Cell<'a>, Damage> {
        self.read_cell(number).ok_or(Damage::Page { page: self.number })
    }

    fn read_cell(&self, number: usize) -> Option<Cell<'a>> {
        let at = self.pointers + 2 * number;
        let start =
            usize::from(u16::from_be_bytes([*self.bytes.get(at)?, *self.bytes.get(at + 1)?]));
        if start < self.cells_from() {
            return None;
        }
        let mut rest = self.bytes.get(start..self.usable)?;
        let mut cell = Cell::default();
        if !self.kind.is_leaf() {
            let (child, after) = rest.split_first_chunk::<4>()?;
            (cell.child, rest) = (u32::from_be_bytes(*child), after);
        }
        if self.kind != PageKind::TableInterior {
            cell.payload_bytes = varint(&mut rest)?;
        }
        if self.kind.is_table() {
            cell.rowid = varint(&mut rest)?.cast_signed();
        }
        let local = self.local_bytes(cell.payload_bytes);
        cell.local = rest.get(..local)?;
        rest = &rest[local..];
        if (local as u64) < cell.payload_bytes {
            let (overflow, after) = rest.split_first_chunk::<4>()?;
            (cell.overflow, rest) = (u32::from_be_bytes(*overflow), after);
        }
        cell.extent = (start, self.usable - rest.len());
        Some(cell)
    }

    /// How much of a record lies on the page itself; the rest overflows.
    fn local_bytes(&self, payload: u64) -> usize {
        let usable = self.usable;
        let max = match self.kind {
            PageKind::TableLeaf => usable - 35,
            _ => (usable - 12) * 64 / 255 - 23,
        };
        match usize::try_from(payload) {
            Ok(payload) if payload <= max => payload,
            _ => {
                let min = (usable - 12) * 32 / 255 - 23;
                let room = usable as u64 - 4;
                let kept = min as u64 + (payload.wrapping_sub(min as u64)) % room;
                usize::try_from(kept).ok().filter(|kept| *kept <= max).unwrap_or(min)
            }
        }
    }
}
