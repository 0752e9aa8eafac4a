//! A scenario put to the test: one good backup, then the scenario, then a run in calm weather.
//!
//! What must hold whatever happens is checked here: versions stay bit-identical, the bar never
//! falls, five seconds never pass without a word, nothing outside the working tree is touched,
//! and the run after it completes and is proven.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use unstuck_backup::{End, Notice, Outcome, Verdict};
use unstuck_wire::Moment;

use crate::content::Group;
use crate::scenario::Scenario;
use crate::world::{DiskFault, Told, World, WorldConfig};

/// How a scenario went.
#[derive(Debug)]
pub struct Trial {
    /// The run in which the scenario happened.
    pub told: Told,
    /// The run after it, in calm weather.
    pub next: Told,
    /// Bytes of payload that were sent more than once, in both runs together.
    pub resent_bytes: u64,
    /// Time from the fault (or the start, when the scenario has none) to the first word that
    /// is not that all goes well, and that word.
    pub named: Option<(Duration, Notice)>,
    /// The longest time without a word.
    pub longest_silence: Duration,
    /// What should hold and does not; empty when all is well.
    pub broken: Vec<String>,
}

/// No longer may nothing be said.
const SILENCE_MAX: Duration = Duration::from_millis(5_100);

/// What goes wrong on the host's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostTrouble {
    /// A fault of the disk, healed before the run after.
    Disk(DiskFault),
    /// Every job at the disk takes this long.
    SlowDisk(Duration),
    /// A file of the newest version was lost behind everybody's back.
    LostFile,
    /// A byte of the newest version was changed behind everybody's back.
    RottenByte,
}

impl HostTrouble {
    fn is_crash(self) -> bool {
        matches!(self, Self::Disk(DiskFault::KillAt(_) | DiskFault::PowerCutAt(_)))
    }
}

impl Trial {
    /// Plays a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self::with(scenario, None)
    }

    /// Plays trouble of the host with a healthy phone.
    pub fn of_host(trouble: HostTrouble) -> Self {
        let mut phone = Scenario::default();
        let photos = Group { files: 2_000, bytes: 500, bytes_max: 40_000, ..Group::default() };
        phone.content.groups = vec![photos];
        Self::with(&phone, Some(trouble))
    }

    fn with(scenario: &Scenario, trouble: Option<HostTrouble>) -> Self {
        let mut world = lived_in(scenario);
        let mut config = config(scenario);
        trouble.into_iter().for_each(|trouble| strike(&world, &mut config, trouble));
        let needed = {
            let mut calm_world = world.fork();
            calm_world.become_like(&calm(scenario));
            calm_world.back_up(&config).payload_bytes
        };
        let before = world.versions();
        world.become_like(scenario);
        let told = world.back_up(&config);
        world.disk.restart();
        let mut broken = harmed(&before, &world);
        config.disk_latency = WorldConfig::default().disk_latency;

        world.wait(Duration::from_secs(600));
        world.become_like(&calm(scenario));
        let next = world.back_up(&config);
        broken.extend(harmed(&before, &world));
        broken.extend(broken_promises(&told, trouble));
        broken.extend(unproven(&next));

        let confirmed = told.outcome.as_ref().is_some_and(|outcome| outcome.end == End::Complete);
        let sent = told.payload_bytes + if confirmed { 0 } else { next.payload_bytes };
        Self {
            resent_bytes: sent.saturating_sub(needed),
            named: named(&told),
            longest_silence: longest_silence(&told),
            told,
            next,
            broken,
        }
    }

    /// How the run of the scenario ended.
    ///
    /// # Panics
    /// When it did not end: the host crashed.
    pub fn outcome(&self) -> &Outcome {
        self.told.outcome.as_ref().expect("only a crash of the host ends without an outcome")
    }
}

fn strike(world: &World, config: &mut WorldConfig, trouble: HostTrouble) {
    let newest = || {
        let files = world.versions().into_keys();
        let is_payload = |path: &PathBuf| path.file_name().is_some_and(|name| name.len() == 40);
        files.into_iter().find(is_payload)
    };
    match trouble {
        HostTrouble::Disk(fault) => world.disk.set_fault(Some(fault)),
        HostTrouble::SlowDisk(latency) => config.disk_latency = latency,
        HostTrouble::LostFile => {
            newest().into_iter().for_each(|path| {
                world.disk.lose_file(&path);
            });
        }
        HostTrouble::RottenByte => {
            newest().into_iter().for_each(|path| {
                world.disk.flip_byte(&path, 0);
            });
        }
    }
}

