//! Reading a record.

use std::borrow::Cow;

use super::archive::{Archive, Object, References};
use super::{Record, RecordFault};

pub(super) fn decode(bytes: &[u8]) -> Result<Record<'_>, RecordFault> {
    let archive = Archive::read(bytes).ok_or(RecordFault::NotAPlist)?;
    let keyed = Keyed::open(&archive).ok_or(RecordFault::NotAnArchive)?;
    if !keyed.is_of_class(b"MBFile") {
        return Err(RecordFault::NotAFileRecord);
    }
    let mut record = Record::default();
    let (mut path, mut mode, mut size) = (None, None, None);
    let fields = archive.entries(keyed.root).ok_or(RecordFault::NotAnArchive)?;
    for (name, value) in fields {
        match name {
            b"RelativePath" => path = keyed.text(value, "RelativePath")?,
            b"Mode" => mode = Some(keyed.bits(value, "Mode")?),
            b"Size" => size = Some(keyed.number(value, "Size")?),
            b"InodeNumber" => record.inode = keyed.wide_bits(value, "InodeNumber")?,
            b"UserID" => record.user_id = keyed.number(value, "UserID")?,
            b"GroupID" => record.group_id = keyed.number(value, "GroupID")?,
            b"LastModified" => record.last_modified = keyed.number(value, "LastModified")?,
            b"LastStatusChange" => {
                record.last_status_change = keyed.number(value, "LastStatusChange")?;
            }
            b"Birth" => record.birth = keyed.number(value, "Birth")?,
            b"ProtectionClass" => {
                record.protection_class = keyed.number(value, "ProtectionClass")?;
            }
            b"Flags" => record.flags = keyed.bits(value, "Flags")?,
            b"EncryptionKey" => record.encryption_key = keyed.data(value, "EncryptionKey")?,
            b"Target" => record.target = keyed.text(value, "Target")?,
            b"Digest" => record.digest = keyed.data(value, "Digest")?,
            b"ExtendedAttributes" => {
                record.extended_attributes = keyed.data(value, "ExtendedAttributes")?;
            }
            _ => {}
        }
    }
    record.relative_path = path.ok_or(RecordFault::Missing { field: "RelativePath" })?;
    record.mode = mode.ok_or(RecordFault::Missing { field: "Mode" })?;
    record.size = size.ok_or(RecordFault::Missing { field: "Size" })?;
    Ok(record)
}

/// What NSKeyedArchiver makes of a list: objects that name each other by number.
struct Keyed<'a, 'b> {
    archive: &'b Archive<'a>,
    objects: References<'a>,
    root: Object<'a>,
}

impl<'a, 'b> Keyed<'a, 'b> {
    fn open(archive: &'b Archive<'a>) -> Option<Self> {
        let list = archive.root()?;
        let Object::Array(objects) = archive.get(list, b"$objects")? else { return None };
        let top = archive.get(archive.get(list, b"$top")?, b"root")?;
        let mut keyed = Self { archive, objects, root: top };
        keyed.root = keyed.follow(top)?;
        Some(keyed)
    }

    /// The object itself, or the one it names. An object named so names no third.
    fn follow(&self, object: Object<'a>) -> Option<Object<'a>> {
        match object {
            Object::Uid(index) => self.archive.object(self.objects.get(index)?),
            inline => Some(inline),
        }
    }

    fn is_of_class(&self, name: &[u8]) -> bool {
        let class = self.archive.get(self.root, b"$class").and_then(|class| self.follow(class));
        let found = class.and_then(|class| self.archive.get(class, b"$classname"));
        matches!(found, Some(Object::Ascii(found)) if found == name)
    }

    fn number<T: TryFrom<i128>>(
        &self,
        value: Option<Object<'a>>,
        field: &'static str,
    ) -> Result<T, RecordFault> {
        match value.and_then(|value| self.follow(value)) {
            Some(Object::Integer(number)) => T::try_from(number).ok(),
            _ => None,
        }
        .ok_or(RecordFault::BadValue { field })
    }

    /// A number that is a set of bits: the phone stores it with a sign.
    fn bits(&self, value: Option<Object<'a>>, field: &'static str) -> Result<u32, RecordFault> {
        self.wide_bits(value, field).map(|bits| (bits & u64::from(u32::MAX)) as u32)
    }

    fn wide_bits(
        &self,
        value: Option<Object<'a>>,
        field: &'static str,
    ) -> Result<u64, RecordFault> {
        let number: i128 = self.number(value, field)?;
        Ok((number & i128::from(u64::MAX)) as u64)
    }

    /// A string, inline, by number, or wrapped as NSMutableString; none for `$null`.
    fn text(
        &self,
        value: Option<Object<'a>>,
        field: &'static str,
    ) -> Result<Option<Cow<'a, str>>, RecordFault> {
        let fault = RecordFault::BadValue { field };
        let value = self.content(value, b"NS.string").ok_or(fault)?;
        if self.is_null(value) {
            return Ok(None);
        }
        value.text().map(Some).ok_or(fault)
    }

    /// Bytes, inline, by number, or wrapped as NSData; none for `$null`.
    fn data(
        &self,
        value: Option<Object<'a>>,
        field: &'static str,
    ) -> Result<Option<Cow<'a, [u8]>>, RecordFault> {
        let fault = RecordFault::BadValue { field };
        match self.content(value, b"NS.data").ok_or(fault)? {
            Object::Data(bytes) => Ok(Some(Cow::Borrowed(bytes))),
            value if self.is_null(value) => Ok(None),
            _ => Err(fault),
        }
    }

    /// The value, or what the object around it holds under `key`.
    fn content(&self, value: Option<Object<'a>>, key: &[u8]) -> Option<Object<'a>> {
        match self.follow(value?)? {
            object @ Object::Dictionary(..) => self.follow(self.archive.get(object, key)?),
            object => Some(object),
        }
    }

    /// The first object of every archive stands for nothing.
    fn is_null(&self, object: Object<'a>) -> bool {
        matches!(object, Object::Ascii(b"$null"))
    }
}
