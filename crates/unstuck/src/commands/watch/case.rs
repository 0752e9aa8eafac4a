//! What is known when it stands still, as a case for the diagnosis.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};

use unstuck_diagnosis::case::{Case, Evidence, Source, Value};
use unstuck_diagnosis::pulse::{Conditions, Pulse, Way};
use unstuck_link::Muxer;
use unstuck_probe::{Here, Probes, cable, computer, phone};

/// Lines of the log that are kept, the last ones.
const LINES_MAX: usize = 400;

/// What was gathered while looking on.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    lines: VecDeque<String>,
    /// Of the probes.
    pub(super) facts: Vec<Evidence>,
    /// How often the phone went away.
    pub(super) gone_times: u32,
}

impl Gathered {
    /// Keeps a line of the phone's log.
    pub(super) fn line(&mut self, line: String) {
        if self.lines.len() == LINES_MAX {
            self.lines.pop_front();
        }
        self.lines.push_back(line);
    }

    /// The case of a backup.
    pub(super) fn case(&self, pulse: &Pulse, conditions: Conditions, wired: Option<bool>) -> Case {
        let mut case = Case::new();
        let mut setting = |name: &str, value: &str| {
            case.record(Evidence::new(name, Value::Text(value.to_owned()), Source::Setting));
        };
        match (pulse.way, wired) {
            (Way::Icloud, _) => {
                setting("method", "icloud");
                setting("tool", "icloud");
            }
            (Way::Local, Some(false)) => setting("method", "wifi"),
            (Way::Local, _) => setting("method", "usb"),
        }
        if let Some(tool) = self.tool().filter(|_| pulse.way == Way::Local) {
            setting("tool", tool);
        }
        for fact in watched(pulse, conditions) {
            case.record(fact);
        }
        let gone = Value::Number(f64::from(self.gone_times));
        case.record(Evidence::new("facts.here.watch_gone_times", gone, Source::Probe));
        // That this program is at work is not what stands in its way.
        let others = self.facts.iter().filter(|fact| fact.key != MADE_BY);
        others.for_each(|fact| case.record(fact.clone()));
        for (number, line) in self.lines.iter().enumerate() {
            let key = format!("log[{number}]");
            case.record(Evidence::new(key, Value::Text(line.clone()), Source::Log));
        }
        case
    }

    /// The program that makes the backup, in the word of case files (docs/contracts.md 9).
    fn tool(&self) -> Option<&'static str> {
        let fact = self.facts.iter().find(|fact| fact.key == MADE_BY)?;
        let name = fact.value.as_text()?;
        Some(match name {
            "idevicebackup2" => "idevicebackup2",
            "pymobiledevice3" => "pymobiledevice3",
            "AppleMobileBackup" if cfg!(windows) => "itunes",
            "AppleMobileBackup" => "finder",
            _ => return None,
        })
    }
}

const MADE_BY: &str = "facts.here.backup_made_by";

fn watched(pulse: &Pulse, conditions: Conditions) -> Vec<Evidence> {
    let fact = |name: &str, value: Value| {
        Evidence::new(format!("facts.here.watch_{name}"), value, Source::Probe)
    };
    let text = |words: &str| Value::Text(words.to_owned());
    let mut facts = vec![
        fact("verdict", text(pulse.verdict.word())),
        fact("stage", text(pulse.stage.word())),
        fact("waiting_for", text(pulse.waiting_for.word())),
        fact("silent_seconds", Value::Number(pulse.silent.as_secs_f64().round())),
        fact("normal_seconds", Value::Number(pulse.normal.as_secs_f64().round())),
        fact("attempts", Value::Number(f64::from(pulse.attempts))),
    ];
    if let Some(code) = pulse.code {
        facts.push(fact("code", Value::Number(code as f64)));
    }
    if pulse.way == Way::Icloud {
        let known = [
            ("cloud_on", conditions.enabled),
            ("cloud_locked", conditions.locked),
            ("cloud_power", conditions.power),
            ("cloud_wifi", conditions.wifi),
        ];
        let known = known.into_iter().filter_map(|(name, flag)| Some((name, flag?)));
        facts.extend(known.map(|(name, flag)| fact(name, Value::Flag(flag))));
    }
    facts
}

/// The probes that are worth asking then. None of them writes: another program is at work here.
pub(super) fn probes(
    here: &Here,
    muxer: &Muxer,
    (folder, udid): (Option<&Path>, Option<&str>),
    patience: f64,
) -> Probes {
    let mut probes = Probes::new().patience(patience);
    let computer = computer::probes(here, folder.map(place_of)).into_iter();
    probes.extend(computer.filter(|probe| probe.name() != "trial"));
    probes.extend(cable::probes(here, muxer));
    // The log is heard already, and settings are known of this very phone.
    let phone = phone::probes(here, muxer, udid.map(str::to_owned)).into_iter();
    probes.extend(phone.filter(|probe| probe.name() != "phone_log"));
    probes
}

/// Where the backup goes: what its folder lies in. Our own lie two deeper (docs/vault.md).
fn place_of(folder: &Path) -> PathBuf {
    let parent = folder.parent().unwrap_or(folder);
    let ours = parent.file_name().is_some_and(|name| name == "working");
    let place = if ours { parent.parent().and_then(Path::parent) } else { Some(parent) };
    place.unwrap_or(parent).to_path_buf()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_where_the_folder_lies() {
        assert_eq!(place_of(Path::new("/b/UDID")), Path::new("/b"));
        assert_eq!(place_of(Path::new("/b/UDID/working/UDID")), Path::new("/b"));
    }
}
