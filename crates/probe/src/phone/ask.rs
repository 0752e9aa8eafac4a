//! What lockdown tells of a phone (docs/protocol.md 3.2).

use std::time::{SystemTime, UNIX_EPOCH};

use plist::{Dictionary, Value};
use unstuck_link::{Fault, LinkError, Lockdown, Muxer, Phone, Session};

use super::values::{backup_dates, domain, flag, number, text};
use crate::probe::Failure;
use crate::recorder::Recorder;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

/// Asks for everything there is, first what needs no trust.
pub(super) async fn all(
    muxer: &Muxer,
    udid: &str,
    now: SystemTime,
    out: &Recorder,
) -> Result<(), Failure> {
    let answers = in_the_clear(muxer, udid, out).await;
    let mut phone = match Phone::open(muxer, udid).await {
        Ok(phone) => phone,
        Err(error) => {
            let word = trust_word(&error, answers.is_ok());
            out.fact("here.phone_trust", word);
            // That it does not trust us is an answer; that it is silent is told as such.
            return if word == "no-answer" { Err(error.to_string()) } else { Ok(()) };
        }
    };
    out.fact("here.phone_trust", "trusted");
    let mut told = Told { session: phone.session(), out, now };
    let failed = |error: LinkError| error.to_string();
    told.itself().await.map_err(failed)?;
    told.backups().await.map_err(failed)?;
    told.room_and_power().await.map_err(failed)?;
    told.rules().await.map_err(failed)
}

/// What a phone tells anyone: which kind it is, and whether it is locked.
async fn in_the_clear(muxer: &Muxer, udid: &str, out: &Recorder) -> Result<(), LinkError> {
    let attached = muxer.find(udid).await?;
    let mut lockdown = Lockdown::open(muxer, &attached).await?;
    let locked = lockdown.value("PasswordProtected").await?;
    if let Some(locked) = locked.as_ref().and_then(Value::as_boolean) {
        out.fact("here.phone_locked", locked);
    }
    for (key, name) in [("ProductType", "device"), ("ProductVersion", "ios_version")] {
        if let Some(words) = lockdown.value(key).await?.as_ref().and_then(Value::as_string) {
            out.setting(name, words);
        }
    }
    Ok(())
}

/// How it stands with trust, when no session came about.
fn trust_word(error: &LinkError, answers: bool) -> &'static str {
    match &error.fault {
        Fault::NotTrusted => "not-trusted",
        Fault::Tls(_) => "trust-broken",
        Fault::Locked => "locked",
        Fault::Prohibited(_) => "prohibited",
        _ if answers => "no-session",
        _ => "no-answer",
    }
}

struct Told<'s> {
    session: &'s mut Session,
    out: &'s Recorder,
    now: SystemTime,
}

impl Told<'_> {
    async fn domain(&mut self, name: &str) -> Result<Dictionary, LinkError> {
        domain(self.session, name).await
    }

    fn flag(&self, values: &Dictionary, key: &str, name: &str) {
        if let Some(flag) = flag(values, key) {
            self.out.fact(&format!("here.phone_{name}"), flag);
        }
    }

    fn number(&self, values: &Dictionary, key: &str, name: &str) {
        if let Some(number) = number(values, key) {
            self.out.fact(&format!("here.phone_{name}"), number);
        }
    }

    fn now(&self) -> f64 {
        self.now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64()
    }

    /// Activation and clock.
    async fn itself(&mut self) -> Result<(), LinkError> {
        let state = self.session.value(None, Some("ActivationState")).await?;
        if let Some(state) = state.as_ref().and_then(Value::as_string) {
            self.out.fact("here.phone_activation", state);
        }
        let clock = self.session.value(None, Some("TimeIntervalSince1970")).await?;
        let clock = match clock {
            Some(Value::Real(seconds)) => Some(seconds),
            Some(Value::Integer(seconds)) => seconds.as_signed().map(|seconds| seconds as f64),
            _ => None,
        };
        if let Some(clock) = clock.filter(|clock| clock.is_finite()) {
            self.out.fact("here.phone_clock_ahead_seconds", (clock - self.now()).round());
        }
        Ok(())
    }

    /// Encryption, iCloud Backup, and how old the last backups are.
    async fn backups(&mut self) -> Result<(), LinkError> {
        let backup = self.domain("com.apple.mobile.backup").await?;
        self.flag(&backup, "WillEncrypt", "encrypts");
        self.flag(&backup, "RequiresEncryption", "must_encrypt");
        self.flag(&backup, "CloudBackupEnabled", "cloud_on");
        let dates = backup_dates(&backup);
        let days = |seconds: i64| ((self.now() - seconds as f64) / DAY * 10.0).round() / 10.0;
        for (date, name) in [(dates.cloud, "cloud_days"), (dates.local, "local_days")] {
            if let Some(days) = date.map(days) {
                self.out.fact(&format!("here.phone_{name}"), days);
            }
        }
        Ok(())
    }

    async fn room_and_power(&mut self) -> Result<(), LinkError> {
        let usage = self.domain("com.apple.disk_usage").await?;
        // What apps may use; the other one counts room that is kept back.
        match number(&usage, "AmountDataAvailable") {
            Some(free) => self.out.fact("here.phone_free_bytes", free),
            None => self.number(&usage, "TotalDataAvailable", "free_bytes"),
        }
        self.number(&usage, "TotalDataCapacity", "data_bytes");
        let battery = self.domain("com.apple.mobile.battery").await?;
        self.number(&battery, "BatteryCurrentCapacity", "battery");
        self.flag(&battery, "BatteryIsCharging", "charging");
        self.flag(&battery, "ExternalConnected", "powered");
        Ok(())
    }

    /// Who manages it, and what is allowed.
    async fn rules(&mut self) -> Result<(), LinkError> {
        let wireless = self.domain("com.apple.mobile.wireless_lockdown").await?;
        self.flag(&wireless, "EnableWifiConnections", "wifi_sync");
        let managed = self.domain("com.apple.mobile.chaperone").await?;
        self.flag(&managed, "DeviceIsChaperoned", "supervised");
        let setup = self.domain("com.apple.purplebuddy").await?;
        self.flag(&setup, "SetupDone", "setup_done");
        let restricted = self.domain("com.apple.mobile.restriction").await?;
        self.flag(&restricted, "ProhibitAppInstall", "apps_prohibited");
        let find_my = self.domain("com.apple.fmip").await?;
        self.flag(&find_my, "IsAssociated", "find_my");
        let itunes = self.domain("com.apple.mobile.iTunes").await?;
        if let Some(version) = text(&itunes, "MinITunesVersion") {
            self.out.fact("here.phone_wants_itunes", version);
        }
        Ok(())
    }
}
