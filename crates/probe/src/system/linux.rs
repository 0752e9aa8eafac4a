//! Linux: /proc, /sys and a few programs.

use std::path::{Path, PathBuf};

use super::{
    APPLE, BusPhone, DiskWork, Missing, Process, System, Volume, Wakefulness, is_phone, value,
};
use crate::here::Here;

pub(super) struct Linux;

const BUS: &str = "/sys/bus/usb/devices";

impl System for Linux {
    fn name(&self, here: &Here) -> Option<String> {
        let release = here.text("/etc/os-release");
        let name = release.as_deref().and_then(|text| value(text, "PRETTY_NAME"));
        Some(name.map_or_else(|| "Linux".to_owned(), |name| format!("{name} (Linux)")))
    }

    fn volume(&self, here: &Here, folder: &Path) -> Option<Volume> {
        let mounts = here.text("/proc/self/mounts")?;
        let folder = folder.to_string_lossy();
        let fits = |point: &str| {
            let point = point.trim_end_matches('/');
            folder.strip_prefix(point).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // The longest mount point that fits; of equal ones the last hides the others.
        let mut found: Option<(usize, Volume)> = None;
        for line in mounts.lines() {
            let mut words = line.split(' ').skip(1);
            let (Some(point), Some(format), Some(options)) =
                (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let point = unescape(point);
            if fits(&point) && found.as_ref().is_none_or(|(length, _)| point.len() >= *length) {
                let read_only = options.split(',').any(|option| option == "ro");
                found = Some((point.len(), Volume { format: word(format), read_only }));
            }
        }
        found.map(|(_, volume)| volume)
    }

    fn purgeable_bytes(&self, _here: &Here, _folder: &Path) -> Option<f64> {
        None
    }

    fn quota_bytes(&self, here: &Here, folder: &Path) -> Option<f64> {
        let mount = here.answer("df", &["--output=target", &folder.to_string_lossy()])?;
        let mount = mount.lines().nth(1)?.trim().to_owned();
        let arguments = ["-w", "-p", "--hide-device", "--show-mntpoint", "-f", &mount];
        quota(&here.answer("quota", &arguments)?)
    }

    fn disk_work(&self, here: &Here, folder: &Path) -> Option<DiskWork> {
        let mounts = here.text("/proc/self/mountinfo")?;
        // The fifth word is the mount point, the third the device (proc_pid_mountinfo(5)).
        let points = mounts.lines().filter_map(|line| {
            let words: Vec<&str> = line.split(' ').take(5).collect();
            let [_, _, device, _, point] = words[..] else { return None };
            folder.starts_with(unescape(point)).then_some((point.len(), device))
        });
        let (_, device) = points.max_by_key(|(length, _)| *length)?;
        let stat = here.line(&format!("/sys/dev/block/{device}/stat"))?;
        let numbers: Result<Vec<u64>, _> = stat.split_whitespace().map(str::parse).collect();
        // Its ninth figure is what is under way, the fifth and eighth are of writes
        // (Documentation/block/stat.rst of the kernel).
        match numbers.ok()?[..] {
            [_, _, _, _, writes, _, _, write_ms, under_way, ..] => {
                Some(DiskWork { writes, write_ms, under_way })
            }
            _ => None,
        }
    }

    fn processes(&self, here: &Here) -> Vec<Process> {
        let names = here.names("/proc").into_iter();
        let ids = names.filter_map(|name| name.parse::<u32>().ok());
        let process = |id: u32| {
            // The kernel cuts `comm` at 15 letters; the first argument has the rest.
            let command = here.text(&format!("/proc/{id}/cmdline")).unwrap_or_default();
            let mut words = command.split('\0').filter(|word| !word.is_empty());
            let first = words.next().map(file_name);
            let script = words.find(|word| !word.starts_with('-')).map(file_name);
            let comm = here.line(&format!("/proc/{id}/comm"))?;
            let interpreted = first.as_deref().is_some_and(|name| name.starts_with("python"));
            let name = if interpreted { script.or(first) } else { first };
            let name = name.filter(|name| interpreted || name.starts_with(comm.as_str()));
            Some(Process { id, name: name.unwrap_or(comm) })
        };
        ids.filter_map(process).collect()
    }

    fn holders(&self, here: &Here) -> Vec<Process> {
        let nodes: Vec<String> = phone_nodes(here);
        if nodes.is_empty() {
            return Vec::new();
        }
        let holds = |process: &Process| {
            let folder = format!("/proc/{}/fd", process.id);
            here.names(&folder).iter().any(|name| {
                let link = std::fs::read_link(here.path(&format!("{folder}/{name}")));
                link.is_ok_and(|link| nodes.iter().any(|node| link.ends_with(node)))
            })
        };
        let others = self.processes(here).into_iter();
        others.filter(|process| process.name != "usbmuxd" && holds(process)).collect()
    }

    fn folders_of(&self, here: &Here, process: &Process) -> Vec<PathBuf> {
        let folder = format!("/proc/{}", process.id);
        let command = here.text(&format!("{folder}/cmdline")).unwrap_or_default();
        let Ok(at) = std::fs::read_link(here.path(&format!("{folder}/cwd"))) else {
            return Vec::new();
        };
        let words = command.split('\0').skip(1).filter(|word| !word.is_empty());
        let told = words.map(|word| at.join(word)).chain([at.clone()]);
        told.filter(|folder| folder.is_dir()).collect()
    }

    fn surroundings(&self, here: &Here) -> Option<String> {
        if here.exists("/.flatpak-info") {
            return Some("flatpak".to_owned());
        }
        if here.variable("SNAP").is_some() {
            return Some("snap".to_owned());
        }
        if here.exists("/.dockerenv") {
            return Some("docker".to_owned());
        }
        if here.exists("/run/.containerenv") {
            return Some("podman".to_owned());
        }
        let kernel = here.text("/proc/sys/kernel/osrelease").unwrap_or_default().to_lowercase();
        if kernel.contains("microsoft") {
            return Some("wsl".to_owned());
        }
        let groups = here.text("/proc/1/cgroup").unwrap_or_default();
        let known = ["docker", "lxc", "kubepods", "libpod"];
        known.iter().find(|name| groups.contains(**name)).map(|name| (*name).to_owned())
    }

    fn wakefulness(&self, here: &Here) -> Wakefulness {
        let supplies = "/sys/class/power_supply";
        let mains = here.names(supplies).into_iter().filter_map(|name| {
            let kind = here.line(&format!("{supplies}/{name}/type"))?;
            let online = here.number(&format!("{supplies}/{name}/online"))?;
            (kind == "Mains").then_some(online > 0.0)
        });
        let mains: Vec<bool> = mains.collect();
        let on_battery = (!mains.is_empty()).then(|| !mains.contains(&true));
        Wakefulness { sleeps_after_minutes: sleep_minutes(here, on_battery), on_battery }
    }

    fn versions(&self, here: &Here) -> Vec<(&'static str, String)> {
        let mut versions = Vec::new();
        let asked = [
            ("here.usbmuxd_version", "usbmuxd"),
            ("here.idevicebackup2_version", "idevicebackup2"),
        ];
        for (fact, program) in asked {
            let answer = here.answer(program, &["--version"]);
            let version = answer.as_deref().and_then(first_version);
            versions.extend(version.map(|version| (fact, version)));
        }
        versions
    }

    fn permissions(&self, here: &Here) -> Vec<Missing> {
        let readable = |node: &String| std::fs::File::open(here.path(node)).is_ok();
        let nodes = phone_nodes(here);
        // Only worth asking when there is no service that does it for us.
        let there = |node: &&String| here.exists(node);
        let nodes: Vec<&String> = nodes.iter().filter(there).collect();
        let granted = |node: &&String| readable(node);
        let device = nodes.first().map(granted);
        let device = device.map(|granted| Missing { name: "usb_device_readable", granted });
        let rules = [
            "/usr/lib/udev/rules.d/39-usbmuxd.rules",
            "/lib/udev/rules.d/39-usbmuxd.rules",
            "/etc/udev/rules.d/39-usbmuxd.rules",
        ];
        let service = ["/usr/sbin/usbmuxd", "/usr/bin/usbmuxd", "/sbin/usbmuxd"];
        let rule = rules.iter().any(|path| here.exists(path));
        let daemon = service.iter().any(|path| here.exists(path));
        let rule = daemon.then_some(Missing { name: "udev_rule_present", granted: rule });
        let daemon = Missing { name: "usbmuxd_installed", granted: daemon };
        device.into_iter().chain(rule).chain([daemon]).collect()
    }

    fn phones(&self, here: &Here) -> Result<Vec<BusPhone>, String> {
        if !here.exists(BUS) {
            return Err("this system shows no USB bus (a container or virtual machine?)".into());
        }
        let names = here.names(BUS).into_iter().filter(|name| !name.contains(':'));
        Ok(names.filter_map(|name| bus_phone(here, &name)).collect())
    }

    fn kernel_log(&self, here: &Here) -> Option<String> {
        let journal = ["-k", "-b", "-n", "4000", "--no-pager", "-o", "short-monotonic"];
        let asked = here.answer("dmesg", &[]).filter(|text| !text.trim().is_empty());
        asked.or_else(|| here.answer("journalctl", &journal))
    }

    fn service_runs(&self, here: &Here) -> Option<bool> {
        Some(self.processes(here).iter().any(|process| process.name == "usbmuxd"))
    }
}

fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(':').to_owned()
}

/// Mount points write a space as `\040`.
fn unescape(point: &str) -> String {
    point.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
}

/// `nfs4` is nfs, `fuse.sshfs` is fuse, `smb3` and `cifs` are smb, `ntfs3` is ntfs.
fn word(format: &str) -> String {
    let format = match format {
        "nfs4" => "nfs",
        "cifs" | "smb3" | "smbfs" => "smb",
        "ntfs3" | "fuseblk" => "ntfs",
        "msdos" | "vfat" => "vfat",
        other => other.split('.').next().unwrap_or(other),
    };
    format.to_lowercase()
}

/// `mount blocks quota limit grace …`, in KiB: what the harder of the two limits leaves.
fn quota(answer: &str) -> Option<f64> {
    let numbers = answer.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |at: usize| words.get(at)?.trim_end_matches('*').parse::<f64>().ok();
        Some((number(1)?, number(2)?, number(3)?))
    });
    let (used, soft, hard) = numbers?;
    let limit = if hard > 0.0 { hard } else { soft };
    (limit > 0.0).then(|| (limit - used).max(0.0) * 1024.0)
}

