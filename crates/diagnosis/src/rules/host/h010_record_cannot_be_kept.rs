//! The computer may not read or write its record of trust.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "H010",
    name: "record-cannot-be-kept",
    blame: Blame::Host,
    page: include_str!("h010_record_cannot_be_kept.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let line = case.line("host-record-denied").map(|hit| hit.first);
    let owned = case.line("host-owned-by-root").map(|hit| hit.first);
    let reads = matches!(case.stage, Stage::Verify | Stage::Restore);
    let Some(place) = line.or(owned).filter(|_| !reads) else { return };
    out.claim_line("host-record-denied");
    out.claim_line("host-owned-by-root");
    if line.is_some() {
        // No record can be found where none could be kept.
        out.claim_line("ip-not-paired");
    }
    let weight = if line.is_some() { Decisive } else { Strong };
    let finding = on(place, "this user may not touch the records or the socket");
    let finding = finding.raises(HostPermission, weight).lowers(PairingTrust, Strong);
    out.add(finding.lowers_all(&[VersionMismatch, UsbStack], Moderate));
}
