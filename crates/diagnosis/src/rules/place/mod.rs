//! The place for the backup, on disk or in iCloud, and the backup that lies there.

crate::rules::rules! {
    s001_too_little_room_measured
    s002_room_that_is_not_free
    s003_disk_full_said
    s004_unsuitable_format
    s005_network_place
    s006_path_limits
    s007_disk_failing
    s008_old_backup_damaged
    s009_fresh_folder_tried
    s010_icloud_full_said
    s011_icloud_too_small_measured
    s012_unsuitable_place_measured
    s013_place_refuses_measured
    s014_place_slow_measured
    s015_room_short_measured
    s016_kept_backup_looked_at
    s017_room_contradicted
    s018_phone_ran_out
    s022_phone_full_in_restore
    s023_copy_not_whole
    s024_every_backup_alike
    s025_place_is_read_only
    s026_backup_was_edited
}
