"""Reading backups, Unstuck against its peers and against what the machine can do. Called by
./bench reading.

Our own generator makes the backups. Everything is read once before it is measured, so disks do
not count; targets are in memory where /dev/shm has room. Rounds alternate between programs.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

import peers
from backup import scattered

UDID = "00008110-0000000000000001"
PASSWORD = "unstuck-test"
LARGE = (50_000, 2_100_000_000)
MANY = (192_000, 192_000 * 64)


def generator() -> Path:
    """Builds the maker of backups."""
    command = ["cargo", "build", "--release", "--quiet", "-p", "unstuck-manifest"]
    subprocess.run([*command, "--example", "big_backup"], cwd=peers.ROOT, check=True)
    return peers.ROOT / "target/release/examples/big_backup"


def made(work: Path, name: str, size: tuple[int, int], variant: int = 0) -> Path:
    """A backup, made once and kept."""
    folder = work / f"{name}-{size[0]}-{size[1]}-{variant}"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        files, total = map(str, size)
        subprocess.run([generator(), folder, files, total, PASSWORD, str(variant)], check=True)
        (folder / "complete").touch()
    return folder / UDID


def run(command: list, environment: dict) -> peers.Run:
    """Runs a command to its end; its output is thrown away."""
    began = time.monotonic()
    with open(os.devnull, "r+b") as nowhere:
        process = subprocess.Popen(
            [str(part) for part in command],
            env={**os.environ, **environment},
            stdin=nowhere,
            stdout=nowhere,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return peers.Run(
        wall_s=time.monotonic() - began,
        cpu_s=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / 1024,
        phone_cpu_s=0.0,
        code=process.returncode,
    )


def first_row(command: list, environment: dict) -> float:
    """Seconds until a command has printed its first line."""
    began = time.monotonic()
    process = subprocess.Popen(
        [str(part) for part in command], env={**os.environ, **environment}, stdout=subprocess.PIPE
    )
    while b'"file"' not in process.stdout.readline():
        pass
    took = time.monotonic() - began
    process.stdout.read()
    process.wait()
    return took


def table(title: str, megabytes: float, results: dict[str, list[peers.Run]]) -> None:
    print(f"\n{title}")
    print(f"  {'':34} {'wall s':>8} {'best s':>8} {'MB/s':>7} {'CPU s':>7} {'peak MiB':>9}")
    for name, runs in results.items():
        wall = statistics.median(one.wall_s for one in runs)
        best = min(one.wall_s for one in runs)
        codes = {one.code for one in runs} - {0}
        failed = f"  exit codes {codes}" if codes else ""
        print(
            f"  {name:34} {wall:8.2f} {best:8.2f} {megabytes / wall:7.0f}"
            f" {statistics.median(one.cpu_s for one in runs):7.2f}"
            f" {max(one.peak_mib for one in runs):9.1f}{failed}",
            flush=True,
        )


def rounds_of(count: int, commands: dict, environment: dict, fresh: Path | None = None) -> dict:
    """Rounds alternate. Where a command names `fresh`, each run gets a folder of its own there,
    and nothing is removed before the end: ext4 looks at every file removed in the last five
    minutes before it makes a new one beside it."""
    results: dict[str, list[peers.Run]] = {}
    if fresh:
        scattered(fresh)
    for number in range(count):
        for name, command in commands.items():
            to = fresh / f"{number}-{name.split()[0]}" if fresh else None
            if to:
                to.mkdir()
                os.sync()
            command = [to / "out" if to and part == fresh else part for part in command]
            results.setdefault(name, []).append(run(command, environment))
            if to and not str(to).startswith(str(peers.ROOT)):
                # Memory has no such memory, and little room.
                shutil.rmtree(to)
    if fresh:
        shutil.rmtree(fresh, ignore_errors=True)
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--work", type=Path, default=peers.ROOT / "target/bench")
    parser.add_argument("--slow-peers", action="store_true", help="those that take minutes too")
    arguments = parser.parse_args()
    work, rounds = arguments.work, arguments.rounds
    work.mkdir(parents=True, exist_ok=True)
    password = work / "password"
    password.write_text(PASSWORD + "\n")
    environment = {"UNSTUCK_PASSWORD_FILE": str(password), "UNSTUCK_HOME": str(work / "home")}
    unstuck = peers.UNSTUCK
    large, many = made(work, "large", LARGE), made(work, "many", MANY)
    newer = made(work, "many", MANY, 1)
    for folder in (large, many, newer):
        command = ["find", folder, "-type", "f", "-exec", "cat", "{}", "+"]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    room = shutil.disk_usage("/dev/shm").free if Path("/dev/shm").exists() else 0
    memory = Path("/dev/shm/unstuck-bench") if room > 2 * LARGE[1] else work / "memory"
    disk = work / "disk"

    unlock = [unstuck, "password", "rehearse", large]
    table("the password alone, 10,000,000 + 10,000 rounds", 0, rounds_of(
        rounds, {"unstuck password rehearse": unlock}, environment))

    size = LARGE[1] / 1e6
    files = f"find '{large}' -type f -path '*/??/*'"
    table(f"{LARGE[0]:,} files, {size:.0f} MB: taken out to {memory.parent}", size, rounds_of(
        rounds, {
            "unstuck files extract": [unstuck, "files", "extract", large, "--to", memory],
            "cp -a (no decryption)": ["cp", "-a", large, memory],
        }, environment, memory))
    table("the same to the disk", size, rounds_of(
        rounds, {
            "unstuck files extract": [unstuck, "files", "extract", large, "--to", disk],
            "cp -a (no decryption)": ["cp", "-a", large, disk],
        }, environment, disk))
    table("the same, every byte checked", size, rounds_of(
        rounds, {
            "unstuck verify --deep": [unstuck, "verify", large, "--deep"],
            "sha1sum": ["sh", "-c", f"{files} -print0 | xargs -0 sha1sum"],
            "openssl aes-256-cbc -d, one stream": [
                "sh", "-c", f"{files} -print0 | xargs -0 cat | openssl enc -d -aes-256-cbc "
                f"-nopad -K {'0' * 64} -iv {'0' * 32} > /dev/null || true"],
        }, environment))
    table(f"{MANY[0]:,} entries", 0, rounds_of(
        rounds, {
            "unstuck verify": [unstuck, "verify", many],
            "unstuck files list --json": [unstuck, "files", "list", many, "--json"],
            "unstuck files find": [unstuck, "files", "find", many, "IMG_0190000"],
            "unstuck versions compare": [unstuck, "versions", "compare", many, newer],
        }, environment))
    listed = [unstuck, "files", "list", many, "--json"]
    # The best of each: the password takes a second and more, and no two are alike.
    alone = min(run(unlock, environment).wall_s for _ in range(rounds + 2))
    first = min(first_row(listed, environment) for _ in range(rounds + 2))
    print(f"  first row {1000 * (first - alone):.0f} ms after the password alone")
    if arguments.slow_peers:
        ours = [unstuck, "files", "extract", large, "--to", memory]
        script = peers.ROOT / "benches/decrypt_all.py"
        commands = {
            "unstuck files extract": ours,
            "iphone_backup_decrypt": [peers.JUDGES / "python", script, large, PASSWORD, memory],
        }
        mvt = peers.MORE / "mvt-ios"
        if mvt.exists():
            # It keeps the payloads' names and writes them decrypted.
            commands["mvt-ios decrypt-backup"] = [
                mvt, "decrypt-backup", "-p", PASSWORD, "-d", memory, large]
        table(f"against those that take minutes, to {memory.parent}", size, rounds_of(
            1, commands, environment, memory))
    print(json.dumps({"machine": os.uname().machine, "cores": os.cpu_count()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
