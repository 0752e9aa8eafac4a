//! The backup password of a simulated phone and the keys behind it.

use unstuck_manifest::content::WrappedKey;
use unstuck_manifest::keybag::{Keybag, NewKeybag, Round};
use unstuck_manifest::{ClassKey, ClassKeys, FileKey, Password};

use crate::content::PhoneFile;
use crate::content::bytes::derive_bytes;

/// Protection classes of a backup keybag (docs/backup-format.md 9.3).
const CLASSES: std::ops::RangeInclusive<u32> = 1..=11;
/// The class that wraps the key of Manifest.db.
const MANIFEST_CLASS: u32 = 4;

/// Password, keybag and class keys. Everything follows from seed and password.
#[derive(Debug)]
pub struct PhoneKeybag {
    password: Password,
    text: String,
    bytes: Vec<u8>,
    class_keys: ClassKeys,
    seed: u64,
}

impl PhoneKeybag {
    /// Keys of the phone `seed` under `password`.
    pub fn new(seed: u64, password: &str, first_rounds: u32, second_rounds: u32) -> Self {
        let key_seed = u64::from_le_bytes(derive_bytes(seed, password, 0));
        let classes: Vec<_> = CLASSES
            .map(|class| {
                let number = u64::from(class);
                let uuid = derive_bytes(key_seed, "class uuid", number);
                (class, uuid, ClassKey::new(derive_bytes(key_seed, "class key", number)))
            })
            .collect();
        let salt = |name| derive_bytes::<20>(key_seed, name, 0);
        let new = NewKeybag {
            uuid: derive_bytes(key_seed, "bag uuid", 0),
            second_round: Round { salt: salt("salt"), iterations: second_rounds },
            first_round: Some(Round { salt: salt("first salt"), iterations: first_rounds }),
            classes: &classes,
        };
        let class_keys = new.class_keys();
        let words = Password::from(password);
        let (bag, _) = Keybag::create(&new, &words).expect("the counts are within every reader's");
        Self {
            password: words,
            text: password.into(),
            bytes: bag.to_bytes(),
            class_keys,
            seed: key_seed,
        }
    }

    /// Whether `password` is the one.
    pub fn opens_with(&self, password: Option<&str>) -> bool {
        password == Some(self.text.as_str())
    }

    /// The password.
    pub fn password(&self) -> &Password {
        &self.password
    }

    /// The keybag as it stands in Manifest.plist.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The class keys.
    pub fn class_keys(&self) -> &ClassKeys {
        &self.class_keys
    }

    /// Salt for the password hash in the manifest's Properties.
    pub fn manifest_salt(&self) -> [u8; 16] {
        derive_bytes(self.seed, "manifest salt", 0)
    }

    /// The key of a file. Its content changing changes its key.
    pub fn file_key(&self, file: &PhoneFile) -> FileKey {
        FileKey::new(derive_bytes(self.seed, &file.path, file.seed))
    }

    /// The key of a file as its record holds it.
    pub fn wrapped_file_key(&self, file: &PhoneFile) -> WrappedKey {
        let class = file.class.max(1);
        self.class_keys.wrap(&self.file_key(file), class).expect("all classes have keys")
    }

    /// The key of Manifest.db.
    pub fn manifest_key(&self) -> FileKey {
        FileKey::new(derive_bytes(self.seed, "manifest", 0))
    }

    /// The key of Manifest.db as Manifest.plist holds it.
    pub fn wrapped_manifest_key(&self) -> WrappedKey {
        self.class_keys.wrap(&self.manifest_key(), MANIFEST_CLASS).expect("class 4 has a key")
    }
}
