//! How far it got.

use super::Reading;

/// Where a backup, or what is done with it, is stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Stage {
    /// The computer does not see or reach the phone.
    Connect,
    /// Trust.
    Pair,
    /// The service is asked to begin.
    Start,
    /// The phone works out what to send.
    Estimating,
    /// Files move.
    Transfer,
    /// The last files; closing.
    Finish,
    /// Writing a backup back.
    Restore,
    /// Looking into a finished backup.
    Verify,
    /// It cannot be told.
    Unknown,
}

/// What the marks in the log and the words say.
pub(super) fn infer(reading: &Reading<'_>) -> Stage {
    if reading.line("mark-restore").is_some() {
        return Stage::Restore;
    }
    let reads_back = reading.any_line(&[
        "ib2-unpack",
        "mb-mbdb-missing",
        "db-unopenable",
        "db-closed",
        "reader-no-backup",
        "reader-old-format",
        "py-wrong-key",
        "mark-read-back",
    ]);
    let unseen = reading.any_line(&["ib2-no-device", "pm-no-mux", "lim-mux-list"]);
    if reads_back.is_none() && unseen.is_some() {
        return Stage::Connect;
    }
    if reads_back.is_some() || reading.says("reading-back").is_some() {
        return Stage::Verify;
    }
    let else_restored = reading.says("restored-else").is_some();
    if reading.says("restoring").is_some() && !else_restored && reading.line("mark-mode").is_none()
    {
        return Stage::Restore;
    }
    if reading.line("mark-end").is_some() {
        return Stage::Finish;
    }
    let nothing_came = reading.line("mark-zero").is_some();
    if reading.line("mark-receiving").is_some() && !nothing_came {
        return Stage::Transfer;
    }
    if reading.line("mark-mode").is_some() {
        return Stage::Estimating;
    }
    let exchange = ["ib2-version-exchange", "mark-begun", "ib2-service"];
    if reading.any_line(&exchange).is_some() {
        return Stage::Start;
    }
    if reading.any_line(&["ip-dialog", "ip-denied", "ip-not-paired"]).is_some() {
        return Stage::Pair;
    }
    let connect = ["ib2-no-device", "ib2-lockdown", "pm-no-mux", "um-open", "um-removed"];
    if reading.any_line(&connect).is_some() || reading.says("not-seen").is_some() {
        return Stage::Connect;
    }
    if reading.says("estimating").is_some() {
        return Stage::Estimating;
    }
    if reading.says("nothing-starts").is_some() {
        return Stage::Start;
    }
    Stage::Unknown
}
