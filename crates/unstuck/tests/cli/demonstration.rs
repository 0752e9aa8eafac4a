//! The first thing a newcomer runs.

use crate::room::Room;

#[test]
fn rescue_on_the_simulated_iphone_needs_no_answers_and_tells_the_whole_story() {
    let room = Room::new();
    let said = room.run(&["rescue", "--simulated"]);
    assert_eq!(said.code, 0, "{said:?}");
    let told = [
        "Found Ada's iPhone (iPhone 13, iOS 18.5) by cable.",
        "This demonstration's backup password is",
        "The iPhone is asking for its passcode: type it on the iPhone.",
        "The iPhone is gone",
        "Connected again",
        "Checking every byte.",
        "Sealing the backup.",
    ];
    let mut rest = said.err.as_str();
    for sentence in told {
        let (_, after) = rest.split_once(sentence).unwrap_or_else(|| {
            panic!("{sentence:?} is not told in its place:\n{}", said.err);
        });
        rest = after;
    }
    assert!(said.out.starts_with("\nYour iPhone is backed up, and the backup is proven.\n"));
    for word in ["Received", "Proven", "Where", "Opens"] {
        assert!(said.out.contains(word), "{word}: {}", said.out);
    }
    let versions = room.versions(&room.path("simulated"));
    assert_eq!(versions.len(), 1);
    assert!(said.out.contains(versions[0].to_str().unwrap()));
    assert!(!said.err.contains('\r') && !said.err.contains('\x1b'), "no bar without a terminal");
}
