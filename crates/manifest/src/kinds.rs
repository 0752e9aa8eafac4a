//! Where a person's things lie in a backup (docs/backup-format.md 13).
//!
//! One line of the table is one place: a domain (`*` at its end: any that begin so) and the
//! front of a path.

/// A kind of things people look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, as a word.
    pub name: &'static str,
    /// What it is, for people.
    pub about: &'static str,
    places: &'static [(&'static str, &'static str)],
}

/// All kinds, in the order people are shown them.
pub static KINDS: &[Kind] = &[
    Kind {
        name: "photos",
        about: "photos and videos of the camera roll",
        places: &[
            ("CameraRollDomain", "Media/DCIM/"),
            ("CameraRollDomain", "Media/PhotoData/CPLAssets/"),
        ],
    },
    Kind {
        name: "photo-library",
        about: "albums, faces and edits of Photos",
        places: &[("CameraRollDomain", "Media/PhotoData/")],
    },
    Kind {
        name: "messages",
        about: "Messages: texts and attachments",
        places: &[("HomeDomain", "Library/SMS/"), ("MediaDomain", "Library/SMS/")],
    },
    Kind {
        name: "contacts",
        about: "the address book",
        places: &[("HomeDomain", "Library/AddressBook/")],
    },
    Kind {
        name: "calls",
        about: "lists of calls",
        places: &[
            ("HomeDomain", "Library/CallHistoryDB/"),
            ("WirelessDomain", "Library/CallHistory/"),
        ],
    },
    Kind { name: "voicemail", about: "voicemail", places: &[("HomeDomain", "Library/Voicemail/")] },
    Kind {
        name: "notes",
        about: "Notes and what is attached to them",
        places: &[("AppDomainGroup-group.com.apple.notes", ""), ("HomeDomain", "Library/Notes/")],
    },
    Kind {
        name: "calendar",
        about: "calendars and reminders",
        places: &[
            ("HomeDomain", "Library/Calendar/"),
            ("AppDomainGroup-group.com.apple.reminders", ""),
        ],
    },
    Kind {
        name: "voice-memos",
        about: "recordings of Voice Memos",
        places: &[
            ("MediaDomain", "Media/Recordings/"),
            ("AppDomainGroup-group.com.apple.VoiceMemos.shared", ""),
        ],
    },
    Kind {
        name: "safari",
        about: "Safari: bookmarks and history",
        places: &[("HomeDomain", "Library/Safari/"), ("AppDomain-com.apple.mobilesafari", "")],
    },
    Kind { name: "health", about: "Health", places: &[("HealthDomain", "")] },
    Kind {
        name: "books",
        about: "books and PDFs",
        places: &[("BooksDomain", ""), ("MediaDomain", "Media/Books/")],
    },
    Kind {
        name: "music",
        about: "music and ringtones",
        places: &[("MediaDomain", "Media/iTunes_Control/"), ("TonesDomain", "")],
    },
    Kind {
        name: "mail",
        about: "settings of Mail; messages stay on the server",
        places: &[("HomeDomain", "Library/Mail/"), ("MailDomain", "")],
    },
    Kind {
        name: "keychain",
        about: "passwords, as a locked keychain",
        places: &[("KeychainDomain", "")],
    },
    Kind {
        name: "whatsapp",
        about: "WhatsApp: chats and media",
        places: &[("AppDomainGroup-group.net.whatsapp.*", ""), ("AppDomain-net.whatsapp.*", "")],
    },
    Kind {
        name: "apps",
        about: "what apps keep",
        places: &[("AppDomain-*", ""), ("AppDomainGroup-*", ""), ("AppDomainPlugin-*", "")],
    },
];

impl Kind {
    /// The kind of this name.
    pub fn by_name(name: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.name == name)
    }

    /// Whether a file is of this kind.
    pub fn holds(&self, domain: &str, path: &str) -> bool {
        self.places.iter().any(|(known, front)| {
            let of_domain = match known.strip_suffix('*') {
                Some(begin) => domain.starts_with(begin),
                None => domain == *known,
            };
            of_domain && path.starts_with(front)
        })
    }
}

/// The app a domain belongs to, by its bundle or group; `None` for the system's own.
pub fn app_of(domain: &str) -> Option<&str> {
    ["AppDomain-", "AppDomainGroup-", "AppDomainPlugin-"]
        .iter()
        .find_map(|prefix| domain.strip_prefix(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file_id;

    /// Names that every reader of backups knows by heart.
    #[test]
    fn well_known_files_are_of_their_kinds() {
        let known = [
            ("messages", "HomeDomain", "Library/SMS/sms.db", "3d0d7e5f"),
            ("contacts", "HomeDomain", "Library/AddressBook/AddressBook.sqlitedb", "31bb7ba8"),
            ("calls", "HomeDomain", "Library/CallHistoryDB/CallHistory.storedata", "5a4935c7"),
            ("notes", "AppDomainGroup-group.com.apple.notes", "NoteStore.sqlite", "4f98687d"),
            ("notes", "HomeDomain", "Library/Notes/notes.sqlite", "ca3bc056"),
            ("calendar", "HomeDomain", "Library/Calendar/Calendar.sqlitedb", "2041457d"),
            ("voicemail", "HomeDomain", "Library/Voicemail/voicemail.db", "992df473"),
            ("photo-library", "CameraRollDomain", "Media/PhotoData/Photos.sqlite", "12b144c0"),
        ];
        for (kind, domain, path, front) in known {
            assert!(Kind::by_name(kind).unwrap().holds(domain, path), "{path}");
            assert_eq!(&file_id(domain, path).to_string()[..8], front, "{path}");
        }
    }

    #[test]
    fn neighbours_are_not_of_the_kind() {
        let photos = Kind::by_name("photos").unwrap();
        assert!(photos.holds("CameraRollDomain", "Media/DCIM/100APPLE/IMG_0001.JPG"));
        assert!(!photos.holds("CameraRollDomain", "Media/PhotoData/Photos.sqlite"));
        assert!(!photos.holds("MediaDomain", "Media/DCIM/100APPLE/IMG_0001.JPG"));
        assert!(Kind::by_name("apps").unwrap().holds("AppDomain-com.example", "x"));
        assert!(!Kind::by_name("messages").unwrap().holds("HomeDomain", "Library/SMS"));
        assert_eq!(app_of("AppDomainGroup-group.x"), Some("group.x"));
        assert_eq!(app_of("HomeDomain"), None);
    }
}
