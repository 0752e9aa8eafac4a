//! Who the phone is, and whether it trusts.

use crate::room::Room;
use crate::tools::debian;

#[test]
fn ideviceinfo_reads_the_phone_over_tls() {
    let room = Room::new();
    let simulator = room.simulator("healthy", &[]);
    let value = |key: &str| {
        let said = debian("ideviceinfo", &simulator, &room, &["-k", key]);
        assert_eq!(said.code, 0, "{said:?}");
        said.out.trim().to_owned()
    };
    assert_eq!(value("UniqueDeviceID"), simulator.phones[0]);
    assert_eq!(value("ProductVersion"), "18.5");
    let domain = ["-q", "com.apple.mobile.backup", "-k", "WillEncrypt"];
    let said = debian("ideviceinfo", &simulator, &room, &domain);
    assert_eq!(said.out.trim(), "false", "{said:?}");
}

#[test]
fn idevicepair_asks_for_trust_gets_it_and_validates() {
    let room = Room::new();
    let simulator = room.simulator("trust-late", &["trust.after_s=0.2"]);
    let pair = |action: &str| debian("idevicepair", &simulator, &room, &[action]);
    let asked = pair("pair");
    assert!(asked.out.contains("accept the trust dialog"), "{asked:?}");
    let granted = (0..100).map(|_| pair("pair")).find(|said| said.out.contains("SUCCESS"));
    assert!(granted.is_some(), "trust was never given");
    for action in ["validate", "list", "unpair"] {
        assert_eq!(pair(action).code, 0, "{action}");
    }
    assert!(!pair("validate").out.contains("SUCCESS"));
}
