//! The bag's notation: 4 letters, u32be length, value.

use super::{
    ClassEntry, FIRST_ROUNDS_MAX, KEYBAG_BYTES_MAX, Keybag, KeybagFault, Round, SECOND_ROUNDS_MAX,
};

/// TYPE of a backup's bag.
const BACKUP: u32 = 1;

pub(super) fn parse(bytes: &[u8]) -> Result<Keybag, KeybagFault> {
    if bytes.len() > KEYBAG_BYTES_MAX {
        return Err(KeybagFault::TooLong { bytes: bytes.len() });
    }
    let entries = split(bytes)?;
    // The first UUID is the bag's; every further one begins a class.
    let mut uuids = entries.iter().enumerate().filter(|(_, (tag, _))| tag == b"UUID");
    let (_, second) = (uuids.next(), uuids.next());
    let (header, classes) = entries.split_at(second.map_or(entries.len(), |(at, _)| at));
    let mut bag = read_header(header)?;
    for entry in classes.chunk_by(|_, (tag, _)| tag != b"UUID") {
        let entry = read_class(entry)?;
        if bag.classes.iter().any(|other| other.class == entry.class) {
            return Err(KeybagFault::ClassTwice { class: entry.class });
        }
        bag.classes.push(entry);
    }
    Ok(bag)
}

type Entry<'a> = ([u8; 4], &'a [u8]);

fn split(bytes: &[u8]) -> Result<Vec<Entry<'_>>, KeybagFault> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let cut_off = KeybagFault::CutOff { at: bytes.len() - rest.len() };
        let (tag, after) = rest.split_first_chunk::<4>().ok_or(cut_off)?;
        let (len, after) = after.split_first_chunk::<4>().ok_or(cut_off)?;
        let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| cut_off)?;
        let (value, after) = after.split_at_checked(len).ok_or(cut_off)?;
        entries.push((*tag, value));
        rest = after;
    }
    Ok(entries)
}

fn read_header(entries: &[Entry<'_>]) -> Result<Keybag, KeybagFault> {
    let fields = Fields(entries);
    let kind = fields.required("TYPE")?;
    if u32::from_be_bytes(kind) != BACKUP {
        return Err(KeybagFault::NotOfABackup { kind: u32::from_be_bytes(kind) });
    }
    let first_round = match (fields.get("DPSL")?, fields.get("DPIC")?) {
        (None, None) => None,
        (Some(salt), Some(count)) => Some(round("DPIC", salt, count, FIRST_ROUNDS_MAX)?),
        (None, Some(_)) => return Err(KeybagFault::Missing { tag: "DPSL" }),
        (Some(_), None) => return Err(KeybagFault::Missing { tag: "DPIC" }),
    };
    let (salt, count) = (fields.required("SALT")?, fields.required("ITER")?);
    Ok(Keybag {
        version: fields.get("VERS")?.map_or(0, u32::from_be_bytes),
        uuid: fields.required("UUID")?,
        hmac_key: fields.get("HMCK")?,
        second_round: round("ITER", salt, count, SECOND_ROUNDS_MAX)?,
        first_round,
        double_protection: fields.get("DPWT")?.map(u32::from_be_bytes),
        classes: Vec::new(),
    })
}

fn round(
    tag: &'static str,
    salt: [u8; 20],
    count: [u8; 4],
    iterations_max: u32,
) -> Result<Round, KeybagFault> {
    let iterations = u32::from_be_bytes(count);
    if iterations == 0 || iterations > iterations_max {
        return Err(KeybagFault::Rounds { tag, iterations, iterations_max });
    }
    Ok(Round { salt, iterations })
}

fn read_class(entries: &[Entry<'_>]) -> Result<ClassEntry, KeybagFault> {
    let fields = Fields(entries);
    Ok(ClassEntry {
        uuid: fields.required("UUID")?,
        class: u32::from_be_bytes(fields.required("CLAS")?),
        wrap: fields.get("WRAP")?.map_or(0, u32::from_be_bytes),
        key_type: fields.get("KTYP")?.map_or(0, u32::from_be_bytes),
        wrapped_key: fields.get("WPKY")?,
        public_key: fields.get("PBKY")?,
    })
}

/// The entries of the header or of one class.
struct Fields<'a>(&'a [Entry<'a>]);

impl Fields<'_> {
    /// The value of `tag`, which has `N` bytes and stands there at most once.
    fn get<const N: usize>(&self, tag: &'static str) -> Result<Option<[u8; N]>, KeybagFault> {
        let mut found = self.0.iter().filter(|(name, _)| name == tag.as_bytes());
        let Some((_, value)) = found.next() else { return Ok(None) };
        if found.next().is_some() {
            return Err(KeybagFault::Twice { tag });
        }
        let bytes = value.len();
        let value = <[u8; N]>::try_from(*value).map_err(|_| KeybagFault::Length {
            tag,
            bytes,
            expected: N,
        })?;
        Ok(Some(value))
    }

    fn required<const N: usize>(&self, tag: &'static str) -> Result<[u8; N], KeybagFault> {
        self.get(tag)?.ok_or(KeybagFault::Missing { tag })
    }
}

pub(super) fn write(bag: &Keybag) -> Vec<u8> {
    let mut out = Writer(Vec::new());
    out.number(b"VERS", bag.version);
    out.number(b"TYPE", BACKUP);
    out.value(b"UUID", &bag.uuid);
    out.optional(b"HMCK", bag.hmac_key.as_ref());
    out.number(b"WRAP", 0);
    out.value(b"SALT", &bag.second_round.salt);
    out.number(b"ITER", bag.second_round.iterations);
    if let Some(kind) = bag.double_protection {
        out.number(b"DPWT", kind);
    }
    if let Some(round) = &bag.first_round {
        out.number(b"DPIC", round.iterations);
        out.value(b"DPSL", &round.salt);
    }
    for entry in &bag.classes {
        out.value(b"UUID", &entry.uuid);
        out.number(b"CLAS", entry.class);
        out.number(b"WRAP", entry.wrap);
        out.number(b"KTYP", entry.key_type);
        out.optional(b"WPKY", entry.wrapped_key.as_ref());
        out.optional(b"PBKY", entry.public_key.as_ref());
    }
    out.0
}

struct Writer(Vec<u8>);

impl Writer {
    fn value<const N: usize>(&mut self, tag: &[u8; 4], value: &[u8; N]) {
        self.0.extend_from_slice(tag);
        self.0.extend_from_slice(&u32::try_from(N).unwrap_or(u32::MAX).to_be_bytes());
        self.0.extend_from_slice(value);
    }

    fn number(&mut self, tag: &[u8; 4], number: u32) {
        self.value(tag, &number.to_be_bytes());
    }

    fn optional<const N: usize>(&mut self, tag: &[u8; 4], value: Option<&[u8; N]>) {
        if let Some(value) = value {
            self.value(tag, value);
        }
    }
}
