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

#[test]
fn a_failing_disk_is_told_and_harms_nothing() {
    for (world, moments) in worlds() {
        for at in moments {
            for kind in [ErrorKind::Other, ErrorKind::StorageFull, ErrorKind::PermissionDenied] {
                let fault = DiskFault::FailAt(at, kind);
                let outcome = strike(&world, fault).outcome.unwrap();
                let exit_code = outcome.exit_code();
                assert!([0, 6, 7, 10].contains(&exit_code), "{fault:?}: {:?}", outcome.end);
            }
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
