//! The usbmux daemon's clients (docs/protocol.md 2).
//!
//! Written here and not taken from the `idevice` crate, whose client drops what we need to
//! know (the speed of the cable, the number of a failure, a missing pair record), believes any
//! length, and gives up on a list with one odd entry.

mod client;
mod packet;

use std::future::Future;
use std::io::Read;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub use client::{Attached, Listener, MuxEvent, Transport};

use crate::address::MuxAddress;
use crate::air;
use crate::deadline::{Deadlines, within};
use crate::error::{Fault, LISTENING, LISTING, LinkError};
use crate::lockdown::Lockdown;
use crate::pairing::PairRecord;
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
    /// Phones the daemon does not know.
    air: Arc<Mutex<air::Found>>,
}

impl Muxer {
    /// The daemon that `dial` reaches.
    pub fn new(dial: impl Dial + 'static, deadlines: Deadlines) -> Self {
        Self { dial: Arc::new(dial), deadlines, air: Arc::default() }
    }

    /// How long its calls may take.
    pub fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    /// The same daemon, with other deadlines.
    pub fn with_deadlines(mut self, deadlines: Deadlines) -> Self {
        self.deadlines = deadlines;
        self
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
        let act = LISTING;
        let listing = async {
            let mut client = self.client(act).await?;
            within(self.deadlines.daemon, act, client.list()).await
        };
        let in_the_air: Vec<Attached> = self.air().all().iter().map(Attached::in_the_air).collect();
        match listing.await {
            Ok(mut all) => {
                all.extend(in_the_air);
                Ok(all)
            }
            // Phones in the air need no daemon.
            Err(LinkError { fault: Fault::NoDaemon { .. }, .. }) if !in_the_air.is_empty() => {
                Ok(in_the_air)
            }
            Err(error) => Err(error),
        }
    }

    fn air(&self) -> MutexGuard<'_, air::Found> {
        self.air.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Listens for phones that announce themselves on the network, and takes in those of
    /// `udids` that answer as such, until all were found or `limit` is over. `mdns_port` is
    /// [`MDNS_PORT`](crate::MDNS_PORT) but in tests.
    ///
    /// An announcement counts for nothing: a phone must say that it is the one, and every
    /// session with it opens only with the certificates of the pair record.
    pub async fn look_around(&self, udids: &[String], mdns_port: u16, limit: Duration) {
        let mut wanted: Vec<(String, Option<String>)> = Vec::with_capacity(udids.len());
        for udid in udids {
            wanted.push((udid.clone(), self.wifi_address_of(udid).await));
        }
        let wanted = Arc::new(Mutex::new(wanted));
        air::listen(mdns_port, limit, |announced| {
            let (muxer, wanted) = (self.clone(), Arc::clone(&wanted));
            async move {
                let candidates = wanted.lock().unwrap_or_else(PoisonError::into_inner).clone();
                if let Some(udid) = muxer.recognise(&candidates, &announced).await {
                    let mut wanted = wanted.lock().unwrap_or_else(PoisonError::into_inner);
                    wanted.retain(|(one, _)| *one != udid);
                    return wanted.is_empty();
                }
                false
            }
        })
        .await;
    }

    /// The Wi-Fi address the pair record names.
    async fn wifi_address_of(&self, udid: &str) -> Option<String> {
        let record = self.pair_record(udid).await.ok()??;
        let record = PairRecord::from_bytes(&record).ok()?;
        record.wifi_address.map(|address| address.to_lowercase())
    }

    /// Asks a phone that announced itself which of the wanted ones it is. Those whose address
    /// fits are asked for first; others may have made one up.
    async fn recognise(
        &self,
        wanted: &[(String, Option<String>)],
        announced: &air::Announced,
    ) -> Option<String> {
        let fits = |address: &Option<String>| address.as_ref() == Some(&announced.wifi_address);
        let (first, rest): (Vec<_>, Vec<_>) = wanted.iter().partition(|one| fits(&one.1));
        for (udid, _) in first.into_iter().chain(rest) {
            let device_id = self.air().put(udid, announced.addresses.clone());
            let attached = Attached {
                device_id,
                udid: udid.clone(),
                transport: Transport::Network,
                location_id: None,
            };
            match Lockdown::open(self, &attached).await {
                Ok(_) => return Some(udid.clone()),
                Err(LinkError { fault: Fault::OtherPhone { .. }, .. }) => {
                    self.air().remove(device_id);
                }
                Err(_) => {
                    self.air().remove(device_id);
                    return None;
                }
            }
        }
        None
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
        let act = LISTENING;
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
        match self.ask_pair_record(udid).await {
            // A daemon that only runs while something is plugged in leaves its records behind.
            Err(LinkError { fault: Fault::NoDaemon { .. }, .. }) if cfg!(unix) => {
                Ok(stored_record(udid))
            }
            answered => answered,
        }
    }

    async fn ask_pair_record(&self, udid: &str) -> Result<Option<Vec<u8>>, LinkError> {
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
        let in_the_air = self.air().get(device_id).cloned();
        if let Some(phone) = in_the_air {
            return within(self.deadlines.connect, act, phone.connect(port)).await;
        }
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

/// Where daemons keep pair records: Debian's, and macOS's for who may read it.
const RECORD_FOLDERS: [&str; 2] = ["/var/lib/lockdown", "/var/db/lockdown"];
/// Records take a few kilobytes.
const RECORD_BYTES_MAX: u64 = 1 << 20;

fn stored_record(udid: &str) -> Option<Vec<u8>> {
    let is_name = udid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let mut paths = RECORD_FOLDERS.iter().map(|folder| format!("{folder}/{udid}.plist"));
    paths.find_map(|path| {
        let mut record = Vec::new();
        let file = std::fs::File::open(path).ok().filter(|_| is_name)?;
        file.take(RECORD_BYTES_MAX).read_to_end(&mut record).ok()?;
        Some(record)
    })
}

impl std::fmt::Debug for Muxer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Muxer").finish_non_exhaustive()
    }
}
