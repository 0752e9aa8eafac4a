//! Somebody looked on for a while: where it stands still, and for what.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W014",
    name: "looked-on",
    blame: Blame::Phone,
    page: include_str!("w014_looked_on.md"),
    check,
};

/// So often it must have been gone; once may be somebody who moves it.
const GONE_TIMES: f64 = 2.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    if let Some((times, place)) = case.number(&["here.watch_gone_times"])
        && times >= GONE_TIMES
    {
        let says = format!("watched for a while, the iPhone was gone {times:.0} times");
        out.add(on(place, says).raises(CablePortHub, Strong).lowers(SlowButHealthy, Weak));
    }
    let verdict = case.fact_text("here.watch_verdict");
    let (Some(verdict), Some(place)) = (verdict, case.fact_place("here.watch_verdict")) else {
        return;
    };
    let told = |name: &str| case.fact_text(name).unwrap_or_default();
    let (waits, stage) = (told("here.watch_waiting_for"), told("here.watch_stage"));
    match verdict.as_str() {
        "moving" | "preparing" | "slow" => {
            let says = "watched for a while, it moves or is quiet as it should be";
            out.add(on(place, says).raises(SlowButHealthy, Strong));
        }
        "waiting-for-person" | "stalled" => waiting(case, place, &waits, &stage, out),
        "looping" => {
            let says = "watched for a while, it does the same again and again";
            let finding = on(place, says).lowers(SlowButHealthy, Strong);
            out.add(finding.raises(DeviceSoftware, Weak).raises(CablePortHub, Weak));
        }
        "failed" => {
            let says = "watched, it ended with an error";
            out.add(on(place, says).lowers(SlowButHealthy, Strong));
        }
        _ => {}
    }
}

/// It stands still: for what it waits is the best hint at why.
fn waiting(case: &Reading<'_>, place: Place, waits: &str, stage: &str, out: &mut Findings) {
    let says = |what: &str| format!("watched for a while, it stands still: it waits for {what}");
    let cloud = case.context.is_icloud();
    out.add(match waits {
        "passcode" => {
            on(place, says("the passcode on the iPhone")).raises(DeviceLockedPasscode, Decisive)
        }
        "unlock" => {
            on(place, says("the iPhone to be unlocked")).raises(DeviceLockedPasscode, Strong)
        }
        "phone" => on(place, says("the iPhone, which is gone or silent"))
            .raises(CablePortHub, Strong)
            .raises(Power, Weak),
        "disk" => on(place, says("the disk that takes the backup"))
            .raises(TargetFilesystem, Decisive)
            .lowers(CablePortHub, Weak)
            .lowers(DeviceSoftware, Weak),
        "power" | "lock" => {
            let what = "the iPhone to be on its charger, locked and left alone";
            on(place, says(what)).raises(Power, Strong)
        }
        "wifi" => on(place, says("the iPhone to be on Wi-Fi")).raises(NetworkWeak, Strong),
        "scan" => on(place, says("the iPhone to look through itself, longer than is normal"))
            .raises(DeviceSoftware, Moderate)
            .raises(DeviceStorageFull, Weak)
            .lowers(SlowButHealthy, Weak),
        "more-bytes" if cloud => on(place, says("bytes to go on their way, longer than is normal"))
            .raises(NetworkWeak, Moderate)
            .lowers(SlowButHealthy, Weak),
        "more-bytes" => on(place, says("more bytes, longer than is normal"))
            .raises(CablePortHub, Moderate)
            .raises(ToolBug, Weak)
            .lowers(SlowButHealthy, Moderate),
        "phone-work" => {
            let what = "the iPhone to sort and check what it sent, longer than is normal";
            let finding = on(place, says(what)).raises(DeviceSoftware, Moderate);
            let checks = stage == "checking";
            let finding = if checks { finding } else { finding.raises(TargetFilesystem, Weak) };
            finding.lowers(SlowButHealthy, Weak)
        }
        _ => return,
    });
}
