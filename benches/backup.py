"""Full backups, Unstuck against its peers. Called by ./bench."""

import argparse
import os
import shutil
import sys
from pathlib import Path

import peers

WORKLOADS = {
    "small": ("20,000 files of 20 KB", 20_000, 20_000),
    "large": ("20 files of 100 MB", 20, 100_000_000),
}


def scenario(folder: Path, name: str, files: int, size: int) -> Path:
    """A phone that holds just these files."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_text(
        f'about = "Measured."\n[content]\nextras = false\n[[content.groups]]\n'
        f"files = {files}\nbytes = {size}\nbytes_max = {size}\n"
    )
    return path


def compare(name: str, rounds: int, work: Path) -> None:
    title, files, size = WORKLOADS[name]
    phone = peers.Phone(scenario(work, name, files, size))
    results: dict[str, list[peers.Run]] = {}
    try:
        for number in range(rounds):
            for program in peers.PROGRAMS:
                # Nothing is removed between runs: file systems take new files slower for minutes
                # after many were removed.
                to = work / f"to/{name}-{number}-{program}"
                to.mkdir(parents=True)
                command = peers.command(program, to)
                # What others left to be written must not be written on our time.
                os.sync()
                results.setdefault(program, []).append(peers.measure(command, phone))
    finally:
        phone.close()
        shutil.rmtree(work / "to", ignore_errors=True)
    peers.table(f"{title}, {rounds} alternating rounds", files * size / 1e6, results)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workloads", nargs="*", help=", ".join(WORKLOADS))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--work", type=Path, default=peers.ROOT / "target/bench")
    arguments = parser.parse_args()
    for name in arguments.workloads or WORKLOADS:
        compare(name, arguments.rounds, arguments.work)
    return 0


if __name__ == "__main__":
    sys.exit(main())
