use std::fmt;

use plist::{Dictionary, Value};

/// What a host may ask of the backup agent (docs/protocol.md 5.2).
///
/// Erasing a phone is a request of the protocol too. It has no variant here, so that
/// nothing built on this crate can send it.
#[derive(Clone, PartialEq)]
pub enum Request {
    /// Make a backup of the connected phone.
    Backup {
        /// UDID of the connected phone; the agent fails on any other.
        target: String,
        /// UDID of the folder to read. Not used for a backup; left out by some clients.
        source: Option<String>,
        /// `ForceFullBackup`. Whether current systems honour it is not known.
        full: bool,
    },
    /// Write a backup back to the connected phone.
    Restore {
        /// UDID of the connected phone.
        target: String,
        /// UDID of the folder to read.
        source: String,
        /// How.
        options: RestoreOptions,
    },
    /// Set, change or remove the backup password. The words stand at top level, not in
    /// the options.
    ChangePassword {
        /// UDID of the connected phone.
        target: String,
        /// The password in force, if any.
        old: Option<String>,
        /// The password to be, if any.
        new: Option<String>,
    },
    /// Describe the backup in the host's folder.
    Info {
        /// UDID of the connected phone.
        target: String,
        /// UDID of the folder to read.
        source: Option<String>,
    },
    /// A request this version has no type for: served by the phone machine with an
    /// error, as the real agent does.
    Other(Dictionary),
}

/// Options of a restore, with the defaults of the protocol.
#[derive(Clone, PartialEq, Default)]
pub struct RestoreOptions {
    /// Restore system files as well.
    pub system_files: bool,
    /// Leave the phone running afterwards.
    pub no_reboot: bool,
    /// Do not have the host copy its backup folder first.
    pub no_copy: bool,
    /// Keep the settings the phone has now.
    pub preserve_settings: bool,
    /// Remove what the backup does not hold.
    pub remove_items_not_restored: bool,
    /// Backup password of an encrypted backup.
    pub password: Option<String>,
}

/// Passwords never reach a log, not even by accident.
impl fmt::Debug for RestoreOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestoreOptions")
            .field("system_files", &self.system_files)
            .field("no_reboot", &self.no_reboot)
            .field("no_copy", &self.no_copy)
            .field("preserve_settings", &self.preserve_settings)
            .field("remove_items_not_restored", &self.remove_items_not_restored)
            .field("password", &self.password.as_ref().map(|_| "***"))
            .finish()
    }
}

/// The same holds for all other requests.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Backup { target, full, .. } => {
                f.debug_struct("Backup").field("target", target).field("full", full).finish()
            }
            Self::Restore { target, source, .. } => {
                f.debug_struct("Restore").field("target", target).field("source", source).finish()
            }
            Self::ChangePassword { target, old, new } => f
                .debug_struct("ChangePassword")
                .field("target", target)
                .field("old", &old.as_ref().map(|_| "***"))
                .field("new", &new.as_ref().map(|_| "***"))
                .finish(),
            Self::Info { target, .. } => f.debug_struct("Info").field("target", target).finish(),
            Self::Other(message) => {
                f.debug_tuple("Other").field(&message.get("MessageName")).finish()
            }
        }
    }
}

impl Request {
    /// The message.
    pub fn to_dictionary(&self) -> Dictionary {
        let mut message = Dictionary::new();
        let mut put = |key: &str, value: Value| {
            message.insert(key.into(), value);
        };
        match self {
            Self::Backup { target, source, full } => {
                put("MessageName", "Backup".into());
                put("TargetIdentifier", target.clone().into());
                put_some(&mut put, "SourceIdentifier", source.as_ref());
                if *full {
                    let mut options = Dictionary::new();
                    options.insert("ForceFullBackup".into(), true.into());
                    put("Options", options.into());
                }
            }
            Self::Restore { target, source, options } => {
                put("MessageName", "Restore".into());
                put("TargetIdentifier", target.clone().into());
                put("SourceIdentifier", source.clone().into());
                put("Options", options.to_dictionary().into());
            }
            Self::ChangePassword { target, old, new } => {
                put("MessageName", "ChangePassword".into());
                put("TargetIdentifier", target.clone().into());
                put_some(&mut put, "OldPassword", old.as_ref());
                put_some(&mut put, "NewPassword", new.as_ref());
            }
            Self::Info { target, source } => {
                put("MessageName", "Info".into());
                put("TargetIdentifier", target.clone().into());
                put_some(&mut put, "SourceIdentifier", source.as_ref());
            }
            Self::Other(message) => return message.clone(),
        }
        message
    }

