//! One phone: from its UDID to its services.

use std::time::Duration;

use plist::Value as Plist;

use crate::deadline::within;
use crate::error::{Fault, LinkError};
use crate::lockdown::{Lockdown, Session};
use crate::mux::{Attached, Muxer};
use crate::pairing::PairRecord;
use crate::stream::Stream;
use crate::tls::Tls;

/// A daemon that mixes up its numbers gets as many chances to sort them.
const ATTEMPTS: u32 = 3;
/// Pause before the next of them.
const PAUSE: Duration = Duration::from_millis(300);

/// Finds a phone and opens lockdown on it, and on no other.
async fn reach(muxer: &Muxer, udid: &str) -> Result<(Attached, Lockdown), LinkError> {
    let mut attempt = 1;
    loop {
        let attached = muxer.find(udid).await?;
        match Lockdown::open(muxer, &attached).await {
            Err(LinkError { fault: Fault::OtherPhone { .. }, .. }) if attempt < ATTEMPTS => {
                attempt += 1;
                tokio::time::sleep(PAUSE).await;
            }
            opened => return opened.map(|lockdown| (attached, lockdown)),
        }
    }
}

/// An attached phone that trusts this computer.
#[derive(Debug)]
pub struct Phone {
    muxer: Muxer,
    attached: Attached,
    record: PairRecord,
    tls: Tls,
    session: Session,
}

impl Phone {
    /// Opens a session with the phone `udid`. The daemon is asked anew each time: after a
    /// replug the phone has another number.
    ///
    /// # Errors
    /// [`Fault::Detached`] when it is not attached, [`Fault::NotTrusted`] when there is no pair
    /// record or the phone does not know it, [`Fault::Locked`], or whatever broke.
    pub async fn open(muxer: &Muxer, udid: &str) -> Result<Self, LinkError> {
        let (attached, lockdown) = reach(muxer, udid).await?;
        let act = "looking for the pair record";
        let record = muxer.pair_record(&attached.udid).await?;
        let record = record.ok_or_else(|| LinkError::new(act, Fault::NotTrusted))?;
        let record = PairRecord::from_bytes(&record).map_err(|f| LinkError::new(act, f))?;
        let tls = Tls::new(&record).map_err(|fault| LinkError::new(act, fault))?;
        let session = lockdown.start_session(&record, &tls).await?;
        Ok(Self { muxer: muxer.clone(), attached, record, tls, session })
    }

    /// Percent of the battery; `None` when the phone does not say.
    ///
    /// # Errors
    /// It does not answer.
    pub async fn battery(&mut self) -> Result<Option<u8>, LinkError> {
        let (domain, key) = ("com.apple.mobile.battery", "BatteryCurrentCapacity");
        let value = self.session.value(Some(domain), Some(key)).await?;
        let percent = value.as_ref().and_then(Plist::as_unsigned_integer);
        Ok(percent.and_then(|percent| u8::try_from(percent).ok()))
    }

    /// How it is attached.
    pub fn attached(&self) -> &Attached {
        &self.attached
    }

    /// The session, for values.
    pub fn session(&mut self) -> &mut Session {
        &mut self.session
    }

    /// Opens a service by its name, a connection of its own. With `escrowed` the pair record's
    /// escrow bag goes along: a locked phone then opens what it would refuse.
    ///
    /// # Errors
    /// [`Fault::Locked`], [`Fault::Busy`], or whatever broke.
    pub async fn open_service(
        &mut self,
        name: &str,
        escrowed: bool,
    ) -> Result<Box<dyn Stream>, LinkError> {
        let bag = self.record.escrow_bag.clone().filter(|_| escrowed);
        let (port, secure) = match self.session.start_service(name, bag.clone()).await {
            // Phones close a session that was idle for ten seconds (docs/protocol.md 3.1).
            Err(LinkError { fault: Fault::Broken(_), .. }) => {
                let lockdown = Lockdown::open(&self.muxer, &self.attached).await?;
                self.session = lockdown.start_session(&self.record, &self.tls).await?;
                self.session.start_service(name, bag).await?
            }
            started => started?,
        };
        let stream = self.muxer.connect(self.attached.device_id, port).await?;
        if !secure {
            return Ok(stream);
        }
        let limit = self.muxer.deadlines().tls;
        within(limit, "securing a service of the iPhone", self.tls.connect(stream)).await
    }

    /// Whether the phone answers at all, and whether it is locked now: one question in the
    /// clear on a fresh connection.
    ///
    /// # Errors
    /// It does not answer, or is not attached.
    pub async fn ask_lock_state(muxer: &Muxer, udid: &str) -> Result<Option<bool>, LinkError> {
        let (_, mut lockdown) = reach(muxer, udid).await?;
        let value = lockdown.value("PasswordProtected").await?;
        Ok(value.as_ref().and_then(Plist::as_boolean))
    }
}
