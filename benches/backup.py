"""Backups, Unstuck against its peers. Called by ./bench."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

import floors
import peers

PASSWORD = "unstuck-test"
SMALL = [(20_000, 20_000, 20_000)]
LARGE = [(20, 100_000_000, 100_000_000)]
MIXED = [(45_000, 1_000, 40_000), (4_900, 100_000, 400_000), (100, 5_000_000, 10_000_000)]
# Long paths make a manifest of more than a gigabyte.
LONG = "/".join(letter * 190 for letter in "abc") + "/{folder}/{index}"

WORKLOADS = {
    "small": ("20,000 files of 20 KB", SMALL, {}),
    "large": ("20 files of 100 MB", LARGE, {}),
    "mixed": ("50,000 files of 1 KB to 10 MB", MIXED, {"changed": 20}),
    "encrypted": ("50,000 files of 1 KB to 10 MB, encrypted", MIXED, {"encrypted": True}),
    "many": ("500,000 files with long names", [(500_000, 100, 100)], {"pattern": LONG}),
}


def scenario(folder: Path, name: str) -> tuple[Path, float]:
    """A phone that holds just these files, and how many megabytes they are."""
    _, groups, options = WORKLOADS[name]
    lines = ['about = "Measured."']
    if options.get("encrypted"):
        lines += ["[encryption]", f'password = "{PASSWORD}"']
    lines += ["[content]", "extras = false", f"changed_permille = {options.get('changed', 0)}"]
    for number, (files, least, most) in enumerate(groups):
        pattern = options.get("pattern", "Documents/{folder}/{index}")
        # A domain each: groups that share folders would list them twice.
        lines += ["[[content.groups]]", f'domain = "AppDomain-org.example.{number}"']
        lines += [f'pattern = "{pattern}"', f"files = {files}"]
        lines += [f"bytes = {least}", f"bytes_max = {most}"]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text("\n".join(lines) + "\n")
    megabytes = sum(files * (least + most) / 2 for files, least, most in groups) / 1e6
    return path, megabytes


def compare(name: str, rounds: int, work: Path) -> None:
    title, _, options = WORKLOADS[name]
    path, megabytes = scenario(work, name)
    password = work / "password"
    password.write_text(PASSWORD + "\n")
    # Encrypted ones are opened and checked by Unstuck, which needs the password for it.
    extra = {"UNSTUCK_PASSWORD_FILE": str(password)} if options.get("encrypted") else {}
    full: dict[str, list[peers.Run]] = {}
    again: dict[str, list[peers.Run]] = {}
    programs = peers.PROGRAMS if name != "many" else ["unstuck"]
    try:
        for number in range(rounds):
            for program in programs:
                # A phone of its own, because the content changes behind each backup. Nothing is
                # removed between runs: ext4 looks at every file removed in the last five minutes
                # before it makes a new one beside it.
                phone = peers.Phone(path)
                to = work / f"to/{name}-{number}-{program}"
                to.mkdir(parents=True)
                try:
                    full.setdefault(program, []).append(once(program, to, phone, extra, False))
                    if options.get("changed"):
                        run = once(program, to, phone, extra, True)
                        again.setdefault(program, []).append(run)
                finally:
                    phone.close()
        if name == "many":
            print(f"\n  Manifest.db {manifest_bytes(work / 'to') / 1e6:.0f} MB")
    finally:
        for folder in (work / "to").iterdir():
            shutil.rmtree(folder, ignore_errors=True)
    peers.table(f"{title}, {rounds} alternating rounds", megabytes, full)
    if again:
        changed = options["changed"] / 1000
        peers.table(f"the same, {changed:.0%} changed since", megabytes * changed, again)


def scattered(folder: Path) -> None:
    """Each folder below gets a part of the disk of its own, where the file system knows that
    wish, so that what one run left does not lie in the way of the next."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["chattr", "+T", folder], stderr=subprocess.DEVNULL, check=False)


def once(program: str, to: Path, phone: peers.Phone, extra: dict, again: bool) -> peers.Run:
    command = peers.command(program, to, encrypted=bool(extra), again=again)
    # What others left to be written must not be written on our time.
    os.sync()
    return peers.measure(command, phone, extra)


def manifest_bytes(folder: Path) -> int:
    found = folder.glob("*/*/versions/*/*/Manifest.db")
    return max((path.stat().st_size for path in found), default=0)


def start(rounds: int, work: Path) -> None:
    """How long until the request for a backup, and what TLS can carry here."""
    seconds = {}
    for program in peers.PROGRAMS:
        runs = [floors.seconds_until_request(program, work) for _ in range(rounds)]
        seconds[program] = statistics.median(runs)
    print("\nfrom the start of the program to the request for a backup, in seconds")
    for program, median in seconds.items():
        print(f"  {program:16} {median:8.2f}")
    rate = statistics.median(floors.tls_megabytes_a_second() for _ in range(rounds))
    print(f"\nTLS over loopback, one connection, both ends on this machine: {rate:.0f} MB/s")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", help=", ".join([*WORKLOADS, "start"]))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, default=peers.ROOT / "target/bench")
    arguments = parser.parse_args()
    scattered(arguments.work / "to")
    for name in arguments.workloads or ["start", "small", "large", "mixed", "encrypted"]:
        if name == "start":
            start(arguments.rounds, arguments.work)
        else:
            compare(name, arguments.rounds, arguments.work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
