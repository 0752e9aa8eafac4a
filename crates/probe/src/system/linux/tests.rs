use std::path::PathBuf;

use super::*;
use crate::here::Kind;

/// A tree of files, written down as `path = content`.
fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, Here) {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path.trim_start_matches('/'));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let here = Here::recorded(folder.path(), Kind::Linux);
    (folder, here)
}

const PHONE: [(&str, &str); 8] = [
    ("/sys/bus/usb/devices/1-2.3/idVendor", "05ac\n"),
    ("/sys/bus/usb/devices/1-2.3/idProduct", "12a8\n"),
    ("/sys/bus/usb/devices/1-2.3/speed", "480\n"),
    ("/sys/bus/usb/devices/1-2.3/busnum", "1\n"),
    ("/sys/bus/usb/devices/1-2.3/devnum", "18\n"),
    ("/sys/bus/usb/devices/1-2.3:4.1/bInterfaceClass", "ff\n"),
    ("/sys/bus/usb/devices/1-2.3:4.1/bInterfaceSubClass", "fe\n"),
    ("/sys/bus/usb/devices/1-2.3:4.1/bInterfaceProtocol", "02\n"),
];

#[test]
fn a_phone_behind_a_hub_is_read_from_the_bus() {
    let mut files = PHONE.to_vec();
    files.push(("/sys/bus/usb/devices/1-2/idVendor", "05e3"));
    files.push(("/sys/bus/usb/devices/1-2/idProduct", "0610"));
    // A keyboard of Apple's is no phone.
    files.push(("/sys/bus/usb/devices/1-4/idVendor", "05ac"));
    files.push(("/sys/bus/usb/devices/1-4/idProduct", "024f"));
    let (_folder, here) = tree(&files);
    let phones = Linux.phones(&here).unwrap();
    assert_eq!(phones.len(), 1);
    assert_eq!((phones[0].mbit, phones[0].hubs), (Some(480.0), 1));
    assert_eq!(phones[0].data, Some(true));
}

#[test]
fn a_phone_that_only_charges_has_no_interface_for_data() {
    let (_folder, here) = tree(&PHONE[..5]);
    assert_eq!(Linux.phones(&here).unwrap()[0].data, Some(false));
    let (_folder, here) = tree(&[("/proc/version", "x")]);
    assert!(Linux.phones(&here).is_err());
}

#[test]
fn the_volume_is_the_one_mounted_last_and_deepest() {
    let mounts = "/dev/sda1 / ext4 rw,relatime 0 0\n\
        /dev/sdb1 /media/my\\040disk vfat rw,fmask=0022 0 0\n\
        server:/x /media/share nfs4 ro,soft 0 0\n\
        //nas/y /media/share/deep cifs rw 0 0\n\
        me@there: /media/far fuse.sshfs rw 0 0\n";
    let (_folder, here) = tree(&[("/proc/self/mounts", mounts)]);
    let volume = |path: &str| {
        let volume = Linux.volume(&here, &PathBuf::from(path)).unwrap();
        (volume.format, volume.read_only)
    };
    assert_eq!(volume("/media/my disk/Backups"), ("vfat".to_owned(), false));
    assert_eq!(volume("/media/share/a"), ("nfs".to_owned(), true));
    assert_eq!(volume("/media/share/deep/a"), ("smb".to_owned(), false));
    assert_eq!(volume("/media/far"), ("fuse".to_owned(), false));
    assert_eq!(volume("/media/sharex"), ("ext4".to_owned(), false));
}

#[test]
fn the_quota_leaves_what_the_limit_leaves() {
    // quota -w -p --hide-device --show-mntpoint
    let answer = "Disk quotas for user x (uid 1000):\n\
        Filesystem blocks quota limit grace files quota limit grace\n\
        /srv 900000 950000 1000000 0 12 0 0 0\n";
    assert_eq!(quota(answer), Some(100_000.0 * 1024.0));
    assert_eq!(quota("Disk quotas for user x (uid 1000): none\n"), None);
    assert_eq!(quota("/srv 5 0 0 0 1 0 0 0"), None);
}

