//! A phone that did whatever it liked, found by the fuzzer: the next ones still get their backup.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::time::Duration;

use unstuck_backup::End;
use unstuck_sim::{Scenario, World, WorldConfig};
use unstuck_wire::ErrorCode;

fn lived_in() -> World {
    let mut world = World::new(&Scenario::default());
    assert_eq!(world.back_up(&WorldConfig::default()).outcome.unwrap().end, End::Complete);
    world.wait(Duration::from_secs(3600));
    world
}

/// The script uploads a file where a folder belongs. The phone fails over that tree each time,
/// so the third run begins anew from the version: nobody has to know of `--full`.
#[test]
fn a_tree_the_phone_fails_over_twice_is_set_aside() {
    let mut world = lived_in();
    let versions = world.versions();
    let script = vec![4, 2, 3, 1, 0, 0, 4, 0, 1, 2, 1, 9, 1, 5, 1, 2, 3, 4, 5, 2];
    world.phone.lock().script = Some(script);
    let first = world.back_up(&WorldConfig::default()).outcome.unwrap();
    assert!(matches!(first.end, End::PhoneError { code: ErrorCode::INTERNAL, .. }), "{first:?}");

    world.phone.lock().script = None;
    let second = world.back_up(&WorldConfig::default()).outcome.unwrap();
    assert!(matches!(second.end, End::PhoneError { .. }), "{:?}", second.end);

    let third = world.back_up(&WorldConfig::default()).outcome.unwrap();
    assert_eq!(third.end, End::Complete);
    for (path, content) in versions {
        assert_eq!(world.versions().get(&path), Some(&content));
    }
}

/// One error that may have other reasons does not cost the upload that is already here.
#[test]
fn one_error_of_the_phone_keeps_the_tree() {
    let mut world = lived_in();
    world.phone.lock().script = Some(vec![]);
    world.back_up(&WorldConfig::default());
    world.phone.lock().script = None;
    let told = world.back_up(&WorldConfig::default());
    assert_eq!(told.outcome.unwrap().end, End::Complete);
    let set_aside = world.disk.files_below(&world.layout().aside());
    assert!(set_aside.is_empty());
}