    /// Reads a message; what is not understood is [`Request::Other`].
    pub fn from_dictionary(message: Dictionary) -> Self {
        let text = |key: &str| message.get(key).and_then(Value::as_string).map(String::from);
        let options = message.get("Options").and_then(Value::as_dictionary);
        let (name, Some(target)) = (text("MessageName"), text("TargetIdentifier")) else {
            return Self::Other(message);
        };
        match name.as_deref() {
            Some("Backup") => Self::Backup {
                target,
                source: text("SourceIdentifier"),
                full: options.is_some_and(|o| flag(o, "ForceFullBackup").unwrap_or(false)),
            },
            Some("Restore") => Self::Restore {
                source: text("SourceIdentifier").unwrap_or_else(|| target.clone()),
                target,
                options: options.map(RestoreOptions::from_dictionary).unwrap_or_default(),
            },
            Some("ChangePassword") => {
                Self::ChangePassword { target, old: text("OldPassword"), new: text("NewPassword") }
            }
            Some("Info") => Self::Info { target, source: text("SourceIdentifier") },
            _ => Self::Other(message),
        }
    }
}

impl RestoreOptions {
    fn to_dictionary(&self) -> Dictionary {
        let mut options = Dictionary::new();
        options.insert("RestoreSystemFiles".into(), self.system_files.into());
        options.insert("RestoreShouldReboot".into(), (!self.no_reboot).into());
        options.insert("RestoreDontCopyBackup".into(), self.no_copy.into());
        options.insert("RestorePreserveSettings".into(), self.preserve_settings.into());
        options.insert("RemoveItemsNotRestored".into(), self.remove_items_not_restored.into());
        if let Some(password) = &self.password {
            options.insert("Password".into(), password.clone().into());
        }
        options
    }

    fn from_dictionary(options: &Dictionary) -> Self {
        let set = |key| flag(options, key).unwrap_or(false);
        Self {
            system_files: set("RestoreSystemFiles"),
            no_reboot: !flag(options, "RestoreShouldReboot").unwrap_or(true),
            no_copy: set("RestoreDontCopyBackup"),
            preserve_settings: set("RestorePreserveSettings"),
            remove_items_not_restored: set("RemoveItemsNotRestored"),
            password: options.get("Password").and_then(Value::as_string).map(String::from),
        }
    }
}

fn flag(options: &Dictionary, key: &str) -> Option<bool> {
    options.get(key).and_then(Value::as_boolean)
}

fn put_some(put: &mut impl FnMut(&str, Value), key: &str, value: Option<&String>) {
    if let Some(value) = value {
        put(key, value.clone().into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_survive_the_wire() {
        let requests = [
            Request::Backup { target: "U".into(), source: Some("U".into()), full: true },
            Request::Restore {
                target: "U".into(),
                source: "V".into(),
                options: RestoreOptions {
                    no_reboot: true,
                    password: Some("p".into()),
                    ..RestoreOptions::default()
                },
            },
            Request::ChangePassword { target: "U".into(), old: None, new: Some("n".into()) },
            Request::Info { target: "U".into(), source: None },
        ];
        for request in requests {
            assert_eq!(Request::from_dictionary(request.to_dictionary()), request);
        }
    }

    #[test]
    fn a_password_is_not_printed() {
        let request = Request::ChangePassword {
            target: "U".into(),
            old: Some("geheim".into()),
            new: Some("noch geheimer".into()),
        };
        assert!(!format!("{request:?}").contains("geheim"));
    }
}
