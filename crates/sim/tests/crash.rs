//! The host dies or loses power at any operation of the disk: every published version is
//! still whole, and the next run completes, resumes and is proven.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::io::ErrorKind;
use std::time::Duration;

use unstuck_backup::End;
use unstuck_sim::content::Group;
use unstuck_sim::{DiskFault, Scenario, Told, World, WorldConfig};

/// A phone with few files, so that all operations can be tried.
fn small() -> Scenario {
    let mut scenario = Scenario::default();
    let group = Group { files: 24, bytes: 100, bytes_max: 3_000, ..Group::default() };
    scenario.content.groups = vec![group];
    scenario.content.changed_permille = 300;
    scenario.content.added = 3;
    scenario.content.removed = 2;
    scenario
}

/// A world with one backup made, and the phone used since.
fn lived_in() -> World {
    let mut world = World::new(&small());
    assert_eq!(world.back_up(&WorldConfig::default()).outcome.unwrap().end, End::Complete);
    world.wait(Duration::from_secs(3600));
    world
}

/// Worlds in which a full run and an incremental run come next, with the operations at
/// which to strike.
fn worlds() -> [(World, Vec<u64>); 2] {
    [World::new(&small()), lived_in()].map(|world| {
        let moments = moments(world.fork());
        (world, moments)
    })
}

/// Every operation of an undisturbed run.
fn moments(mut world: World) -> Vec<u64> {
    world.disk.set_fault(None);
    assert_eq!(world.back_up(&WorldConfig::default()).outcome.unwrap().end, End::Complete);
    (0..world.disk.operations().len() as u64).collect()
}

/// Writes of an undisturbed run.
fn writes(world: &World) -> u64 {
    let mut world = world.fork();
    world.disk.set_fault(None);
    assert_eq!(world.back_up(&WorldConfig::default()).outcome.unwrap().end, End::Complete);
    world.disk.operations().iter().filter(|name| **name == "write").count() as u64
}

/// Plays a run with a fault, restarts, and checks that nothing was harmed and all goes on.
fn strike(world: &World, fault: DiskFault) -> Told {
    let mut world = world.fork();
    let before = world.versions();
    world.disk.set_fault(Some(fault));
    let told = world.back_up(&WorldConfig::default());
    world.disk.restart();
    let after = world.versions();
    for (path, content) in &before {
        assert_eq!(after.get(path), Some(content), "{fault:?}: {} changed", path.display());
    }
    if told.outcome.as_ref().is_some_and(|outcome| outcome.end == End::Complete) {
        assert!(after.len() > before.len(), "{fault:?}: success was said of a version not there");
    }
    world.wait(Duration::from_secs(600));
    let next = world.back_up(&WorldConfig::default()).outcome.unwrap();
    assert_eq!(next.end, End::Complete, "{fault:?}: the run after it");
    assert!(next.proof.unwrap().is_full(), "{fault:?}");
    told
}

#[test]
fn a_killed_host_harms_nothing_at_any_operation() {
    for (world, moments) in worlds() {
        for at in moments {
            strike(&world, DiskFault::KillAt(at));
        }
    }
}

#[test]
fn a_power_cut_harms_nothing_at_any_operation() {
    for (world, moments) in worlds() {
        for at in moments {
            strike(&world, DiskFault::PowerCutAt(at));
        }
    }
}

/// What a system may say of an operation that failed.
const FAILURES: [ErrorKind; 3] =
    [ErrorKind::Other, ErrorKind::StorageFull, ErrorKind::PermissionDenied];

/// Each operation fails once; the kinds take turns, and start elsewhere in the second world.
#[test]
fn a_failing_disk_is_told_and_harms_nothing() {
    for (turn, (world, moments)) in worlds().into_iter().enumerate() {
        for (at, kind) in moments.into_iter().zip(FAILURES.into_iter().cycle().skip(turn)) {
            let fault = DiskFault::FailAt(at, kind);
            let outcome = strike(&world, fault).outcome.unwrap();
            let exit_code = outcome.exit_code();
            assert!([0, 6, 7, 10].contains(&exit_code), "{fault:?}: {:?}", outcome.end);
        }
    }
}

/// A system may take half of a write and say so: the rest is written, nobody notices.
#[test]
fn a_short_write_is_completed() {
    for (world, _) in worlds() {
        for at in 0..writes(&world) {
            let outcome = strike(&world, DiskFault::ShortWriteAt(at)).outcome.unwrap();
            assert_eq!(outcome.end, End::Complete, "write {at}");
        }
    }
}

/// A write that takes half and then fails leaves no half file in any version.
#[test]
fn a_torn_write_is_told_and_harms_nothing() {
    for (world, _) in worlds() {
        for at in 0..writes(&world) {
            let outcome = strike(&world, DiskFault::TornWriteAt(at)).outcome.unwrap();
            let exit_code = outcome.exit_code();
            assert!([0, 6, 7, 10].contains(&exit_code), "write {at}: {:?}", outcome.end);
        }
    }
}

/// A volume that is pulled out comes back with all that was durable.
#[test]
fn a_volume_that_vanishes_is_told_and_harms_nothing() {
    for (world, moments) in worlds() {
        for at in moments.into_iter().step_by(2) {
            let outcome = strike(&world, DiskFault::GoneFrom(at)).outcome.unwrap();
            let exit_code = outcome.exit_code();
            assert!([0, 6, 7, 10].contains(&exit_code), "{at}: {:?}", outcome.end);
        }
    }
}

/// Large runs have too many operations to try all: the dice choose, with a seed each.
#[test]
fn large_runs_survive_random_strikes() {
    let mut scenario = small();
    scenario.content.groups[0].files = 1_200;
    let mut lived_in = World::new(&scenario);
    assert_eq!(lived_in.back_up(&WorldConfig::default()).outcome.unwrap().end, End::Complete);
    lived_in.wait(Duration::from_secs(3600));
    for (seed, world) in [World::new(&scenario), lived_in].into_iter().enumerate() {
        let count = moments(world.fork()).len() as u64;
        for number in 0..12 {
            let at = unstuck_sim::content::bytes::derive(seed as u64, "strike", number) % count;
            strike(&world, DiskFault::KillAt(at));
            strike(&world, DiskFault::PowerCutAt(at));
        }
    }
}

#[test]
fn a_disk_that_fills_up_is_told_as_full() {
    for (world, moments) in worlds() {
        for at in moments {
            let fault = DiskFault::FullFrom(at);
            let outcome = strike(&world, fault).outcome.unwrap();
            let exit_code = outcome.exit_code();
            assert!([0, 7].contains(&exit_code), "{fault:?}: {:?}", outcome.end);
        }
    }
}
