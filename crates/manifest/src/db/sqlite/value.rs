//! Numbers and records as SQLite stores them.

/// Up to nine bytes, seven bits each, the ninth whole. Takes them off `bytes`.
pub(super) fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut sum = 0u64;
    for at in 0..8 {
        let byte = *bytes.get(at)?;
        sum = sum << 7 | u64::from(byte & 0x7F);
        if byte < 0x80 {
            *bytes = &bytes[at + 1..];
            return Some(sum);
        }
    }
    let last = *bytes.get(8)?;
    *bytes = &bytes[9..];
    Some(sum << 8 | u64::from(last))
}

/// One value of a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Real,
    Text(&'a [u8]),
    Blob(&'a [u8]),
}

impl<'a> Value<'a> {
    pub(crate) fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    pub(crate) fn integer(self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(number),
            _ => None,
        }
    }
}

/// Reads the first `N` values of a record; those it does not have are null, as columns that
/// were added to a table later are. `None` when the record does not hold together.
pub(crate) fn record<const N: usize>(bytes: &[u8]) -> Option<[Value<'_>; N]> {
    let mut rest = bytes;
    let header_bytes = usize::try_from(varint(&mut rest)?).ok()?;
    let taken = bytes.len() - rest.len();
    let mut types = bytes.get(taken..header_bytes)?;
    let mut content = bytes.get(header_bytes..)?;
    let mut values = [Value::Null; N];
    for value in &mut values {
        if types.is_empty() {
            break;
        }
        *value = one(varint(&mut types)?, &mut content)?;
    }
    Some(values)
}

/// Whether the types at the front of a record call for exactly as many bytes as it has. A front
/// that goes on in other pages is taken as it is.
pub(super) fn is_sound(local: &[u8], bytes: u64) -> bool {
    let mut rest = local;
    let Some(header_bytes) = varint(&mut rest) else { return false };
    let taken = (local.len() - rest.len()) as u64;
    if header_bytes < taken || header_bytes > bytes {
        return false;
    }
    let Ok(end) = usize::try_from(header_bytes) else { return false };
    let Some(mut types) = local.get(taken as usize..end) else { return true };
    let mut sum = header_bytes;
    while !types.is_empty() {
        let Some(kind) = varint(&mut types) else { return false };
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => kind,
            5 => 6,
            6 | 7 => 8,
            10 | 11 => return false,
            kind => (kind - 12) / 2,
        };
        sum = sum.saturating_add(length);
    }
    sum == bytes
}

fn one<'a>(kind: u64, content: &mut &'a [u8]) -> Option<Value<'a>> {
    let mut take = |count: u64| {
        let (front, rest) = content.split_at_checked(usize::try_from(count).ok()?)?;
        *content = rest;
        Some(front)
    };
    let integer = |bytes: &[u8]| {
        let first = i64::from(bytes[0].cast_signed());
        bytes[1..].iter().fold(first, |sum, byte| sum << 8 | i64::from(*byte))
    };
    Some(match kind {
        0 => Value::Null,
        1..=4 => Value::Integer(integer(take(kind)?)),
        5 => Value::Integer(integer(take(6)?)),
        6 => Value::Integer(integer(take(8)?)),
        7 => take(8).map(|_| Value::Real)?,
        8 => Value::Integer(0),
        9 => Value::Integer(1),
        10 | 11 => return None,
        kind if kind % 2 == 0 => Value::Blob(take((kind - 12) / 2)?),
        kind => Value::Text(take((kind - 13) / 2)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_every_length() {
        for (bytes, number) in [
            (&[0x00][..], 0),
            (&[0x7F], 127),
            (&[0x81, 0x00], 128),
            (&[0xFF; 9], u64::MAX),
            (&[0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x05], 5),
        ] {
            let mut rest = bytes;
            assert_eq!((varint(&mut rest), rest.len()), (Some(number), 0));
        }
        assert_eq!(varint(&mut &[0x80][..]), None);
    }

    #[test]
    fn a_record_may_have_fewer_values_than_are_asked_for_and_never_more_than_its_bytes() {
        let bytes = [4, 1, 17, 8, 0xFE, b'a', b'b'];
        let values = [Value::Integer(-2), Value::Text(b"ab"), Value::Integer(0), Value::Null];
        assert_eq!(record::<4>(&bytes), Some(values));
        assert_eq!(record::<4>(&bytes[..6]), None);
        assert_eq!(record::<1>(&[200, 1]), None);
    }
}