#[test]
fn programs_are_named_as_people_know_them() {
    let (_folder, here) = tree(&[
        ("/proc/7/comm", "gvfs-gphoto2-vo\n"),
        ("/proc/7/cmdline", "/usr/libexec/gvfs-gphoto2-volume-monitor\0"),
        ("/proc/8/comm", "python3\n"),
        ("/proc/8/cmdline", "/usr/bin/python3\0-u\0/usr/local/bin/pymobiledevice3\0backup2\0"),
        ("/proc/9/comm", "kworker/0:1\n"),
        ("/proc/self/comm", "x\n"),
    ]);
    let names: Vec<String> = Linux.processes(&here).into_iter().map(|one| one.name).collect();
    assert_eq!(names, ["gvfs-gphoto2-volume-monitor", "pymobiledevice3", "kworker/0:1"]);
}

#[cfg(unix)]
#[test]
fn a_program_that_holds_the_phone_open_is_found_and_the_service_is_not_accused() {
    let mut files = PHONE.to_vec();
    files.extend([("/proc/7/comm", "gvfsd-gphoto2"), ("/proc/8/comm", "usbmuxd")]);
    files.extend([("/proc/9/comm", "bash"), ("/proc/9/fd/x", "")]);
    let (folder, here) = tree(&files);
    for id in ["7", "8"] {
        let fd = folder.path().join("proc").join(id).join("fd");
        std::fs::create_dir_all(&fd).unwrap();
        std::os::unix::fs::symlink("/dev/bus/usb/001/018", fd.join("11")).unwrap();
    }
    let holders = Linux.holders(&here);
    assert_eq!(holders, [Process { id: 7, name: "gvfsd-gphoto2".to_owned() }]);
}

#[test]
fn containers_are_known_by_what_they_leave_lying_about() {
    let place = |files: &[(&str, &str)]| Linux.surroundings(&tree(files).1);
    assert_eq!(place(&[("/.dockerenv", "")]).as_deref(), Some("docker"));
    assert_eq!(place(&[("/.flatpak-info", "")]).as_deref(), Some("flatpak"));
    assert_eq!(place(&[("/proc/1/cgroup", "0::/lxc/x\n")]).as_deref(), Some("lxc"));
    let wsl = [("/proc/sys/kernel/osrelease", "5.15.90.1-microsoft-standard-WSL2\n")];
    assert_eq!(place(&wsl).as_deref(), Some("wsl"));
    assert_eq!(place(&[("/proc/1/cgroup", "0::/init.scope\n")]), None);
}

#[test]
fn sleep_is_what_the_desktop_was_told_and_else_what_the_system_was() {
    let scheme = "gsettings get org.gnome.settings-daemon.plugins.power sleep-inactive";
    let kind = format!("/answers/{scheme}-battery-type");
    let after = format!("/answers/{scheme}-battery-timeout");
    let login = ("/etc/systemd/logind.conf", "[Login]\nIdleAction=suspend\nIdleActionSec=2h\n");
    let (_folder, here) = tree(&[
        ("/sys/class/power_supply/AC/type", "Mains\n"),
        ("/sys/class/power_supply/AC/online", "0\n"),
        (&kind, "'suspend'\n"),
        (&after, "900\n"),
        login,
    ]);
    let told = Linux.wakefulness(&here);
    assert_eq!((told.sleeps_after_minutes, told.on_battery), (Some(15.0), Some(true)));
    let (_folder, here) = tree(&[login]);
    assert_eq!(Linux.wakefulness(&here).sleeps_after_minutes, Some(120.0));
    let (_folder, here) = tree(&[("/etc/systemd/logind.conf", "#IdleAction=suspend\n")]);
    assert_eq!(Linux.wakefulness(&here), Wakefulness::default());
}

#[test]
fn versions_are_found_in_what_programs_say() {
    let (_folder, here) = tree(&[
        ("/answers/usbmuxd --version", "usbmuxd 1.1.1-56-g360619c\n"),
        ("/answers/idevicebackup2 --version", "idevicebackup2 1.3.0\n"),
        ("/etc/os-release", "NAME=x\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"),
    ]);
    let versions = Linux.versions(&here);
    assert_eq!(versions[0], ("here.usbmuxd_version", "1.1.1-56-g360619c".to_owned()));
    assert_eq!(versions[1], ("here.idevicebackup2_version", "1.3.0".to_owned()));
    assert_eq!(Linux.name(&here).unwrap(), "Debian GNU/Linux 12 (bookworm) (Linux)");
}
