//! The computer: the place for the backup, what else runs, whether it stays awake, what serves
//! iPhones on it.

mod rivals;
mod rooms;
mod settings;
mod target;
mod trial;

pub(crate) use rivals::AT_WORK;
pub use rivals::{Rival, rivals};
pub use rooms::{Room, rooms};

use std::path::PathBuf;
use std::time::Duration;

use crate::Probe;
use crate::here::Here;

/// A file system that does not answer for so long is a cause of its own.
const PLACE_TIME_MAX: Duration = Duration::from_secs(5);
/// Programs of the system that are asked answer in a fraction of a second, those of Windows
/// within two.
const ASKING_TIME_MAX: Duration = Duration::from_secs(8);

/// Everything about this computer. `target` is where backups go; it need not exist yet.
pub fn probes(here: &Here, target: Option<PathBuf>) -> Vec<Probe> {
    let mut probes = Vec::new();
    let blocking = |name, limit, ask: fn(&Here, &crate::Recorder)| {
        let here = here.clone();
        Probe::blocking(name, limit, move |out| {
            ask(&here, out);
            Ok(())
        })
    };
    if let Some(target) = target {
        let there = here.clone();
        let place = target.clone();
        probes.push(Probe::blocking("target", PLACE_TIME_MAX, move |out| {
            target::look(&there, &place, out)
        }));
        probes.push(Probe::blocking("trial", PLACE_TIME_MAX, move |out| trial::run(&target, out)));
    }
    probes.push(blocking("system", ASKING_TIME_MAX, settings::system));
    probes.push(blocking("awake", ASKING_TIME_MAX, settings::awake));
    probes.push(blocking("clock", PLACE_TIME_MAX, settings::clock));
    probes.push(blocking("versions", ASKING_TIME_MAX, settings::versions));
    probes.push(blocking("permissions", ASKING_TIME_MAX, settings::permissions));
    probes.push(blocking("rivals", ASKING_TIME_MAX, rivals::look));
    probes
}
