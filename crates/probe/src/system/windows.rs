//! Windows: programs that come with it. Nothing here needs rights of an administrator.

use std::path::Path;

use super::{BusPhone, Missing, Process, System, Volume, Wakefulness, value};
use crate::here::Here;

pub(super) struct Windows;

/// Programs that serve iPhones; the service of iTunes from Apple, and what the Store brings.
const SERVICES: [&str; 2] = ["AppleMobileDeviceService", "AppleMobileDeviceProcess"];

fn shell(here: &Here, command: &str) -> Option<String> {
    let arguments = ["-NoProfile", "-NonInteractive", "-Command", command];
    here.answer("powershell", &arguments)
}

impl System for Windows {
    fn name(&self, here: &Here) -> Option<String> {
        let version = here.answer("cmd", &["/c", "ver"])?;
        let build = version.split("10.0.").nth(1).and_then(|rest| rest.split(['.', ']']).next());
        // Eleven still calls itself ten; its builds begin at 22000.
        match build.and_then(|build| build.parse::<u32>().ok()) {
            Some(build) if build >= 22_000 => Some(format!("Windows 11 (build {build})")),
            Some(build) => Some(format!("Windows 10 (build {build})")),
            None => Some("Windows".to_owned()),
        }
    }

    fn volume(&self, here: &Here, folder: &Path) -> Option<Volume> {
        let folder = folder.to_string_lossy();
        if folder.starts_with(r"\\") && !folder.starts_with(r"\\?\") {
            return Some(Volume { format: "smb".to_owned(), read_only: false });
        }
        let letter = folder.trim_start_matches(r"\\?\").chars().next()?;
        let info = here.answer("fsutil", &["fsinfo", "volumeinfo", &format!("{letter}:")])?;
        let format = match value(&info, "File System Name")?.to_lowercase().as_str() {
            "fat32" | "fat" => "vfat".to_owned(),
            other => other.to_owned(),
        };
        let read_only = info.lines().any(|line| line.trim() == "Is ReadOnly");
        Some(Volume { format, read_only })
    }

    fn purgeable_bytes(&self, _here: &Here, _folder: &Path) -> Option<f64> {
        None
    }

    fn quota_bytes(&self, _here: &Here, _folder: &Path) -> Option<f64> {
        // What the system calls available to the caller has the quota taken off already.
        None
    }

    fn processes(&self, here: &Here) -> Vec<Process> {
        let list = here.answer("tasklist", &["/fo", "csv", "/nh"]).unwrap_or_default();
        let process = |line: &str| {
            let mut fields = line.trim().trim_matches('"').split("\",\"");
            let name = fields.next()?.trim_end_matches(".exe").to_owned();
            Some(Process { id: fields.next()?.parse().ok()?, name })
        };
        list.lines().filter_map(process).collect()
    }

    fn holders(&self, _here: &Here) -> Vec<Process> {
        Vec::new()
    }

    fn surroundings(&self, _here: &Here) -> Option<String> {
        None
    }

    fn wakefulness(&self, here: &Here) -> Wakefulness {
        let battery = shell(here, "(Get-CimInstance Win32_Battery).BatteryStatus");
        // 1 is discharging (Win32_Battery).
        let on_battery = battery.map(|status| status.trim() == "1");
        let plan =
            here.answer("powercfg", &["/query", "SCHEME_CURRENT", "SUB_SLEEP", "STANDBYIDLE"]);
        let which = if on_battery == Some(true) { "DC" } else { "AC" };
        let line = format!("Current {which} Power Setting Index");
        let seconds = plan.as_deref().and_then(|plan| {
            let number = value(plan, &line)?.trim_start_matches("0x");
            u32::from_str_radix(number, 16).ok()
        });
        let minutes = seconds.filter(|seconds| *seconds > 0).map(|s| f64::from(s) / 60.0);
        Wakefulness { sleeps_after_minutes: minutes, on_battery }
    }

    fn versions(&self, here: &Here) -> Vec<(&'static str, String)> {
        let mut versions = Vec::new();
        for (fact, package) in [
            ("here.itunes_version", "AppleInc.iTunes"),
            ("here.apple_devices_version", "AppleInc.AppleDevices"),
        ] {
            let version = shell(here, &format!("(Get-AppxPackage {package}).Version"));
            let version = version.map(|version| version.trim().to_owned());
            versions.extend(version.filter(|version| !version.is_empty()).map(|v| (fact, v)));
        }
        let key = r"HKLM\SOFTWARE\Apple Computer, Inc.\iTunes";
        let registry = here.answer("reg", &["query", key, "/v", "Version"]);
        let version = registry.as_deref().and_then(|text| {
            text.lines().find_map(|line| Some(line.split("REG_SZ").nth(1)?.trim().to_owned()))
        });
        versions.extend(version.map(|version| ("here.itunes_version", version)));
        versions
    }

    fn permissions(&self, here: &Here) -> Vec<Missing> {
        let guard = shell(here, "(Get-MpPreference).EnableControlledFolderAccess");
        // 1 is block; 2 only writes down what it would block.
        let guard = guard.map(|state| state.trim() != "1");
        let guard = guard.map(|granted| Missing { name: "folders_unguarded", granted });
        guard.into_iter().collect()
    }

    fn phones(&self, here: &Here) -> Result<Vec<BusPhone>, String> {
        let command = "Get-PnpDevice -PresentOnly -InstanceId 'USB\\VID_05AC*' \
            | Select-Object InstanceId,Status,Problem | ConvertTo-Csv -NoTypeInformation";
        let list = shell(here, command).ok_or("the list of devices does not come")?;
        Ok(list.lines().skip(1).filter_map(bus_phone).collect())
    }

    fn kernel_log(&self, _here: &Here) -> Option<String> {
        None
    }

    fn service_runs(&self, here: &Here) -> Option<bool> {
        let processes = self.processes(here);
        Some(processes.iter().any(|process| SERVICES.contains(&process.name.as_str())))
    }
}

/// `"USB\VID_05AC&PID_12A8\0000…","OK","CM_PROB_NONE"`; parts of one phone (`&MI_01`) follow.
fn bus_phone(line: &str) -> Option<BusPhone> {
    let mut fields = line.trim().trim_matches('"').split("\",\"");
    let id = fields.next()?;
    if id.contains("&MI_") {
        return None;
    }
    let product = id.split("PID_").nth(1)?.get(..4)?;
    let product = u16::from_str_radix(product, 16).ok().filter(|id| super::is_phone(*id))?;
    let status = fields.next()?.to_owned();
    let problem = fields.next().unwrap_or_default().to_owned();
    let trouble = (status != "OK").then(|| format!("{status} {problem}").trim().to_owned());
    Some(BusPhone {
        place: format!("{product:04x}"),
        product: Some(product),
        trouble,
        ..BusPhone::default()
    })
}

#[cfg(test)]
#[path = "windows/tests.rs"]
mod tests;
