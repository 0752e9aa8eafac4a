//! Writing a record, for the simulated phone and for tests.

use super::Record;

pub(super) fn encode(record: &Record<'_>) -> Vec<u8> {
    let mut list = List::default();
    // Each archived object is written when its number is given out, so the record itself,
    // number 1, is put in place last.
    let mut objects = vec![list.text("$null"), 0];
    let path = archived(&mut objects, list.text(&record.relative_path));
    let key = optional_data(&mut list, &mut objects, record.encryption_key.as_deref());
    let digest = optional_data(&mut list, &mut objects, record.digest.as_deref());
    let attributes = optional_data(&mut list, &mut objects, record.extended_attributes.as_deref());
    let target = record.target.as_deref().map(|target| {
        let target = list.text(target);
        archived(&mut objects, target)
    });
    let class = class(&mut list, &mut objects, "MBFile");

    let mut fields = Fields::default();
    fields.number(&mut list, "Birth", record.birth.into());
    fields.reference(&mut list, "Digest", digest);
    fields.reference(&mut list, "EncryptionKey", key);
    fields.reference(&mut list, "ExtendedAttributes", attributes);
    fields.number(&mut list, "Flags", record.flags.into());
    fields.number(&mut list, "GroupID", record.group_id.into());
    fields.number(&mut list, "InodeNumber", record.inode.into());
    fields.number(&mut list, "LastModified", record.last_modified.into());
    fields.number(&mut list, "LastStatusChange", record.last_status_change.into());
    fields.number(&mut list, "Mode", record.mode.into());
    fields.number(&mut list, "ProtectionClass", record.protection_class.into());
    fields.reference(&mut list, "RelativePath", Some(path));
    fields.number(&mut list, "Size", record.size.into());
    fields.reference(&mut list, "Target", target);
    fields.number(&mut list, "UserID", record.user_id.into());
    fields.reference(&mut list, "$class", Some(class));
    objects[1] = fields.write(&mut list);

    let mut root = Fields::default();
    root.number(&mut list, "$version", 100_000);
    let objects = list.array(&objects);
    root.value(&mut list, "$objects", objects);
    let archiver = list.text("NSKeyedArchiver");
    root.value(&mut list, "$archiver", archiver);
    let mut top = Fields::default();
    top.reference(&mut list, "root", Some(1));
    let top = top.write(&mut list);
    root.value(&mut list, "$top", top);
    let root = root.write(&mut list);
    list.finish(root)
}

/// Gives the object at `index` a number in `$objects`.
fn archived(objects: &mut Vec<u8>, index: u8) -> u8 {
    objects.push(index);
    u8::try_from(objects.len() - 1).unwrap_or_default()
}

/// An NSData around `bytes`, by its number.
fn optional_data(list: &mut List, objects: &mut Vec<u8>, bytes: Option<&[u8]>) -> Option<u8> {
    let bytes = list.data(bytes?);
    let class = class(list, objects, "NSData");
    let mut fields = Fields::default();
    fields.value(list, "NS.data", bytes);
    fields.reference(list, "$class", Some(class));
    let object = fields.write(list);
    Some(archived(objects, object))
}

fn class(list: &mut List, objects: &mut Vec<u8>, name: &str) -> u8 {
    let (name, ancestor) = (list.text(name), list.text("NSObject"));
    let ancestry = list.array(&[name, ancestor]);
    let mut fields = Fields::default();
    fields.value(list, "$classname", name);
    fields.value(list, "$classes", ancestry);
    let object = fields.write(list);
    archived(objects, object)
}

/// Entries of a dictionary being put together.
#[derive(Default)]
struct Fields {
    keys: Vec<u8>,
    values: Vec<u8>,
}

impl Fields {
    fn value(&mut self, list: &mut List, name: &str, value: u8) {
        self.keys.push(list.text(name));
        self.values.push(value);
    }

    fn number(&mut self, list: &mut List, name: &str, number: i128) {
        let value = list.integer(number);
        self.value(list, name, value);
    }

