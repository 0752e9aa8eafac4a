//! What a binary plist unfolds to, computed on its object table.
//!
//! ```text
//! "bplist00" objects … offset table, trailer (32 bytes):
//!   6 unused, u8 offset size, u8 reference size, u64be objects, u64be root, u64be table
//! object = marker byte (high half kind, low half count, 0xF = count follows as integer)
//! ```

use crate::{Bounds, Fault};

/// Bytes a value takes in memory besides its content, roughly.
const VALUE_BYTES: u64 = 48;

/// Refuses what would unfold beyond `bounds`. Objects the table does not reach and
/// details of scalars are left to the real reader.
pub(crate) fn check(bytes: &[u8], bounds: Bounds) -> Result<(), Fault> {
    let table = Table::read(bytes).ok_or_else(|| Fault::Malformed("bad trailer".into()))?;
    if (table.objects as u64).saturating_mul(VALUE_BYTES) > bounds.unfolded_bytes_max {
        return Err(Fault::TooLarge { bytes_max: bounds.unfolded_bytes_max });
    }
    let mut walk = Walk { table: &table, bounds, known: vec![None; table.objects] };
    walk.unfolded(table.root, 0).map(drop)
}

/// The object table of a list.
struct Table<'a> {
    bytes: &'a [u8],
    offsets: &'a [u8],
    offset_size: usize,
    reference_size: usize,
    objects: usize,
    root: usize,
}

impl<'a> Table<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let trailer = bytes.len().checked_sub(32)?;
        let (body, trailer) = bytes.split_at(trailer);
        let offset_size = usize::from(trailer[6]);
        let reference_size = usize::from(trailer[7]);
        if !(1..=8).contains(&offset_size) || !(1..=8).contains(&reference_size) {
            return None;
        }
        let objects = usize::try_from(big_endian(&trailer[8..16])).ok()?;
        let root = usize::try_from(big_endian(&trailer[16..24])).ok()?;
        let table = usize::try_from(big_endian(&trailer[24..32])).ok()?;
        let end = table.checked_add(objects.checked_mul(offset_size)?)?;
        let offsets = body.get(table..end)?;
        (root < objects).then_some(Self {
            bytes: body,
            offsets,
            offset_size,
            reference_size,
            objects,
            root,
        })
    }

    /// Marker kind, element count and the bytes behind the marker of object `index`.
    fn object(&self, index: usize) -> Option<(u8, usize, &'a [u8])> {
        let at = self.offsets.get(index * self.offset_size..(index + 1) * self.offset_size)?;
        let object = self.bytes.get(usize::try_from(big_endian(at)).ok()?..)?;
        let (marker, mut rest) = object.split_first()?;
        let mut count = usize::from(marker & 0x0F);
        if count == 0x0F && matches!(marker >> 4, 0x4..=0x6 | 0xA..=0xD) {
            let (int, after) = rest.split_first()?;
            let size = 1usize << (int & 0x0F).min(4);
            count = usize::try_from(big_endian(after.get(..size)?)).ok()?;
            rest = &after[size..];
        }
        Some((marker >> 4, count, rest))
    }
}

struct Walk<'a> {
    table: &'a Table<'a>,
    bounds: Bounds,
    /// Unfolded size and height of each object already measured.
    known: Vec<Option<(u64, u32)>>,
}

impl Walk<'_> {
    /// Bytes object `index` unfolds to and its height. Every object is measured once,
    /// so the work is linear in the length of the list however often it is named.
    fn unfolded(&mut self, index: usize, depth: u32) -> Result<(u64, u32), Fault> {
        if depth > self.bounds.depth_max {
            // A list that contains itself ends here too.
            return Err(Fault::TooDeep { depth_max: self.bounds.depth_max });
        }
        let bad = || Fault::Malformed("object outside the list".into());
        if let Some(known) = *self.known.get(index).ok_or_else(bad)? {
            return self.within(known.0, depth + known.1).map(|()| known);
        }
        let (kind, count, content) = self.table.object(index).ok_or_else(bad)?;
        let (mut bytes, mut height) = (VALUE_BYTES, 0);
        match kind {
            0x4 | 0x5 => bytes = bytes.saturating_add(count as u64),
            0x6 => bytes = bytes.saturating_add((count as u64).saturating_mul(3)),
            0xA..=0xD => {
                let elements = if kind == 0xD { count.checked_mul(2) } else { Some(count) };
                let length = elements.and_then(|n| n.checked_mul(self.table.reference_size));
                let references = length.and_then(|n| content.get(..n)).ok_or_else(bad)?;
                for reference in references.chunks_exact(self.table.reference_size) {
                    let child = usize::try_from(big_endian(reference)).map_err(|_| bad())?;
                    let (child_bytes, child_height) = self.unfolded(child, depth + 1)?;
                    bytes = bytes.saturating_add(child_bytes);
                    height = height.max(child_height + 1);
                    self.within(bytes, depth + height)?;
                }
            }
            0x3 => date(content)?,
            _ => {}
        }
        self.within(bytes, depth + height)?;
        self.known[index] = Some((bytes, height));
        Ok((bytes, height))
    }

    fn within(&self, bytes: u64, depth: u32) -> Result<(), Fault> {
        let Bounds { depth_max, unfolded_bytes_max } = self.bounds;
        if depth > depth_max {
            return Err(Fault::TooDeep { depth_max });
        }
        if bytes > unfolded_bytes_max {
            return Err(Fault::TooLarge { bytes_max: unfolded_bytes_max });
        }
        Ok(())
    }
}

/// Seconds from 2001 back to the year 0.
const SECONDS_MIN: f64 = -63_145_526_400.0;
/// Seconds from 2001 to the end of the year 9999.
const SECONDS_MAX: f64 = 252_423_993_599.0;

/// A date of four digits: others can be read, but whoever writes them as text panics.
fn date(content: &[u8]) -> Result<(), Fault> {
    let bad = || Fault::Malformed("a date outside the calendar".into());
    let seconds = f64::from_bits(big_endian(content.get(..8).ok_or_else(bad)?));
    (SECONDS_MIN..=SECONDS_MAX).contains(&seconds).then_some(()).ok_or_else(bad)
}

/// Up to 16 bytes as a number; what does not fit is as large as can be.
fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(
        0u64,
        |sum, byte| {
            if sum >> 56 == 0 { sum << 8 | u64::from(*byte) } else { u64::MAX }
        },
    )
}