/// Minutes until it sleeps: what the desktop was told, else what the system was.
fn sleep_minutes(here: &Here, on_battery: Option<bool>) -> Option<f64> {
    let power = if on_battery == Some(true) { "battery" } else { "ac" };
    let scheme = "org.gnome.settings-daemon.plugins.power";
    let ask = |key: String| here.answer("gsettings", &["get", scheme, &key]);
    let kind = ask(format!("sleep-inactive-{power}-type"));
    if kind.as_deref().is_some_and(|kind| kind.contains("suspend") || kind.contains("hibernate")) {
        let seconds = ask(format!("sleep-inactive-{power}-timeout"))?;
        let seconds: f64 = seconds.trim().parse().ok()?;
        return (seconds > 0.0).then_some(seconds / 60.0);
    }
    let login = here.text("/etc/systemd/logind.conf")?;
    let sleeps = ["suspend", "hibernate", "hybrid-sleep", "suspend-then-hibernate"];
    value(&login, "IdleAction").filter(|action| sleeps.contains(action))?;
    // The manual of logind: 30 minutes unless said otherwise.
    let after = value(&login, "IdleActionSec").unwrap_or("30min");
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    let number: f64 = digits.parse().ok()?;
    match after[digits.len()..].trim() {
        "min" | "m" | "minutes" => Some(number),
        "h" | "hr" | "hours" => Some(number * 60.0),
        _ => Some(number / 60.0),
    }
}

