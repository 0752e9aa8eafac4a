//! Trust between phone and computer.

crate::rules::rules! {
    r001_trust_trouble
    r002_trust_given
    r003_wifi_connections_off
    r004_private_address
    r005_trust_asked
    r007_record_from_elsewhere
    r008_trust_beyond_the_tool
    r009_fails_from_the_session_on
    r010_not_offered_over_wifi
}
