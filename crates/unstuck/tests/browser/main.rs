//! The page in a real browser: headless Chromium, driven over WebDriver, against simulated
//! iPhones and the real binary.
//!
//! It needs Debian's `chromium` and `chromium-driver`. `./test` installs both, and the page's
//! judge for people who see, hear or type in other ways (axe-core), and then builds this test by
//! the feature `browser`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod access;
mod doors;
mod driver;
mod paint;
mod rescues;
#[path = "../cli/room.rs"]
#[allow(dead_code, reason = "shared with the tests of the command line")]
mod room;
mod served;
mod shots;
mod states;
mod window;
