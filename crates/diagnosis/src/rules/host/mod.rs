//! The computer: its service for iPhones, its permissions.

crate::rules::rules! {
    h001_service_broken
    h002_contained
    h003_service_changed
    h004_access_denied
    h005_security_software
    h006_service_asked
    h007_permission_looked_up
    h008_backups_not_listed
    h009_works_for_another_user
    h010_record_cannot_be_kept
    h011_windows_asks_apples_service
    h012_usb_device_closed
}