    fn reference(&mut self, list: &mut List, name: &str, number: Option<u8>) {
        if let Some(number) = number {
            let value = list.object(&[0x80, number]);
            self.value(list, name, value);
        }
    }

    fn write(self, list: &mut List) -> u8 {
        let mut references = self.keys;
        let count = references.len();
        references.extend(self.values);
        list.counted(0xD0, count, &references)
    }
}

/// A binary list growing object by object. A record has some sixty objects, so one byte
/// is enough for every reference.
struct List {
    bytes: Vec<u8>,
    offsets: Vec<u32>,
}

impl Default for List {
    fn default() -> Self {
        let mut bytes = Vec::with_capacity(1024);
        bytes.extend_from_slice(b"bplist00");
        Self { bytes, offsets: Vec::with_capacity(80) }
    }
}

impl List {
    /// Appends a whole object and returns its index.
    fn object(&mut self, bytes: &[u8]) -> u8 {
        let index = self.begin();
        self.bytes.extend_from_slice(bytes);
        index
    }

    fn begin(&mut self) -> u8 {
        self.offsets.push(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        u8::try_from(self.offsets.len() - 1).unwrap_or(u8::MAX)
    }

    fn counted(&mut self, marker: u8, count: usize, content: &[u8]) -> u8 {
        let index = self.begin();
        match u8::try_from(count) {
            Ok(count @ 0..15) => self.bytes.push(marker | count),
            Ok(count) => self.bytes.extend_from_slice(&[marker | 0x0F, 0x10, count]),
            Err(_) => {
                let count = u32::try_from(count).unwrap_or(u32::MAX);
                self.bytes.extend_from_slice(&[marker | 0x0F, 0x12]);
                self.bytes.extend_from_slice(&count.to_be_bytes());
            }
        }
        self.bytes.extend_from_slice(content);
        index
    }

    fn array(&mut self, references: &[u8]) -> u8 {
        self.counted(0xA0, references.len(), references)
    }

    fn data(&mut self, bytes: &[u8]) -> u8 {
        self.counted(0x40, bytes.len(), bytes)
    }

    fn text(&mut self, text: &str) -> u8 {
        if text.is_ascii() {
            return self.counted(0x50, text.len(), text.as_bytes());
        }
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        self.counted(0x60, units.len() / 2, &units)
    }

    /// The shortest form: only 8 and 16 bytes carry a sign.
    fn integer(&mut self, number: i128) -> u8 {
        if let Ok(number) = u8::try_from(number) {
            self.object(&[0x10, number])
        } else if let Ok(number) = u16::try_from(number) {
            let [a, b] = number.to_be_bytes();
            self.object(&[0x11, a, b])
        } else if let Ok(number) = u32::try_from(number) {
            let [a, b, c, d] = number.to_be_bytes();
            self.object(&[0x12, a, b, c, d])
        } else {
            let index = self.begin();
            match i64::try_from(number) {
                Ok(number) => {
                    self.bytes.push(0x13);
                    self.bytes.extend_from_slice(&number.to_be_bytes());
                }
                Err(_) => {
                    self.bytes.push(0x14);
                    self.bytes.extend_from_slice(&number.to_be_bytes());
                }
            }
            index
        }
    }

    fn finish(mut self, root: u8) -> Vec<u8> {
        let table = self.bytes.len() as u64;
        let wide = table > u64::from(u16::MAX);
        for offset in &self.offsets {
            let bytes = offset.to_be_bytes();
            self.bytes.extend_from_slice(if wide { &bytes } else { &bytes[2..] });
        }
        self.bytes.extend_from_slice(&[0, 0, 0, 0, 0, 0, if wide { 4 } else { 2 }, 1]);
        self.bytes.extend_from_slice(&(self.offsets.len() as u64).to_be_bytes());
        self.bytes.extend_from_slice(&u64::from(root).to_be_bytes());
        self.bytes.extend_from_slice(&table.to_be_bytes());
        self.bytes
    }
}
