//! The phone has no room for the system that is put on it.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "S022",
    name: "phone-full-in-restore",
    blame: Blame::Phone,
    page: include_str!("s022_phone_full_in_restore.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let Some(hit) = case.line("asr-no-space") else { return };
    // The same words of a program of this computer would be about its own disk.
    out.claim_line("ib2-no-space");
    out.claim_line("asr-no-space");
    let finding = on(hit.first, "the phone has no room for the new system");
    out.add(finding.raises(DeviceStorageFull, Decisive));
}
