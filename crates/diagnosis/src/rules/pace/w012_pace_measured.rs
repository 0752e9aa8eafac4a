//! What was measured: speed of line and cable, losses, growth, clock.

use crate::rules::kit::*;

pub(in crate::rules) static RULE: Rule = Rule {
    id: "W012",
    name: "pace-measured",
    blame: Blame::Nobody,
    page: include_str!("w012_pace_measured.md"),
    check,
};

/// A clock further off than this breaks TLS, in seconds (a certificate is valid for months, but
/// tokens for minutes).
const CLOCK_OFF: f64 = 300.0;

fn check(case: &Reading<'_>, out: &mut Findings) {
    let measured = |parts: &[&str], but: &[&str]| case.measured(parts, but);
    let wired = case.context.method == Some(Method::Usb);
    if let Some((clock, place)) = measured(&["clock", "time_offset", "clock_skew"], &[])
        && clock.abs() > CLOCK_OFF
    {
        let finding = on(place, "the clock is wrong").remedy("date-time");
        out.add(finding.raises(NetworkBlocked, Strong));
    }
    if let Some((loss, place)) = measured(&["loss"], &["battery"]).filter(|_| !wired)
        && loss >= 1.0
    {
        out.add(on(place, "packets get lost").raises(NetworkWeak, Strong));
    }
    if let Some((speed, place)) = measured(&["usb_speed", "usb_mbit", "link_mbit"], &[])
        && speed < 400.0
        && wired
    {
        out.add(on(place, "USB runs far below its speed").raises(CablePortHub, Strong));
    }
    if let Some((count, place)) = measured(&["disconnect", "usb_reset", "usb_error"], &[])
        && count >= 2.0
        && wired
    {
        out.add(on(place, "the phone dropped off the bus").raises(CablePortHub, Strong));
    }
    growth(case, out);
    uplink(case, out);
    remains(case, out);
}

/// Something grows: it is not stuck.
fn growth(case: &Reading<'_>, out: &mut Findings) {
    let parts =
        ["growth", "growing", "scan_lines", "bytes_per_second", "mb_s", "mb_per", "throughput"];
    let Some((value, place)) = case.measured(&parts, &["upload", "uplink"]) else { return };
    out.add(if value > 0.0 {
        on(place, "it grows").raises(SlowButHealthy, Strong)
    } else {
        on(place, "it does not grow").lowers(SlowButHealthy, Strong)
    });
}

/// Upload speed against what waits: hours.
fn uplink(case: &Reading<'_>, out: &mut Findings) {
    let Some((value, place)) = case.measured(&["upload", "uplink", "upstream"], &["bytes"]) else {
        return;
    };
    let kilobits = case.measured(&["kbps", "kbit"], &[]).is_some();
    let megabits = if kilobits { value / 1000.0 } else { value };
    if megabits < 1.5 {
        let finding = on(place, "the line sends hardly anything").raises(NetworkWeak, Strong);
        return out.add(finding.raises(SlowButHealthy, Weak));
    }
    if let Some((needed, _)) = case.amount(Amount::Needed) {
        let hours = needed * 8.0 / (megabits * 1e6) / 3600.0;
        if hours > 3.0 {
            let finding = on(place, format!("at this speed it takes about {hours:.0} hours"));
            out.add(finding.raises(SlowButHealthy, Moderate).raises(NetworkWeak, Weak));
        }
    }
}

/// What the backup at hand lacks.
fn remains(case: &Reading<'_>, out: &mut Findings) {
    let missing = case.measured(&["missing_files", "files_missing", "missing_blobs"], &[]);
    if let Some((_, place)) = missing.filter(|(count, _)| *count > 0.0) {
        out.add(on(place, "files are missing in the backup").raises(BackupCorrupt, Strong));
    }
    let empty = case.measured(&["manifest"], &["free", "db_gb"]);
    if let Some((_, place)) = empty.filter(|(bytes, _)| *bytes == 0.0) {
        out.add(on(place, "its list is empty").raises(BackupCorrupt, Strong));
    }
    for name in ["snapshot_state", "status_snapshot_state", "backup_state"] {
        let state = case.fact_text(name).filter(|state| state != "finished" && state != "idle");
        if let (Some(_), Some(place)) = (state, case.fact_place(name)) {
            let finding = on(place, "the backup at hand was never finished");
            out.add(finding.raises(BackupCorrupt, Strong));
        }
    }
}
