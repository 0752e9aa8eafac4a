//! It fails at the same point each time.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "P006",
    name: "same-point-every-time",
    blame: Blame::Phone,
    page: include_str!("p006_same_point_every_time.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let fact = case.flag(&["fails_at_same_point", "same_point_every_time", "same_point"]);
    if let Some(place) = case.denies("same-point").or(case.says("different-point")) {
        return out.add(
            on(place, "it ends at another point each time")
                .lowers(DeviceSoftware, Moderate)
                .raises(NetworkWeak, Weak)
                .raises(CablePortHub, Weak),
        );
    }
    // A point that moved with an update of the computer is not the phone's, and what sleeps is
    // found where it fell asleep.
    if case.says_any(&["since-host-update", "sleeps"]).is_some() {
        return;
    }
    let fact = fact.and_then(|(yes, place)| yes.then_some(place));
    let Some(place) = fact.or(case.says("same-point")) else { return };
    let tried = case.cable_tried().is_some();
    let finding = on(place, "it ends at the same point every time");
    // Of a backup that is read or put back, that file may be damaged as well.
    let finding = match case.stage {
        Stage::Restore | Stage::Verify => {
            finding.raises(DeviceSoftware, Moderate).raises(BackupCorrupt, Moderate)
        }
        _ => finding.raises(DeviceSoftware, Strong),
    };
    let finding = finding.lowers_all(&[CablePortHub, NetworkWeak, UsbStack, Power], Moderate);
    out.add(finding);
    if tried {
        // What looks like a lost line is the phone's service ending at one file.
        for line in ["dlg-disconnected", "mac-detached", "um-removed", "ib2-recv-tls"] {
            out.claim_line(line);
        }
    }
}
