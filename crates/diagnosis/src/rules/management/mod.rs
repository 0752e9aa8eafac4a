//! Device management.

crate::rules::rules! {
    m001_managed
}
