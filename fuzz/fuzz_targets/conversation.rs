//! Whole conversations with a phone that does anything: the run ends with a word, every version
//! stays as it was, nothing outside the working tree is touched, and the next phone in order gets
//! its backup.

#![no_main]

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use unstuck_backup::End;
use unstuck_sim::content::Group;
use unstuck_sim::{Scenario, World, WorldConfig};

/// A world with one backup made; every conversation begins in a fork of it.
fn lived_in() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    WORLD.get_or_init(|| {
        let mut scenario = Scenario::default();
        let group = Group { files: 3, bytes: 100, bytes_max: 300, ..Group::default() };
        scenario.content.groups = vec![group];
        scenario.content.changed_permille = 300;
        let mut world = World::new(&scenario);
        let first = world.back_up(&WorldConfig::default()).outcome.expect("it ends");
        assert_eq!(first.end, End::Complete);
        world.wait(Duration::from_secs(3600));
        world
    })
}

fuzz_target!(|script: &[u8]| {
    let mut world = lived_in().fork();
    let before = world.versions();
    world.phone.lock().script = Some(script.to_vec());
    let told = world.back_up(&WorldConfig::default());
    let outcome = told.outcome.expect("every run ends with a word");
    assert!(told.notices.len() < 200_000, "notices without end");
    let after = world.versions();
    for (path, content) in &before {
        assert_eq!(after.get(path), Some(content), "{} was changed", path.display());
    }
    assert_eq!(world.files_outside(), Vec::<PathBuf>::new(), "made outside the working tree");
    if outcome.version.is_none() {
        assert_eq!(before.len(), after.len(), "a version nobody speaks of");
    }
    world.phone.lock().script = None;
    // What is left of that may fail a phone in order twice; then it is set aside.
    let mut ends = Vec::new();
    while ends.last() != Some(&End::Complete) {
        assert!(ends.len() < 3, "no phone gets a backup any more: {ends:?}");
        world.wait(Duration::from_secs(600));
        ends.push(world.back_up(&WorldConfig::default()).outcome.expect("it ends").end);
    }
});
