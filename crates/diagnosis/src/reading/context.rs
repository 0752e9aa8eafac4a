//! What kind of phone, computer and program it is.

use crate::case::Case;
use crate::knowledge::versions::Version;

/// The program that makes the backup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Tool {
    Icloud,
    Finder,
    Itunes,
    AppleDevices,
    Idevicebackup2,
    Pymobiledevice3,
    Other,
}

/// The way the data takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Method {
    Icloud,
    Usb,
    Wifi,
}

/// The system of the computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Host {
    Mac,
    Windows,
    Linux,
}

/// The setting of a case. Everything may be unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    pub(crate) tool: Option<Tool>,
    pub(crate) method: Option<Method>,
    pub(crate) host: Option<Host>,
    pub(crate) host_os: String,
    pub(crate) ios: Option<Version>,
    pub(crate) ios_text: String,
}

impl Context {
    pub(crate) fn of(case: &Case) -> Self {
        let lower = |key: &str| case.text(key).unwrap_or_default().to_lowercase();
        let tool = tool(&lower("tool"));
        let method = match lower("method").as_str() {
            "icloud" => Some(Method::Icloud),
            "usb" => Some(Method::Usb),
            "wifi" => Some(Method::Wifi),
            _ if tool == Some(Tool::Icloud) => Some(Method::Icloud),
            _ => None,
        };
        let host_os = lower("host_os");
        let ios_text = lower("ios_version");
        Self {
            tool,
            method,
            host: host(&host_os),
            ios: Version::find(&ios_text),
            host_os,
            ios_text,
        }
    }

    /// Whether it is one of Apple's own programs on a computer.
    pub(crate) fn is_apple_host(&self) -> bool {
        matches!(self.tool, Some(Tool::Finder | Tool::Itunes | Tool::AppleDevices))
    }

    /// Whether it is a tool of the command line, or built upon one.
    pub(crate) fn is_open_tool(&self) -> bool {
        matches!(self.tool, Some(Tool::Idevicebackup2 | Tool::Pymobiledevice3 | Tool::Other))
    }

    /// Whether the data goes to iCloud.
    pub(crate) fn is_icloud(&self) -> bool {
        self.tool == Some(Tool::Icloud)
            || (self.method == Some(Method::Icloud) && self.tool.is_none())
    }
}

fn tool(text: &str) -> Option<Tool> {
    if text.is_empty() {
        return None;
    }
    let known = [
        ("idevicebackup", Tool::Idevicebackup2),
        ("libimobiledevice", Tool::Idevicebackup2),
        ("pymobiledevice", Tool::Pymobiledevice3),
        ("apple-devices", Tool::AppleDevices),
        ("apple devices", Tool::AppleDevices),
        ("itunes", Tool::Itunes),
        ("finder", Tool::Finder),
        ("icloud", Tool::Icloud),
    ];
    known.iter().find(|(name, _)| text.contains(name)).map(|(_, tool)| *tool).or(Some(Tool::Other))
}

fn host(text: &str) -> Option<Host> {
    let has = |names: &[&str]| names.iter().any(|name| text.contains(name));
    if has(&["win"]) && !has(&["darwin"]) {
        return Some(Host::Windows);
    }
    if has(&["mac", "os x", "osx", "darwin", "catalina", "mojave", "sierra"]) {
        return Some(Host::Mac);
    }
    let linux = [
        "linux", "ubuntu", "debian", "fedora", "arch", "nixos", "raspb", "mint", "suse", "bsd",
        "centos", "kali", "docker", "unraid", "synology", "gentoo", "alpine", "pop",
    ];
    has(&linux).then_some(Host::Linux)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_known_by_many_names() {
        assert_eq!(host("os x yosemite"), Some(Host::Mac));
        assert_eq!(host("windows 11 (wsl)"), Some(Host::Windows));
        assert_eq!(host("raspbian"), Some(Host::Linux));
        assert_eq!(host(""), None);
        assert_eq!(tool("some gui"), Some(Tool::Other));
    }
}
