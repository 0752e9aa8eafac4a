//! Help, the version, and what is wrong with a command line.

use std::io::Write;

/// Writes it to standard output, or to standard error when it is a fault; in colours where
/// somebody sees them.
pub(crate) fn usage(text: &str, is_fault: bool) {
    // Nobody is left to be told that nothing could be written.
    let _ = match is_fault {
        true => anstream::stderr().write_all(text.as_bytes()),
        false => anstream::stdout().write_all(text.as_bytes()),
    };
}
