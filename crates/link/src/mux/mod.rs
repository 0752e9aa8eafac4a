//! The usbmux daemon's clients (docs/protocol.md 2).
//!
//! Written here and not taken from the `idevice` crate, whose client drops what we need to
//! know (the speed of the cable, the number of a failure, a missing pair record), believes any
//! length, and gives up on a list with one odd entry.

mod client;
mod packet;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

pub use client::{Attached, Listener, MuxEvent, Transport};

use crate::address::MuxAddress;
use crate::deadline::{Deadlines, within};
use crate::error::{Fault, LinkError};
use crate::stream::Stream;

use client::Client;

/// A connection to the daemon, to be.
type Dialing = Pin<Box<dyn Future<Output = Result<Box<dyn Stream>, Fault>> + Send>>;

/// How the daemon is reached: a socket, or in tests something in memory.
pub trait Dial: Send + Sync {
    /// Opens a connection to the daemon.
    fn dial(&self) -> Dialing;
}

impl Dial for MuxAddress {
    fn dial(&self) -> Dialing {
        let address = self.clone();
        Box::pin(async move { address.connect().await })
    }
}

/// The daemon, as its client sees it. Each call is a connection of its own.
#[derive(Clone)]
pub struct Muxer {
    dial: Arc<dyn Dial>,
    deadlines: Deadlines,
}

impl Muxer {
    /// The daemon that `dial` reaches.
    pub fn new(dial: impl Dial + 'static, deadlines: Deadlines) -> Self {
        Self { dial: Arc::new(dial), deadlines }
    }

    /// How long its calls may take.
    pub fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    async fn client(&self, act: &'static str) -> Result<Client, LinkError> {
        let stream = within(self.deadlines.daemon, act, self.dial.dial()).await?;
        Ok(Client::new(stream))
    }

    /// What is attached now. A phone reached by cable and over Wi-Fi is there twice.
    ///
    /// # Errors
    /// The daemon is not there, or does not answer.
    pub async fn list(&self) -> Result<Vec<Attached>, LinkError> {
        let act = "asking for attached phones";
        let mut client = self.client(act).await?;
        within(self.deadlines.daemon, act, client.list()).await
    }

    /// The phone with this UDID; by cable when it is there twice.
    ///
    /// # Errors
    /// [`Fault::Detached`] when it is not there.
    pub async fn find(&self, udid: &str) -> Result<Attached, LinkError> {
        let all = self.list().await?;
        let found = all.into_iter().filter(|attached| attached.udid.eq_ignore_ascii_case(udid));
        let best = found.min_by_key(|attached| attached.transport == Transport::Network);
        best.ok_or_else(|| LinkError::new("looking for the iPhone", Fault::Detached))
    }

    /// What comes and goes from now on, beginning with what is there.
    ///
    /// # Errors
    /// The daemon is not there, or does not answer.
    pub async fn listen(&self) -> Result<Listener, LinkError> {
        let act = "listening for phones";
        let client = self.client(act).await?;
        within(self.deadlines.daemon, act, client.listen()).await
    }

    /// Name the daemon gives this computer.
    ///
    /// # Errors
    /// The daemon does not answer.
    pub async fn buid(&self) -> Result<String, LinkError> {
        let act = "asking the usbmux service for its name";
        let mut client = self.client(act).await?;
        within(self.deadlines.daemon, act, client.buid()).await
    }

    /// The stored pair record of a phone; `None` when there is none.
    ///
    /// # Errors
    /// The daemon does not answer.
    pub async fn pair_record(&self, udid: &str) -> Result<Option<Vec<u8>>, LinkError> {
        let act = "reading the pair record";
        let mut client = self.client(act).await?;
        within(self.deadlines.daemon, act, client.pair_record(udid)).await
    }

    /// Stores a pair record.
    ///
    /// # Errors
    /// The daemon could not write it.
    pub async fn save_pair_record(
        &self,
        udid: &str,
        device_id: u32,
        record: Vec<u8>,
    ) -> Result<(), LinkError> {
        let act = "storing the pair record";
        let mut client = self.client(act).await?;
        within(self.deadlines.daemon, act, client.save_pair_record(udid, device_id, record)).await
    }

    /// A tunnel to a port of a phone. Busy phones get two more chances.
    ///
    /// # Errors
    /// [`Fault::Detached`], [`Fault::Refused`], or what the daemon said.
    pub async fn connect(&self, device_id: u32, port: u16) -> Result<Box<dyn Stream>, LinkError> {
        let act = "connecting to the iPhone";
        for pause_ms in [100, 400] {
            let client = self.client(act).await?;
            match within(self.deadlines.connect, act, client.connect(device_id, port)).await {
                Err(LinkError { fault: Fault::Refused, .. }) => {
                    tokio::time::sleep(Duration::from_millis(pause_ms)).await;
                }
                other => return other,
            }
        }
        let client = self.client(act).await?;
        within(self.deadlines.connect, act, client.connect(device_id, port)).await
    }
}

impl std::fmt::Debug for Muxer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Muxer").finish_non_exhaustive()
    }
}
