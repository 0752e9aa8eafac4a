"""Restores to a simulated iPhone, against `cp -a` of the same tree. Called by ./bench restore.

The simulated iPhone runs in a process of its own on the same processors and holds every byte
against what it once had; its CPU time is shown beside ours.
"""

import argparse
import os
import shutil
import statistics
import sys
from pathlib import Path

import peers
from backup import WORKLOADS, scenario

SIZES = ["small", "large"]


def make_version(phone: peers.Phone, place: Path) -> Path:
    """Backs the phone up; the folder of the version."""
    command = [peers.UNSTUCK, "backup", "--no-encryption", "--to", place]
    run = peers.measure(command, phone)
    if run.code != 0:
        sys.exit(f"the backup ended with code {run.code}")
    return next((place / phone.udid / "versions").iterdir())


def commands(version: Path, work: Path, phone: peers.Phone) -> dict[str, list]:
    backup = version / phone.udid
    restore = [peers.UNSTUCK, "restore", backup, "--yes", "--no-reboot"]
    found = {
        "unstuck": restore,
        "rehearsal": [peers.UNSTUCK, "restore", "--rehearse", backup],
        "cp -a": ["cp", "-a", version, work / "copied"],
    }
    if "idevicebackup2" in peers.PROGRAMS:
        found["idevicebackup2"] = ["idevicebackup2", "restore", "--no-reboot", version]
    if "pymobiledevice3" in peers.PROGRAMS:
        python = [peers.JUDGES / "pymobiledevice3", "backup2", "restore", "--no-reboot", version]
        found["pymobiledevice3"] = python
    return found


def compare(name: str, rounds: int, work: Path) -> None:
    title = WORKLOADS[name][0]
    path, megabytes = scenario(work, name)
    phone = peers.Phone(path)
    results: dict[str, list[peers.Run]] = {}
    try:
        version = make_version(phone, work / "restore")
        for _ in range(rounds):
            for program, command in commands(version, work, phone).items():
                shutil.rmtree(work / "copied", ignore_errors=True)
                os.sync()
                results.setdefault(program, []).append(peers.measure(command, phone))
    finally:
        phone.close()
        shutil.rmtree(work / "restore", ignore_errors=True)
        shutil.rmtree(work / "copied", ignore_errors=True)
    peers.table(f"Restore of {title}, {rounds} alternating rounds", megabytes, results)
    rates = zip(results["unstuck"], results["cp -a"])
    rate = statistics.median(copy.wall_s / ours.wall_s for ours, copy in rates)
    print(f"  {rate * 100:.0f} % of the rate of cp -a")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", help=", ".join(SIZES))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, default=peers.ROOT / "target/bench")
    arguments = parser.parse_args()
    for name in arguments.workloads or SIZES:
        compare(name, arguments.rounds, arguments.work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
