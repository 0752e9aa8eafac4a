"""What it costs a backup that people look on: the page with and without windows. Called by
./bench page."""

import argparse
import http.client
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import peers

# Every other file cannot be read: a notice each, several thousand a second.
NOISY = """about = "Measured: many notices."
unreadable = 20_000
[content]
extras = false
[[content.groups]]
domain = "AppDomain-org.example"
pattern = "Documents/{folder}/{index}"
files = 40_000
bytes = 20_000
bytes_max = 20_000
"""


class Window:
    """A window that looks on: reads all it is told, and throws it away."""

    def __init__(self, host: str, token: str):
        self.bytes = 0
        self.connection = http.client.HTTPConnection(host)
        self.connection.request("GET", "/events", headers={"Authorization": f"Bearer {token}"})
        self.answer = self.connection.getresponse()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self) -> None:
        while True:
            try:
                part = self.answer.read1(1 << 16)
            except (OSError, ValueError, AttributeError, http.client.HTTPException):
                return
            if not part:
                return
            self.bytes += len(part)

    def close(self) -> None:
        if self.connection.sock is not None:
            self.connection.sock.shutdown(socket.SHUT_RDWR)
        self.connection.close()


class Page:
    """`unstuck serve` for one run."""

    def __init__(self, phone: peers.Phone, to: Path):
        environment = {
            **os.environ, "USBMUXD_SOCKET_ADDRESS": phone.address, "UNSTUCK_HOME": str(to),
        }
        self.process = subprocess.Popen(
            [peers.UNSTUCK, "--json", "serve"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        said = json.loads(self.process.stdout.readline())
        self.host = said["address"].split("/")[2]
        self.token = said["api_token"]

    def ask(self, path: str, body: dict | None = None) -> dict:
        connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        text = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", f"/api/v1/{path}", text, headers)
        answer = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def until(self, condition) -> dict:
        while not condition(state := self.ask("state")):
            time.sleep(0.05)
        return state

    def peak_mib(self) -> float:
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return 0.0

    def cpu_s(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()


def run(scenario: Path, to: Path, windows: int) -> dict:
    phone = peers.Phone(scenario)
    page = Page(phone, to)
    looking = [Window(page.host, page.token) for _ in range(windows)]
    try:
        os.sync()
        page.ask("start", {})
        state = page.until(lambda state: state["question"])
        question = {"id": state["question"]["id"], "say": "password", "password": "unstuck-test"}
        cpu = page.cpu_s()
        began = time.monotonic()
        page.ask("answer", question)
        state = page.until(lambda state: not state["running"])
        took = time.monotonic() - began
        result = state["run"]["result"]
        if result["outcome"] not in ("partial", "complete"):
            sys.exit(f"the run did not end well: {result}")
        return {
            "seconds": took, "cpu": page.cpu_s() - cpu, "peak": page.peak_mib(),
            "told": sum(window.bytes for window in looking),
        }
    finally:
        for window in looking:
            window.close()
        page.close()
        phone.close()
        shutil.rmtree(to, ignore_errors=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--windows", type=int, default=20)
    parser.add_argument("--work", type=Path, default=peers.ROOT / "target/bench")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    scenario = arguments.work / "noisy.toml"
    scenario.write_text(NOISY)
    found: dict[int, list[dict]] = {0: [], arguments.windows: []}
    for number in range(arguments.rounds):
        # In turn, and the first of each pair in turn as well: a disk is not as fast at any time.
        for windows in sorted(found, reverse=number % 2 == 1):
            found[windows].append(run(scenario, arguments.work / f"page-{number}", windows))
    print("40,000 files of 20 KB, a notice for every other one; medians")
    for windows, runs in found.items():
        middle = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
        print(
            f"  {windows:3} windows {middle['seconds']:7.2f} s {middle['cpu']:7.2f} s CPU"
            f" {middle['peak']:6.0f} MiB {middle['told'] / 1e6:7.1f} MB told"
            f" {20_000 / middle['seconds']:7.0f} notices/s at least"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
