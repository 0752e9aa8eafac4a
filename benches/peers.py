"""Runs one program after the other against the same simulated iPhone and measures each as a
whole process: wall time, CPU time, peak memory."""

import json
import os
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNSTUCK = ROOT / "target/release/unstuck"
JUDGES = ROOT / "target/judges/bin"
MORE = ROOT / "target/judges-more/bin"


@dataclass
class Run:
    """One finished process."""

    wall_s: float
    cpu_s: float
    peak_mib: float
    phone_cpu_s: float
    code: int


class Phone:
    """A simulated iPhone in a process of its own, on TCP: pymobiledevice3 reads no address of
    a Unix socket."""

    def __init__(self, scenario: Path | str):
        command = [UNSTUCK, "simulate", "--json", "--listen", "127.0.0.1:0"]
        command += ["--scenario", scenario]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE)
        said = json.loads(self.process.stdout.readline())
        self.address, self.udid = said["address"], said["phones"][0]

    def cpu_s(self) -> float:
        """User and system time it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


def measure(command: list, phone: Phone, extra: dict | None = None) -> Run:
    """Runs a command to its end; its output is thrown away."""
    environment = {**os.environ, "USBMUXD_SOCKET_ADDRESS": phone.address, **(extra or {})}
    before = phone.cpu_s()
    began = time.monotonic()
    with open(os.devnull, "r+b") as nowhere:
        process = subprocess.Popen(
            command, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere
        )
        _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    return Run(
        wall_s=wall,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        phone_cpu_s=phone.cpu_s() - before,
        code=process.returncode,
    )


def installed() -> list[str]:
    """Names of the programs to compare, ours first."""
    found = ["unstuck"]
    if shutil.which("idevicebackup2"):
        found.append("idevicebackup2")
    if (JUDGES / "pymobiledevice3").exists():
        found.append("pymobiledevice3")
    return found


PROGRAMS = installed()


def command(program: str, to: Path, encrypted: bool = False, again: bool = False) -> list:
    """Its command for a backup into the folder `to`, of a phone whose backups are encrypted or
    not; `again` builds upon the one that is there."""
    plain = [] if encrypted else ["--no-encryption"]
    full = [] if again else ["--full"]
    return {
        "unstuck": [UNSTUCK, "backup", *plain, "--to", to],
        "idevicebackup2": ["idevicebackup2", "backup", *full, to],
        "pymobiledevice3": [JUDGES / "pymobiledevice3", "backup2", "backup", *full, to],
    }[program]


def median(runs: list[Run], field: str) -> float:
    return statistics.median(getattr(run, field) for run in runs)


def table(title: str, megabytes: float, results: dict[str, list[Run]]) -> None:
    """Prints medians, and each peer's as a multiple of ours."""
    print(f"\n{title}")
    print(f"  {'':16} {'wall s':>8} {'MB/s':>7} {'CPU s':>7} {'peak MiB':>9} {'phone CPU s':>12}")
    for name, runs in results.items():
        wall = median(runs, "wall_s")
        codes = {run.code for run in runs} - {0}
        failed = f"  exit codes {codes}" if codes else ""
        print(
            f"  {name:16} {wall:8.2f} {megabytes / wall:7.0f} {median(runs, 'cpu_s'):7.2f}"
            f" {median(runs, 'peak_mib'):9.1f} {median(runs, 'phone_cpu_s'):12.2f}{failed}"
        )
    ours = results["unstuck"]
    for name, runs in results.items():
        if name != "unstuck":
            faster = statistics.median(
                theirs.wall_s / own.wall_s for own, theirs in zip(ours, runs)
            )
            cpu = statistics.median(own.cpu_s / theirs.cpu_s for own, theirs in zip(ours, runs))
            print(f"  against {name}: {faster:.2f} times as fast, {cpu:.2f} of its CPU time")
