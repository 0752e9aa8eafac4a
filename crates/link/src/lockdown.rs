//! lockdown: the phone's service broker (docs/protocol.md 3).
//!
//! [`Lockdown`] is a connection in the clear: a few values, pairing, the way into a session.
//! [`Session`] is one under TLS: all values, all services. Every call has its deadline; after
//! one that failed the connection is of no use and is dropped with its owner.

use std::io;

use idevice::Idevice;
use idevice::lockdown::LockdownClient;
use plist::{Dictionary, Value as Plist};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use unstuck_plist::Bounds;

use crate::deadline::{Deadlines, within};
use crate::error::{Fault, LinkError};
use crate::guard::{Framing, Guarded};
use crate::mux::{Attached, Muxer};
use crate::pairing::PairRecord;
use crate::stream::Stream;
use crate::tls::Tls;

/// lockdown's port on every phone.
pub(crate) const PORT: u16 = 62078;
/// Name we give ourselves towards the phone.
pub(crate) const LABEL: &str = "unstuck";
/// No answer in the clear is longer.
const ANSWER_BYTES_MAX: u32 = 1 << 20;

/// A value of the phone; absent is not an error but an answer.
pub type Value = Option<Plist>;

/// A connection in the clear.
#[derive(Debug)]
pub struct Lockdown {
    stream: Box<dyn Stream>,
    deadlines: Deadlines,
}

impl Lockdown {
    /// Opens a connection to an attached phone, and makes sure that it is this one: a daemon
    /// that was restarted gives old numbers to other phones.
    ///
    /// # Errors
    /// See [`Muxer::connect`]; [`Fault::OtherPhone`] when it is another one.
    pub async fn open(muxer: &Muxer, attached: &Attached) -> Result<Self, LinkError> {
        let stream = muxer.connect(attached.device_id, PORT).await?;
        let mut lockdown = Self { stream, deadlines: *muxer.deadlines() };
        let found = lockdown.value("UniqueDeviceID").await?;
        match found.as_ref().and_then(Plist::as_string) {
            Some(found) if !found.eq_ignore_ascii_case(&attached.udid) => {
                let fault = Fault::OtherPhone { found: found.to_owned() };
                Err(LinkError::new("connecting to the iPhone", fault))
            }
            _ => Ok(lockdown),
        }
    }

    /// A value that is told without a session.
    ///
    /// # Errors
    /// The phone does not answer. A value that is not there is `None`.
    pub async fn value(&mut self, key: &str) -> Result<Value, LinkError> {
        let act = "asking the iPhone about itself";
        let request = request("GetValue", [("Key", key.into())]);
        match self.ask(act, request).await {
            Ok(mut answer) => Ok(answer.remove("Value")),
            Err(LinkError { fault: Fault::Phone(text), .. }) if is_absent(&text) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends a request and returns the answer.
    pub(crate) async fn ask(
        &mut self,
        act: &'static str,
        request: Dictionary,
    ) -> Result<Dictionary, LinkError> {
        within(self.deadlines.answer, act, exchange(&mut self.stream, request)).await
    }

    /// Starts a session and TLS with it.
    ///
    /// # Errors
    /// [`Fault::NotTrusted`] when the phone does not know the record, [`Fault::Tls`] when the
    /// certificates do not fit.
    pub(crate) async fn start_session(
        mut self,
        record: &PairRecord,
        tls: &Tls,
    ) -> Result<Session, LinkError> {
        let act = "starting a session with the iPhone";
        let host_id = ("HostID", record.host_id.clone().into());
        let buid = ("SystemBUID", record.system_buid.clone().into());
        let answer = self.ask(act, request("StartSession", [host_id, buid])).await?;
        if answer.get("EnableSessionSSL").and_then(Plist::as_boolean) != Some(true) {
            let text = "a session without TLS was offered".to_owned();
            return Err(LinkError::new(act, Fault::Nonsense(text)));
        }
        let secure = within(self.deadlines.tls, act, tls.connect(self.stream)).await?;
        let guarded = Guarded::new(secure, Framing::Plist);
        let client = LockdownClient::new(Idevice::new(Box::new(guarded), LABEL));
        Ok(Session { client, deadlines: self.deadlines })
    }
}

/// A request of lockdown with the keys every request has.
pub(crate) fn request<const N: usize>(name: &str, extra: [(&str, Plist); N]) -> Dictionary {
    let mut request = Dictionary::new();
    request.insert("Label".into(), LABEL.into());
    request.insert("Request".into(), name.into());
    for (key, value) in extra {
        request.insert(key.into(), value);
    }
    request
}

/// One request, one answer: `u32be` length and plist both ways.
pub(crate) async fn exchange(
    stream: &mut dyn Stream,
    request: Dictionary,
) -> Result<Dictionary, Fault> {
    let mut frame = vec![0; 4];
    let written = Plist::Dictionary(request).to_writer_xml(&mut frame);
    written.map_err(|error| Fault::Nonsense(error.to_string()))?;
    let length = u32::try_from(frame.len() - 4).map_err(|_| io::ErrorKind::InvalidInput);
    frame[..4].copy_from_slice(&length.map_err(io::Error::from)?.to_be_bytes());
    stream.write_all(&frame).await?;
    stream.flush().await?;

    let length = stream.read_u32().await?;
    if length > ANSWER_BYTES_MAX {
        return Err(Fault::Nonsense(format!("an answer of {length} bytes")));
    }
    let mut bytes = vec![0; length as usize];
    stream.read_exact(&mut bytes).await?;
    let answer = unstuck_plist::from_bytes(&bytes, Bounds::MESSAGE)
        .map_err(|fault| Fault::Nonsense(fault.to_string()))?;
    let answer = answer.into_dictionary().ok_or_else(|| Fault::Nonsense("no answer".into()))?;
    match answer.get("Error").and_then(Plist::as_string) {
        Some(error) => Err(Fault::of_lockdown(error)),
        None => Ok(answer),
    }
}

/// lockdown's ways to say that there is no such value.
fn is_absent(text: &str) -> bool {
    matches!(text, "MissingValue" | "MissingKey" | "GetProhibited")
}

/// A session under TLS.
#[derive(Debug)]
pub struct Session {
    client: LockdownClient,
    deadlines: Deadlines,
}

impl Session {
    /// One value, or a whole domain when `key` is `None`.
    ///
    /// # Errors
    /// The phone does not answer. A value that is not there is `None`.
    pub async fn value(
        &mut self,
        domain: Option<&str>,
        key: Option<&str>,
    ) -> Result<Value, LinkError> {
        let act = "asking the iPhone about itself";
        let value = self.client.get_value(key, domain);
        match within(self.deadlines.answer, act, value).await {
            Ok(value) => Ok(Some(value)),
            Err(LinkError { fault: Fault::Phone(_) | Fault::Nonsense(_), .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sets a value.
    ///
    /// # Errors
    /// The phone does not allow it, or does not answer.
    pub async fn set_value(
        &mut self,
        domain: &str,
        key: &str,
        value: Plist,
    ) -> Result<(), LinkError> {
        let act = "changing a setting of the iPhone";
        within(self.deadlines.answer, act, self.client.set_value(key, value, Some(domain))).await
    }

    /// Asks for a service: its port, and whether it speaks TLS.
    pub(crate) async fn start_service(
        &mut self,
        name: &str,
        escrow_bag: Option<Vec<u8>>,
    ) -> Result<(u16, bool), LinkError> {
        let started = self.client.start_service_with_escrow(name, escrow_bag);
        within(self.deadlines.answer, "starting a service of the iPhone", started).await
    }
}
