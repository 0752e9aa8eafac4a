//! The phone itself: locked, full, at fault.

crate::rules::rules! {
    p001_phone_locked
    p002_passcode_sheet
    p003_stops_when_locked
    p004_find_my_on
    p005_snapshot_left_over
    p006_same_point_every_time
    p007_fails_everywhere
    p008_looks_into_backup_on_phone
    p009_keychain_damaged
    p010_restart_helped
    p011_beta_software
    p012_phone_full
    p013_restore_wants_room
    p014_phone_busy
    p015_one_app_or_file
    p016_computers_agree
    p017_agent_failed
    p018_after_ios_update_with_apple
    p019_phone_unsound
    p020_new_password_waits_for_passcode
    p021_agent_crashed_lately
    p022_account_waits
    p023_plugged_in_while_locked
    p024_same_ios_works
    p025_at_another_hour
    p026_trouble_goes_with_the_phone
    p027_restore_not_over
    p028_screen_of_no_use
}
