//! What was tried already, by what is said and measured. Nothing is offered twice.

use crate::reading::Reading;

/// Concepts that say that a remedy was tried without success.
const TRIED: &[(&str, &str)] = &[
    ("cable-tried", "cable-port"),
    ("phone-restarted", "normal-restart"),
    ("net-filter-tried", "vpn-filter-off"),
    ("new-folder-tried", "move-aside-backup"),
    ("is-latest", "update-host"),
];

/// Facts with the names of remedies: `tried_normal_restart`, `normal_restart_tried`.
fn told(reading: &Reading<'_>, remedy: &str) -> bool {
    let name = remedy.replace('-', "_");
    let names = [format!("tried_{name}"), format!("{name}_tried")];
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    reading.flag(&names).is_some_and(|(yes, _)| yes)
}

/// Whether a remedy was tried.
pub(super) fn was(reading: &Reading<'_>, remedy: &str) -> bool {
    let said = TRIED.iter().any(|(concept, tried)| {
        let only_advised = *concept == "cable-tried" && reading.cable_tried().is_none();
        *tried == remedy
            && reading.says(concept).is_some()
            && !only_advised
            && helped(reading, concept).is_none()
    });
    said || told(reading, remedy)
}

/// Whether what was tried helped, so that it is right to do it again, or for good.
fn helped(reading: &Reading<'_>, concept: &str) -> Option<()> {
    let cured = match concept {
        "cable-tried" => "cable-cured",
        "phone-restarted" => "restart-helped",
        "new-folder-tried" => "new-folder-cured",
        "is-latest" => "update-cured",
        _ => return None,
    };
    reading.says(cured).map(|_| ())
}
