//! The backup password.

crate::rules::rules! {
    k001_password_unknown
    k002_password_refused
    k003_encryption_against_will
    k004_list_does_not_open
    k005_option_became_password
    k006_password_with_odd_letters
    k007_reader_at_fault
    k008_older_code_asked
    k009_contents_unreadable
    k010_password_proven
    k011_secrets_left_behind
    k012_code_not_kept
}
