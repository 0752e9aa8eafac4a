//! What was looked at on a live machine, in a few lines for people: also what is in order, so
//! that nobody wonders whether it was looked at.

use unstuck_diagnosis::case::{Case, Source};

use crate::time::human_bytes;

/// The lines; none when nothing was probed.
pub(crate) fn lines(case: &Case) -> Vec<String> {
    if !case.evidence().iter().any(|fact| fact.source == Source::Probe) {
        return Vec::new();
    }
    let facts = Facts(case);
    [facts.place(), facts.service(), facts.bus(), facts.kept(), facts.network(), facts.gaps()]
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
        let phones = |name, how| {
            let count = self.number(name).filter(|count| *count > 0.0)?;
            let word = if count == 1.0 { "iPhone" } else { "iPhones" };
            Some(format!("{count:.0} {word} {how}"))
        };
        let known =
            [phones("service_phones", "by cable"), phones("service_phones_wifi", "over Wi-Fi")];
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
        let mut line = "the USB bus: an iPhone".to_owned();
        if let Some(mbit) = self.number("usb_mbit") {
            line += &format!(" at {mbit:.0} Mbit/s");
        }
        if let Some(hubs) = self.number("hubs_between").filter(|hubs| *hubs > 0.0) {
            line += &format!(", {hubs:.0} hub(s) between");
        }
        Some(line)
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
            Some(format!("{} ({says})", probe.replace('_', " ")))
        });
        let gaps: Vec<String> = gaps.collect();
        (!gaps.is_empty()).then(|| format!("not known: {}", gaps.join("; ")))
    }
}
