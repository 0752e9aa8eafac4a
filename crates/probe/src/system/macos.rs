//! macOS: programs that come with it. Nothing here needs rights of an administrator.

use std::path::Path;

use super::{BusPhone, Missing, Process, System, Volume, Wakefulness, value};
use crate::here::Here;

pub(super) struct Mac;

impl System for Mac {
    fn name(&self, here: &Here) -> Option<String> {
        let version = here.answer("sw_vers", &["-productVersion"])?;
        Some(format!("macOS {}", version.trim()))
    }

    fn volume(&self, here: &Here, folder: &Path) -> Option<Volume> {
        let device = device_of(here, folder)?;
        let mounts = here.answer("mount", &[])?;
        // `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)`
        let line = mounts.lines().find(|line| {
            line.strip_prefix(device.as_str()).is_some_and(|rest| rest.starts_with(" on "))
        })?;
        let options = line.rsplit_once('(')?.1.trim_end_matches(')');
        let mut options = options.split(", ");
        let format = match options.next()? {
            "msdos" => "vfat",
            "smbfs" => "smb",
            "macfuse" | "osxfuse" => "fuse",
            other => other,
        };
        let read_only = options.any(|option| option == "read-only");
        Some(Volume { format: format.to_owned(), read_only })
    }

    fn purgeable_bytes(&self, here: &Here, folder: &Path) -> Option<f64> {
        // Free as Finder counts it, less what is free for programs: both of diskutil, in bytes.
        let info = here.answer("diskutil", &["info", &folder.to_string_lossy()])?;
        let bytes = |key: &str| {
            let line = value(&info, key)?;
            let inside = line.split_once('(')?.1;
            inside.split_whitespace().next()?.parse::<f64>().ok()
        };
        let important = bytes("Available Space")?;
        let free = bytes("Volume Free Space").or_else(|| bytes("Container Free Space"))?;
        (important > free).then_some(important - free)
    }

    fn quota_bytes(&self, _here: &Here, _folder: &Path) -> Option<f64> {
        None
    }

    fn processes(&self, here: &Here) -> Vec<Process> {
        let list = here.answer("ps", &["-axo", "pid=,comm="]).unwrap_or_default();
        let process = |line: &str| {
            let (id, path) = line.trim().split_once(' ')?;
            let name = path.trim().rsplit('/').next()?.to_owned();
            Some(Process { id: id.parse().ok()?, name })
        };
        list.lines().filter_map(process).collect()
    }

    fn holders(&self, _here: &Here) -> Vec<Process> {
        Vec::new()
    }

    fn surroundings(&self, here: &Here) -> Option<String> {
        here.variable("APP_SANDBOX_CONTAINER_ID").map(|_| "sandbox".to_owned())
    }

    fn wakefulness(&self, here: &Here) -> Wakefulness {
        let power = here.answer("pmset", &["-g", "ps"]).unwrap_or_default();
        let on_battery = power.lines().next().map(|line| line.contains("Battery Power"));
        let settings = here.answer("pmset", &["-g"]).unwrap_or_default();
        // ` sleep                1 (sleep prevented by powerd)`
        let sleep = settings.lines().find_map(|line| {
            let rest = line.trim().strip_prefix("sleep ")?;
            Some((rest.split_whitespace().next()?.parse::<f64>().ok()?, rest.contains("prevented")))
        });
        let sleep = sleep.filter(|(minutes, prevented)| *minutes > 0.0 && !prevented);
        Wakefulness { sleeps_after_minutes: sleep.map(|(minutes, _)| minutes), on_battery }
    }

    fn versions(&self, here: &Here) -> Vec<(&'static str, String)> {
        let music = "/Applications/iTunes.app/Contents/Info";
        let itunes = here.answer("defaults", &["read", music, "CFBundleShortVersionString"]);
        itunes
            .map(|version| ("here.itunes_version", version.trim().to_owned()))
            .into_iter()
            .collect()
    }

    fn permissions(&self, here: &Here) -> Vec<Missing> {
        let Some(home) = here.home() else { return Vec::new() };
        let folder = home.join("Library/Application Support/MobileSync");
        let folder = here.path(&folder.to_string_lossy());
        let name = "full_disk_access";
        match std::fs::read_dir(folder) {
            Ok(_) => vec![Missing { name, granted: true }],
            Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                vec![Missing { name, granted: false }]
            }
            // Not there: nothing was ever kept in it.
            Err(_) => Vec::new(),
        }
    }

    fn phones(&self, here: &Here) -> Result<Vec<BusPhone>, String> {
        let tree = here.answer("ioreg", &["-p", "IOUSB", "-l", "-w", "0"]);
        Ok(phones_in(&tree.ok_or("ioreg does not answer")?))
    }

    fn kernel_log(&self, _here: &Here) -> Option<String> {
        // `log show` takes tens of seconds; the bus itself tells what is needed.
        None
    }

    fn service_runs(&self, here: &Here) -> Option<bool> {
        Some(self.processes(here).iter().any(|process| process.name == "usbmuxd"))
    }
}

fn device_of(here: &Here, folder: &Path) -> Option<String> {
    let answer = here.answer("df", &["-P", &folder.to_string_lossy()])?;
    Some(answer.lines().nth(1)?.split_whitespace().next()?.to_owned())
}

/// `Device Speed` as IOKit numbers it: low, full, high, super, super plus, in Mbit/s.
const SPEEDS: [f64; 5] = [1.5, 12.0, 480.0, 5000.0, 10000.0];
/// `USBSpeed` of newer systems: none, full, low, high, super, super plus, twice that.
const NEWER_SPEEDS: [f64; 7] = [0.0, 12.0, 1.5, 480.0, 5000.0, 10000.0, 20000.0];

/// `+-o iPhone@14100000  <class …` and its properties behind.
fn phones_in(tree: &str) -> Vec<BusPhone> {
    let mut phones = Vec::new();
    for node in tree.split("+-o ").skip(1) {
        let number = |key: &str| {
            let rest = node.split(&format!("\"{key}\" = ")).nth(1)?;
            let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<u64>().ok()
        };
        let product = number("idProduct").and_then(|product| u16::try_from(product).ok());
        if number("idVendor") != Some(0x05ac) || !product.is_some_and(super::is_phone) {
            continue;
        }
        let one_of = |speeds: &[f64], key| {
            let at = usize::try_from(number(key)?).ok()?;
            speeds.get(at).copied().filter(|mbit| *mbit > 0.0)
        };
        let speed = one_of(&SPEEDS, "Device Speed").or(one_of(&NEWER_SPEEDS, "USBSpeed"));
        let location = number("locationID").unwrap_or(0);
        // Behind the first byte each digit that is not zero is a port on the way.
        let ports = (0..6).filter(|digit| (location >> (digit * 4)) & 0xf != 0).count();
        phones.push(BusPhone {
            place: format!("{location:08x}"),
            product,
            mbit: speed,
            hubs: u32::try_from(ports.saturating_sub(1)).unwrap_or(0),
            data: None,
            trouble: None,
        });
    }
    phones
}

#[cfg(test)]
#[path = "macos/tests.rs"]
mod tests;
