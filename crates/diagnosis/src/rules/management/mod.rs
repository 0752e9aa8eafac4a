//! Device management.

crate::rules::rules! {
    m001_managed
    m002_management_asked
}
