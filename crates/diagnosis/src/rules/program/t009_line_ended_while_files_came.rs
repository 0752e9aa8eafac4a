//! The secure line ended while files came, over USB.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "T009",
    name: "line-ended-while-files-came",
    blame: Blame::Program,
    page: include_str!("t009_line_ended_while_files_came.md"),
    check,
};

fn check(case: &Reading<'_>, out: &mut Findings) {
    let came = matches!(case.stage, Stage::Transfer | Stage::Finish);
    let ended = ["ib2-recv-tls", "ib2-recv-mux", "ib2-recv-unknown"];
    let wired = case.context.method != Some(Method::Wifi);
    let Some(hit) = case.any_line(&ended).filter(|_| came && wired) else { return };
    for line in ended {
        out.claim_line(line);
    }
    let service = case.any_line(&["um-stream", "um-daemon"]).is_some();
    let updated = case.says("since-host-update").is_some();
    let finding = on(hit.first, "the line ended while files came").raises(CablePortHub, Moderate);
    let finding = finding.raises(UsbStack, if service || updated { Strong } else { Weak });
    out.add(finding.raises(DeviceSoftware, Weak).raises(Power, Weak));
}
