//! What a simulated phone says of a restore: every byte held against what it expected.

/// A restore that the phone took to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// UDID of the phone the backup was made of.
    pub source: String,
    /// It was encrypted.
    pub encrypted: bool,
    /// Files that came whole and as expected.
    pub files: u64,
    /// Their bytes, as they are on the phone: decrypted.
    pub bytes: u64,
    /// Folders in the list.
    pub folders: u64,
    /// Links in the list.
    pub links: u64,
    /// The state of the phone's own content that this is, counted in backups since it was new;
    /// `None` for a backup of other content, which is held against its own list only.
    pub generation: Option<u32>,
    /// Files the phone had then that are not in the list: it could not read them at the time.
    pub left_out: u64,
    /// What was not as expected: the first hundred, in words.
    pub faults: Vec<String>,
    /// How many there are.
    pub fault_count: u64,
    /// The host asked for this, in the words of the protocol.
    pub options: Vec<&'static str>,
    /// Bytes of the list of apps to be installed again, when the host left one.
    pub apps_bytes: Option<u64>,
    /// BLAKE3 of everything that came, by its place in the backup folder, when the scenario
    /// wants that.
    pub digests: Vec<(String, [u8; 32])>,
}

/// Faults that are kept in words.
const FAULTS_KEPT: usize = 100;

impl Restored {
    /// Nothing was missing and every byte was right.
    pub fn is_as_expected(&self) -> bool {
        self.fault_count == 0
    }

    /// Something was not as expected.
    pub fn fault(&mut self, text: String) {
        self.fault_count += 1;
        if self.faults.len() < FAULTS_KEPT {
            self.faults.push(text);
        }
    }
}
