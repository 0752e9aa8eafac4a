//! The computer does not see the phone at all.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "C003",
    name: "not-seen",
    blame: Blame::Cable,
    page: include_str!("c003_not_seen.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let wireless = case.context.method == Some(Method::Wifi);
    // "iTunes does not recognise it as a backup" and "no backup is found" are not about the phone.
    let reads = ["ib2-no-info", "ib2-old-unreadable", "reader-no-backup", "reader-no-database"];
    let reads = case.any_line(&reads).is_some();
    let looks = reads || matches!(case.stage, Stage::Verify | Stage::Restore);
    let folder = looks || case.says("not-a-backup").or(case.says("backups-not-listed")).is_some();
    let Some(place) = case.says("not-seen").filter(|_| !case.context.is_icloud() && !folder) else {
        return;
    };
    let finding = on(place, "the computer does not see the phone");
    if wireless {
        // A network that is merely weak shows the phone now and then.
        let finding = finding.lowers(NetworkWeak, Weak);
        // Apple's own service looks for phones in the network once that was allowed for this
        // phone; those of Linux need a helper of their own.
        return out.add(match case.context.host {
            Some(Host::Mac) => finding.raises(PairingTrust, Moderate).raises(UsbStack, Weak),
            Some(Host::Windows) => {
                finding.raises(UsbStack, Moderate).raises(PairingTrust, Moderate)
            }
            _ => finding.raises(UsbStack, Moderate).raises(PairingTrust, Weak),
        });
    }
    let tried = case.cable_tried().is_some();
    let (service, cable) = match case.context.host {
        // On Windows and Linux a service of its own has to be there; macOS brings it along.
        Some(Host::Windows | Host::Linux) => (Strong, Weak),
        _ => (Moderate, if tried { Weak } else { Moderate }),
    };
    let finding = finding.raises(UsbStack, service).raises(CablePortHub, cable);
    out.add(finding.raises(PairingTrust, Weak));
}