/// The first thing in a text that looks like a version.
fn first_version(text: &str) -> Option<String> {
    let words = text.split_whitespace().map(|word| word.trim_start_matches('v'));
    let is_version =
        |word: &&str| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit());
    words.filter(is_version).map(str::to_owned).next()
}

fn attribute(here: &Here, name: &str, what: &str) -> Option<String> {
    here.line(&format!("{BUS}/{name}/{what}"))
}

fn bus_phone(here: &Here, name: &str) -> Option<BusPhone> {
    if attribute(here, name, "idVendor")? != APPLE {
        return None;
    }
    let product = u16::from_str_radix(&attribute(here, name, "idProduct")?, 16).ok()?;
    if !is_phone(product) {
        return None;
    }
    // `1-2.3.1`: behind the computer's own port, each point is a hub.
    let hubs = u32::try_from(name.matches('.').count()).unwrap_or(u32::MAX);
    let interfaces: Vec<String> = here
        .names(BUS)
        .into_iter()
        .filter(|known| known.strip_prefix(name).is_some_and(|rest| rest.starts_with(':')))
        .collect();
    let number = |interface: &str, what: &str| {
        let text = attribute(here, interface, what)?;
        u8::from_str_radix(&text, 16).ok()
    };
    // Vendor specific, subclass 0xfe, protocol 2: usbmux (usbmuxd's list of devices).
    let is_mux = |interface: &String| {
        number(interface, "bInterfaceClass") == Some(0xff)
            && number(interface, "bInterfaceSubClass") == Some(0xfe)
            && number(interface, "bInterfaceProtocol") == Some(2)
    };
    let recovery = !matches!(product, 0x1290..=0x12af);
    Some(BusPhone {
        place: name.to_owned(),
        product: Some(product),
        mbit: here.number(&format!("{BUS}/{name}/speed")),
        hubs,
        data: (!recovery).then(|| interfaces.iter().any(is_mux)),
        trouble: None,
    })
}

/// Device nodes of phones: `dev/bus/usb/001/018`.
fn phone_nodes(here: &Here) -> Vec<String> {
    let names = here.names(BUS).into_iter().filter(|name| bus_phone(here, name).is_some());
    let node = |name: String| {
        let bus = here.number(&format!("{BUS}/{name}/busnum"))?;
        let device = here.number(&format!("{BUS}/{name}/devnum"))?;
        Some(format!("dev/bus/usb/{bus:03}/{device:03}"))
    };
    names.filter_map(node).collect()
}

#[cfg(test)]
#[path = "linux/tests.rs"]
mod tests;
