//! Where knowledge comes from.

/// What stands behind the letters of the tables.
pub(crate) const SOURCES: &[(&str, &str)] = &[
    ("A", "Apple's support pages and dialogs (HT202778, TS2529, 108313 and copies of them)"),
    ("B", "Apple's list of update and restore errors, from general knowledge"),
    ("C", "the classic list of Mac errors (MacErrors.h)"),
    ("D", "iOS 26.1: MobileBackup.framework and BackupAgent2 (strings and structure)"),
    ("G", "general knowledge"),
    ("I", "issues of libimobiledevice, usbmuxd and tools built upon them"),
    ("K", "the Linux kernel: drivers/usb, block layer, file systems"),
    ("L", "libimobiledevice: headers and tools/idevicebackup2.c"),
    ("M", "SDMMobileDevice, an open list of the codes of Apple's library for devices"),
    ("N", "Apple's developer documentation: NSURLError, CKError, Cocoa errors"),
    ("O", "logs published by people"),
    ("P", "pymobiledevice3: source and issues"),
    ("R", "the idevice crate: src/lib.rs"),
    ("U", "usbmuxd: src/usb.c, src/device.c, src/preflight.c"),
    ("X", "errno tables of Linux, libusb.h"),
];

/// The source behind a letter.
pub(crate) fn source(letter: &str) -> Option<&'static str> {
    SOURCES.iter().find(|(known, _)| *known == letter).map(|(_, text)| *text)
}
