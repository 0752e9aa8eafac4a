//! A binary property list looked at in place.
//!
//! One object at a time: no value is built that was not asked for.

use std::borrow::Cow;

/// The object table of a binary list. Every access is checked against the bytes.
pub(super) struct Archive<'a> {
    /// Objects and table, without the trailer.
    body: &'a [u8],
    table: &'a [u8],
    offset_size: usize,
    reference_size: usize,
    root: usize,
}

/// An object, containers unopened.
#[derive(Clone, Copy)]
pub(super) enum Object<'a> {
    /// Any integer.
    Integer(i128),
    Data(&'a [u8]),
    /// One byte a character.
    Ascii(&'a [u8]),
    /// Two bytes a character, high byte first.
    Utf16(&'a [u8]),
    /// A reference into `$objects`.
    Uid(u64),
    /// References to the elements.
    Array(References<'a>),
    /// References to the keys and to the values.
    Dictionary(References<'a>, References<'a>),
    /// Dates, reals, booleans, sets: nothing a record needs.
    Else,
}

/// References of one container.
#[derive(Clone, Copy)]
pub(super) struct References<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl<'a> Archive<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        if !bytes.starts_with(b"bplist0") {
            return None;
        }
        let (body, trailer) = bytes.split_at(bytes.len().checked_sub(32)?);
        let offset_size = usize::from(trailer[6]);
        let reference_size = usize::from(trailer[7]);
        let objects = usize::try_from(number(&trailer[8..16])?).ok()?;
        let root = usize::try_from(number(&trailer[16..24])?).ok()?;
        let start = usize::try_from(number(&trailer[24..32])?).ok()?;
        let end = start.checked_add(objects.checked_mul(offset_size)?)?;
        let table = body.get(start..end)?;
        let sizes = 1..=8;
        (sizes.contains(&offset_size) && sizes.contains(&reference_size)).then_some(Self {
            body,
            table,
            offset_size,
            reference_size,
            root,
        })
    }

    pub(super) fn root(&self) -> Option<Object<'a>> {
        self.object(self.root)
    }

    pub(super) fn object(&self, index: usize) -> Option<Object<'a>> {
        let at = index.checked_mul(self.offset_size)?;
        let offset = number(self.table.get(at..)?.get(..self.offset_size)?)?;
        let (marker, content) = self.body.get(usize::try_from(offset).ok()?..)?.split_first()?;
        let low = marker & 0x0F;
        Some(match marker >> 4 {
            0x1 => Object::Integer(integer(content.get(..1usize.checked_shl(low.into())?)?)?),
            0x8 => Object::Uid(number(content.get(..usize::from(low) + 1)?)?),
            0x4 => Object::Data(counted(low, content, 1)?),
            // 7 is UTF-8, which only newer systems write.
            0x5 | 0x7 => Object::Ascii(counted(low, content, 1)?),
            0x6 => Object::Utf16(counted(low, content, 2)?),
            0xA => Object::Array(self.references(counted(low, content, self.reference_size)?)),
            0xD => {
                let both = counted(low, content, self.reference_size.checked_mul(2)?)?;
                let (keys, values) = both.split_at(both.len() / 2);
                Object::Dictionary(self.references(keys), self.references(values))
            }
            _ => Object::Else,
        })
    }

    fn references(&self, bytes: &'a [u8]) -> References<'a> {
        References { bytes, size: self.reference_size }
    }

    /// The value of `key` in a dictionary.
    pub(super) fn get(&self, dictionary: Object<'a>, key: &[u8]) -> Option<Object<'a>> {
        self.entries(dictionary)?.find(|(name, _)| *name == key).and_then(|(_, value)| value)
    }

    /// Keys and values of a dictionary; keys that are no plain text are left out.
    pub(super) fn entries(
        &self,
        dictionary: Object<'a>,
    ) -> Option<impl Iterator<Item = (&'a [u8], Option<Object<'a>>)>> {
        let Object::Dictionary(keys, values) = dictionary else { return None };
        Some(keys.iter().zip(values.iter()).filter_map(|(key, value)| {
            let Object::Ascii(key) = self.object(key)? else { return None };
            Some((key, self.object(value)))
        }))
    }
}

impl<'a> References<'a> {
    pub(super) fn get(self, index: u64) -> Option<usize> {
        let at = usize::try_from(index).ok()?.checked_mul(self.size)?;
        usize::try_from(number(self.bytes.get(at..)?.get(..self.size)?)?).ok()
    }

    fn iter(self) -> impl Iterator<Item = usize> + 'a {
        // A reference too large for this machine leads nowhere; so does the largest.
        let index = |bytes| number(bytes).and_then(|n| usize::try_from(n).ok());
        self.bytes.chunks_exact(self.size).map(move |bytes| index(bytes).unwrap_or(usize::MAX))
    }
}

impl<'a> Object<'a> {
    /// The text of a string object.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Ascii(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Self::Utf16(bytes) => {
                let units = bytes.chunks_exact(2).map(|b| u16::from_be_bytes([b[0], b[1]]));
                let text: Result<String, _> = char::decode_utf16(units).collect();
                text.ok().map(Cow::Owned)
            }
            _ => None,
        }
    }
}

/// The content of an object with `low` or more elements of `size` bytes each.
fn counted(low: u8, content: &[u8], size: usize) -> Option<&[u8]> {
    let (count, content) = if low == 0x0F {
        let (marker, content) = content.split_first()?;
        let bytes = 1usize.checked_shl((marker & 0x0F).into())?;
        let (count, content) = content.split_at_checked(bytes)?;
        (usize::try_from(number(count)?).ok()?, content)
    } else {
        (usize::from(low), content)
    };
    content.get(..count.checked_mul(size)?)
}

/// Up to 16 bytes, high byte first, if the number fits.
fn number(bytes: &[u8]) -> Option<u64> {
    let mut sum = 0u64;
    for byte in bytes {
        if sum >> 56 != 0 {
            return None;
        }
        sum = sum << 8 | u64::from(*byte);
    }
    Some(sum)
}

/// 1, 2 and 4 bytes have no sign, 8 and 16 do.
fn integer(bytes: &[u8]) -> Option<i128> {
    match bytes.len() {
        1 | 2 | 4 => number(bytes).map(i128::from),
        8 => Some(i64::from_be_bytes(bytes.try_into().ok()?).into()),
        16 => Some(i128::from_be_bytes(bytes.try_into().ok()?)),
        _ => None,
    }
}
