//! The program that makes the backup.

crate::rules::rules! {
    t001_hangs_at_the_end
    t002_hang_before_end_told
    t003_first_words_fail
    t004_tls_library
    t005_after_ios_update
    t006_software_too_old
    t007_other_phone_works
    t008_gave_up_while_phone_prepares
    t009_line_ended_while_files_came
    t010_command_line_trap
    t011_program_crashes
    t012_other_tool_works
    t013_wireless_service_fails
    t014_newest_already
    t015_reinstalled
    t016_button_does_nothing
    t017_another_at_work
    t018_apple_servers
    t019_not_ready_loop
    t020_first_run_traps
    t021_update_cured
    t022_another_seen_at_work
    t023_open_tools_too_old
    t024_path_trap
    t025_restored_but_missing
    t026_own_program
    t027_program_changed
    t028_whatever_phone
    t029_depends_on_the_call
    t030_works_another_way
    t031_reader_too_old
    t032_kept_elsewhere
    t033_cloud_backup_expired
}