/// A world in which one backup was made in calm weather, and the phone was used since.
fn lived_in(scenario: &Scenario) -> World {
    let mut first = calm(scenario);
    first.content.changed_permille = 300;
    first.content.added = 5;
    first.content.removed = 3;
    let mut world = World::new(&first);
    let told = world.back_up(&config(scenario));
    debug_assert!(unproven(&told).is_empty(), "the backup before");
    world.wait(Duration::from_secs(3600));
    world
}

/// The same phone, and nothing goes wrong.
fn calm(scenario: &Scenario) -> Scenario {
    Scenario {
        content: scenario.content.clone(),
        encryption: scenario.encryption.clone(),
        seed: scenario.seed,
        ..Scenario::default()
    }
}

fn config(scenario: &Scenario) -> WorldConfig {
    let password = scenario.encryption.password.clone();
    WorldConfig { password, wifi: scenario.network, ..WorldConfig::default() }
}

/// A world with one good backup, in which things go as the scenario says from now on, and the
/// settings of its runs.
pub fn struck(scenario: &Scenario) -> (World, WorldConfig) {
    let mut world = lived_in(scenario);
    world.become_like(scenario);
    (world, config(scenario))
}

/// What is not as it was: versions that changed, and files outside every place of ours.
pub fn harmed(before: &BTreeMap<PathBuf, Vec<u8>>, world: &World) -> Vec<String> {
    let after = world.versions();
    let changed = before.iter().filter(|(path, content)| after.get(*path) != Some(content));
    let mut harmed: Vec<String> =
        changed.map(|(path, _)| format!("{} is not what it was", path.display())).collect();
    let strays = world.files_outside();
    harmed.extend(strays.iter().map(|path| format!("{} is no place of ours", path.display())));
    harmed
}

fn broken_promises(told: &Told, trouble: Option<HostTrouble>) -> Vec<String> {
    let mut broken = told.violations.clone();
    let percents: Vec<f64> = told.notices.iter().filter_map(|(_, n)| percent(n)).collect();
    if !percents.is_sorted() {
        broken.push("the bar fell".into());
    }
    let silence = longest_silence(told);
    if silence > SILENCE_MAX {
        broken.push(format!("{silence:?} without a word"));
    }
    let crash = HostTrouble::is_crash;
    if told.outcome.is_none() && !trouble.is_some_and(crash) {
        broken.push("the run never ended".into());
    }
    broken
}

fn unproven(told: &Told) -> Vec<String> {
    let outcome = told.outcome.as_ref();
    let proven = outcome.is_some_and(|outcome| {
        let proof = outcome.proof.as_ref().is_some_and(|proof| proof.is_full());
        outcome.end == End::Complete && proof
    });
    if proven {
        return Vec::new();
    }
    vec![format!("the calm run did not complete: {:?}", outcome.map(|outcome| &outcome.end))]
}

fn percent(notice: &Notice) -> Option<f64> {
    match notice {
        Notice::Progress(progress) => progress.percent,
        _ => None,
    }
}

fn longest_silence(told: &Told) -> Duration {
    let mut last = told.began;
    let words = told.notices.iter().map(|(at, _)| *at).chain([told.ended]);
    let gaps = words.map(|at| {
        let gap = at.since(last);
        last = at;
        gap
    });
    gaps.max().unwrap_or_default()
}

/// The first word, from the fault on, that is not that all goes well.
fn named(told: &Told) -> Option<(Duration, Notice)> {
    let from: Moment = told.struck.unwrap_or(told.began);
    let later = told.notices.iter().filter(|(at, _)| *at >= from);
    let word = later.into_iter().find(|(_, notice)| !is_calm(notice))?;
    Some((word.0.since(from), word.1.clone()))
}

/// Whether a notice says that all goes as it should.
pub fn is_calm(notice: &Notice) -> bool {
    match notice {
        Notice::Pulse(pulse) => pulse.verdict == Verdict::Moving,
        Notice::Phase(_) | Notice::Origin(_) | Notice::Progress(_) | Notice::Resumed { .. } => true,
        Notice::Proving { .. } | Notice::Cloning { .. } => true,
        _ => false,
    }
}
