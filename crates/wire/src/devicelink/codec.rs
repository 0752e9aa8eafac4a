//! Plist arrays to typed messages and back.

use plist::Value;
use thiserror::Error;

use super::messages::{
    CopyItem, CreateDirectory, Disconnect, DownloadFiles, ListDirectory, MoveItems, Ping,
    PurgeDiskSpace, RemoveItems, UploadFiles, VersionExchange,
};
use super::messages::{process, status_response};
use super::status::{EMPTY, Status};
use super::units::put_unit;

/// Why a message could not be understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MessageFault {
    /// The bytes are no plist.
    #[error("a message of {bytes} bytes is not a plist: {source_text}")]
    NotPlist {
        /// Its length.
        bytes: usize,
        /// What the plist reader said.
        source_text: String,
    },
    /// The plist is not an array that begins with a name.
    #[error("a message is not an array that begins with its name")]
    NoName,
    /// A known message lacks a parameter or has one of the wrong type.
    #[error("{message}: parameter {parameter} is missing or of the wrong type")]
    Parameter {
        /// Name of the message.
        message: String,
        /// Name of the parameter.
        parameter: &'static str,
    },
}

/// A message sent by the phone (docs/protocol.md 4.3).
#[derive(Clone, Debug, PartialEq)]
pub enum FromPhone {
    /// First message of all.
    VersionExchange(VersionExchange),
    /// Handshake done.
    DeviceReady,
    /// Send these files.
    DownloadFiles(DownloadFiles),
    /// Files follow.
    UploadFiles(UploadFiles),
    /// List this directory.
    ListDirectory(ListDirectory),
    /// Make this directory.
    CreateDirectory(CreateDirectory),
    /// Rename these items.
    MoveItems(MoveItems),
    /// Delete these items.
    RemoveItems(RemoveItems),
    /// Copy this item.
    CopyItem(CopyItem),
    /// How much room is there?
    FreeDiskSpace,
    /// Make room.
    PurgeDiskSpace(PurgeDiskSpace),
    /// A mobilebackup2 message: hello response or final response.
    Process(plist::Dictionary),
    /// Goodbye.
    Disconnect(Disconnect),
    /// Means nothing, gets no answer.
    Ping(Ping),
    /// A known message with a bad parameter, or one that is not known: it still
    /// gets its one answer, with an error in it.
    Unknown {
        /// Its name.
        name: String,
        /// What was wrong with a known one.
        fault: Option<MessageFault>,
    },
}

/// A message sent by the host.
#[derive(Clone, Debug, PartialEq)]
pub enum FromHost {
    /// `DLVersionsOk` and the version spoken from here on.
    VersionsOk(u64),
    /// A mobilebackup2 request.
    Process(plist::Dictionary),
    /// The answer to the phone's last request.
    Status(Status),
    /// Goodbye.
    Disconnect(Disconnect),
    /// Means nothing.
    Ping(Ping),
}

/// Reads an array out of a unit and splits off its name.
fn name_and_fields(bytes: &[u8]) -> Result<(String, Vec<Value>), MessageFault> {
    let value =
        unstuck_plist::from_bytes(bytes, unstuck_plist::Bounds::MESSAGE).map_err(|error| {
            MessageFault::NotPlist { bytes: bytes.len(), source_text: error.to_string() }
        })?;
    let mut items = value.into_array().ok_or(MessageFault::NoName)?;
    if items.is_empty() {
        return Err(MessageFault::NoName);
    }
    match items.remove(0) {
        Value::String(name) => Ok((name, items)),
        _ => Err(MessageFault::NoName),
    }
}

impl FromPhone {
    /// Reads a message of the phone.
    ///
    /// # Errors
    /// Only when the unit is no message at all; see [`FromPhone::Unknown`].
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageFault> {
        let (name, items) = name_and_fields(bytes)?;
        let mut fields = Fields::new(&name, items);
        let decoded = Self::from_fields(&name, &mut fields);
        Ok(decoded.unwrap_or_else(|fault| Self::Unknown { name, fault }))
    }

