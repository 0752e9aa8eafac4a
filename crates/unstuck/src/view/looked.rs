//! What was looked at on a live machine, in a few lines for people: also what is in order, so
//! that nobody wonders whether it was looked at.

use unstuck_diagnosis::case::{Case, Source};

use crate::models::marketing_name;
use crate::time::{counted, human_bytes};

/// The lines; none when nothing was probed.
pub(crate) fn lines(case: &Case) -> Vec<String> {
    if !case.evidence().iter().any(|fact| fact.source == Source::Probe) {
        return Vec::new();
    }
    let facts = Facts(case);
    [
        facts.place(),
        facts.service(),
        facts.bus(),
        facts.phone(),
        facts.last_backups(),
        facts.kept(),
        facts.network(),
        facts.gaps(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

struct Facts<'a>(&'a Case);

impl Facts<'_> {
    fn number(&self, name: &str) -> Option<f64> {
        self.0.get(&format!("facts.here.{name}"))?.as_number()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.text(&format!("facts.here.{name}"))
    }

    fn place(&self) -> Option<String> {
        let mut line = format!(
            "the place for backups: {} free",
            human_bytes(self.number("target_free_bytes")? as u64)
        );
        if let Some(format) = self.text("target_format") {
            line += &format!(", {format}");
        }
        if let Some(rate) = self.number("trial_files_a_second") {
            line += &format!(", {rate:.0} small files a second");
        }
        Some(line)
    }

    fn service(&self) -> Option<String> {
        let state = self.text("service")?;
        let phones = |name, wifi| {
            let count = self.number(name).filter(|count| *count > 0.0)?;
            Some(match (count == 1.0, wifi) {
                (true, false) => "1 iPhone by cable".to_owned(),
                (true, true) => "1 iPhone over Wi-Fi".to_owned(),
                (false, false) => format!("{count:.0} iPhones by cable"),
                (false, true) => format!("{count:.0} iPhones over Wi-Fi"),
            })
        };
        let known = [phones("service_phones", false), phones("service_phones_wifi", true)];
        let known: Vec<String> = known.into_iter().flatten().collect();
        let words = match state {
            "answers" if known.is_empty() => "it answers and knows no iPhone".to_owned(),
            "answers" => format!("it answers and knows {}", known.join(", ")),
            "absent" => "it does not run".to_owned(),
            "refused" => "this user may not use it".to_owned(),
            "silent" => "it does not answer".to_owned(),
            _ => "it cannot be reached".to_owned(),
        };
        Some(format!("the service for iPhones: {words}"))
    }

    fn bus(&self) -> Option<String> {
        let phones = self.number("bus_phones")?;
        if phones == 0.0 {
            return Some("the USB bus: no iPhone on it".to_owned());
        }
        let mut line = "the USB bus: ".to_owned();
        line += &match self.number("usb_mbit") {
            Some(mbit) => format!("an iPhone at {mbit:.0} Mbit/s"),
            None => "an iPhone".to_owned(),
        };
        if let Some(hubs) = self.number("hubs_between").filter(|hubs| *hubs > 0.0) {
            line += &format!(", {} between", counted(hubs.round() as u64, "hub", "hubs"));
        }
        Some(line)
    }

    fn flag(&self, name: &str) -> Option<bool> {
        self.0.get(&format!("facts.here.{name}"))?.as_flag()
    }

    fn phone(&self) -> Option<String> {
        let trust = match self.text("phone_trust")? {
            "trusted" => "trusts this computer",
            "not-trusted" => "does not trust this computer",
            "trust-broken" => "does not know this computer any more",
            "locked" => "was not unlocked since it was started",
            "prohibited" => "forbids this computer",
            _ => "does not answer",
        };
        let mut line = "the iPhone:".to_owned();
        let device = self.0.text("device").map(|kind| marketing_name(kind).unwrap_or(kind));
        if let Some(device) = device {
            line += &format!(" {device},");
        }
        if let Some(version) = self.0.text("ios_version") {
            line += &format!(" iOS {version},");
        }
        line += &format!(" {trust}");
        if let Some(free) = self.number("phone_free_bytes") {
            line += &format!(", {} free", human_bytes(free as u64));
        }
        if let Some(percent) = self.number("phone_battery") {
            line += &format!(", battery {percent:.0} %");
        }
        match self.flag("phone_encrypts") {
            Some(true) => line += ", backups encrypted",
            Some(false) => line += ", backups not encrypted",
            None => {}
        }
        Some(line)
    }

    fn last_backups(&self) -> Option<String> {
        let age = |name: &str| {
            self.number(name).map(|days| match days {
                days if days < 1.5 => {
                    format!(
                        "{} ago",
                        counted((days * 24.0).round().max(0.0) as u64, "hour", "hours")
                    )
                }
                days => format!("{} ago", counted(days.round() as u64, "day", "days")),
            })
        };
        let local = age("phone_local_days").map(|age| format!("by a computer {age}"));
        let cloud = match (age("phone_cloud_days"), self.flag("phone_cloud_on")) {
            (Some(age), Some(false)) => Some(format!("to iCloud {age} (now switched off)")),
            (Some(age), _) => Some(format!("to iCloud {age}")),
            (None, Some(false)) => Some("iCloud Backup is switched off".to_owned()),
            (None, _) => None,
        };
        let parts: Vec<String> = [local, cloud].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| format!("its last backups: {}", parts.join(", ")))
    }

    fn kept(&self) -> Option<String> {
        let count = self.number("kept_backups")?;
        let newest = self.text("kept_newest").map(|state| state.replace('_', " "));
        Some(match newest {
            Some(state) => format!("backups at hand: {count:.0}, the newest {state}"),
            None => format!("backups at hand: {count:.0}"),
        })
    }

    fn network(&self) -> Option<String> {
        let reached = self.number("net_reached")?;
        let asked = self.number("net_asked")?;
        let mut line = format!("the network: {reached:.0} of {asked:.0} ways to Apple are open");
        if let Some(ms) = self.number("net_ms") {
            line += &format!(", {ms:.0} ms");
        }
        if let (Some(low), Some(high)) = (self.number("hours_low"), self.number("hours_high")) {
            line += &format!("; what waits needs {low:.1} to {high:.1} hours");
        }
        Some(line)
    }

    /// What could not be told, by probe.
    fn gaps(&self) -> Option<String> {
        let gaps = self.0.evidence().iter().filter_map(|fact| {
            let probe = fact.key.strip_prefix("facts.probe_")?;
            let says = fact.value.as_text()?;
            let says = says.strip_prefix("could not tell: ").unwrap_or(says);
            let name = match probe {
                // A line of a log is another thing.
                "line" => "the line".to_owned(),
                probe => probe.replace('_', " "),
            };
            Some(format!("{name} ({says})"))
        });
        let gaps: Vec<String> = gaps.collect();
        (!gaps.is_empty()).then(|| format!("not known: {}", gaps.join("; ")))
    }
}