    fn from_fields(name: &str, fields: &mut Fields<'_>) -> Result<Self, Option<MessageFault>> {
        Ok(match name {
            VersionExchange::NAME => Self::VersionExchange(VersionExchange::decode(fields)?),
            "DLMessageDeviceReady" => Self::DeviceReady,
            DownloadFiles::NAME => Self::DownloadFiles(DownloadFiles::decode(fields)?),
            UploadFiles::NAME => Self::UploadFiles(UploadFiles::decode(fields)?),
            ListDirectory::NAME => Self::ListDirectory(ListDirectory::decode(fields)?),
            CreateDirectory::NAME => Self::CreateDirectory(CreateDirectory::decode(fields)?),
            MoveItems::NAME | MoveItems::OLD_NAME => Self::MoveItems(MoveItems::decode(fields)?),
            RemoveItems::NAME | RemoveItems::OLD_NAME => {
                Self::RemoveItems(RemoveItems::decode(fields)?)
            }
            RemoveItems::OLD_DIRECTORY_NAME => {
                Self::RemoveItems(RemoveItems::decode_directory(fields)?)
            }
            CopyItem::NAME => Self::CopyItem(CopyItem::decode(fields)?),
            "DLMessageGetFreeDiskSpace" => Self::FreeDiskSpace,
            PurgeDiskSpace::NAME => Self::PurgeDiskSpace(PurgeDiskSpace::decode(fields)),
            process::NAME => Self::Process(process::decode(fields)?),
            Disconnect::NAME => Self::Disconnect(Disconnect::decode(fields)),
            Ping::NAME => Self::Ping(Ping::decode(fields)),
            _ => return Err(None),
        })
    }

    /// Appends the message as a unit, in binary as phones do.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let (name, fields) = match self {
            Self::VersionExchange(m) => (VersionExchange::NAME, m.encode()),
            Self::DeviceReady => ("DLMessageDeviceReady", vec![]),
            Self::DownloadFiles(m) => (DownloadFiles::NAME, m.encode()),
            Self::UploadFiles(m) => (UploadFiles::NAME, m.encode()),
            Self::ListDirectory(m) => (ListDirectory::NAME, m.encode()),
            Self::CreateDirectory(m) => (CreateDirectory::NAME, m.encode()),
            Self::MoveItems(m) => (MoveItems::NAME, m.encode()),
            Self::RemoveItems(m) => (RemoveItems::NAME, m.encode()),
            Self::CopyItem(m) => (CopyItem::NAME, m.encode()),
            Self::FreeDiskSpace => ("DLMessageGetFreeDiskSpace", vec![]),
            Self::PurgeDiskSpace(m) => (PurgeDiskSpace::NAME, m.encode()),
            Self::Process(m) => (process::NAME, vec![m.clone().into()]),
            Self::Disconnect(m) => (Disconnect::NAME, m.encode()),
            Self::Ping(m) => (Ping::NAME, m.encode()),
            Self::Unknown { name, .. } => (name.as_str(), vec![]),
        };
        put_message(out, name, fields);
    }
}

impl FromHost {
    /// Reads a message of the host as strictly as the phone does.
    ///
    /// # Errors
    /// Whatever a phone would not understand.
    pub fn decode(bytes: &[u8]) -> Result<Self, MessageFault> {
        let (name, items) = name_and_fields(bytes)?;
        let mut fields = Fields::new(&name, items);
        match name.as_str() {
            VersionExchange::NAME => VersionExchange::decode_ok(&mut fields).map(Self::VersionsOk),
            process::NAME => process::decode(&mut fields).map(Self::Process),
            status_response::NAME => status_response::decode(&mut fields).map(Self::Status),
            Disconnect::NAME => Ok(Self::Disconnect(Disconnect::decode(&mut fields))),
            Ping::NAME => Ok(Self::Ping(Ping::decode(&mut fields))),
            _ => Err(MessageFault::Parameter { message: name, parameter: "name" }),
        }
    }

    /// Appends the message as a unit, in binary.
    pub fn encode(&self, out: &mut Vec<u8>) {
        let (name, fields) = match self {
            Self::VersionsOk(version) => {
                (VersionExchange::NAME, vec!["DLVersionsOk".into(), (*version).into()])
            }
            Self::Process(m) => (process::NAME, vec![m.clone().into()]),
            Self::Status(m) => (status_response::NAME, status_response::encode(m)),
            Self::Disconnect(m) => (Disconnect::NAME, m.encode()),
            Self::Ping(m) => (Ping::NAME, m.encode()),
        };
        put_message(out, name, fields);
    }
}

/// Appends `[name, fields…]` as one unit.
fn put_message(out: &mut Vec<u8>, name: &str, fields: Vec<Value>) {
    let mut items = Vec::with_capacity(fields.len() + 1);
    items.push(name.into());
    items.extend(fields);
    let mut body = Vec::with_capacity(256);
    Value::Array(items)
        .to_writer_binary(&mut body)
        .expect("writing a plist of our own making into memory cannot fail");
    put_unit(out, &body);
}

/// The parameters of a message, taken from the front one by one.
///
/// `___EmptyParameterString___` counts as absent wherever it stands.
pub(crate) struct Fields<'a> {
    message: &'a str,
    items: std::vec::IntoIter<Value>,
}

impl<'a> Fields<'a> {
    fn new(message: &'a str, items: Vec<Value>) -> Self {
        Self { message, items: items.into_iter() }
    }

    /// Parameters not yet taken.
    pub(crate) fn left(&self) -> usize {
        self.items.len()
    }

    /// The next parameter as it is.
    pub(crate) fn next(&mut self) -> Option<Value> {
        self.items.next().filter(|value| value.as_string() != Some(EMPTY))
    }

    pub(crate) fn fault(&self, parameter: &'static str) -> MessageFault {
        MessageFault::Parameter { message: self.message.into(), parameter }
    }

    pub(crate) fn string(&mut self, parameter: &'static str) -> Result<String, MessageFault> {
        self.next().and_then(Value::into_string).ok_or_else(|| self.fault(parameter))
    }

    pub(crate) fn dictionary(
        &mut self,
        parameter: &'static str,
    ) -> Result<plist::Dictionary, MessageFault> {
        self.next().and_then(Value::into_dictionary).ok_or_else(|| self.fault(parameter))
    }

    /// An array of strings; an element that is none becomes an empty string, which no
    /// path check lets through, so that the item is answered and not forgotten.
    pub(crate) fn strings(&mut self, parameter: &'static str) -> Result<Vec<String>, MessageFault> {
        let items = self.next().and_then(Value::into_array).ok_or_else(|| self.fault(parameter))?;
        Ok(items.into_iter().map(|item| item.into_string().unwrap_or_default()).collect())
    }

    /// A number, 0 when absent or negative.
    pub(crate) fn count(&mut self) -> u64 {
        self.next().and_then(|value| number(&value)).unwrap_or(0)
    }

    /// Overall progress in percent; `None` when the phone says nothing (0 or no number).
    pub(crate) fn progress(&mut self) -> Option<f64> {
        let percent = match self.next()? {
            Value::Real(real) => real,
            Value::Integer(integer) => integer.as_signed()? as f64,
            _ => return None,
        };
        (percent > 0.0 && percent <= 100.0).then_some(percent)
    }
}

/// A count that may have been sent as a real.
fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Integer(integer) => integer.as_unsigned(),
        Value::Real(real) if *real >= 0.0 && *real < 1.8e19 => Some(*real as u64),
        _ => None,
    }
}

/// Progress as phones write it: a real, 0.0 for "nothing to say".
pub(crate) fn progress_value(progress: Option<f64>) -> Value {
    Value::Real(progress.unwrap_or(0.0))
}
