"""What the machine itself can do, to hold programs against."""

import multiprocessing
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

import peers

TLS_BYTES = 2 << 30
PIECE = 1 << 20


def seconds_until_request(program: str, work: Path) -> float:
    """How long a program takes to ask for a backup: the phone refuses at once, and it ends."""
    phone = peers.Phone("error-211")
    with tempfile.TemporaryDirectory(dir=work) as to:
        try:
            return peers.measure(peers.command(program, Path(to)), phone).wall_s
        finally:
            phone.close()


def tls_megabytes_a_second() -> float:
    """One stream over loopback in the cipher of phones, sender and receiver a process each,
    written by nobody and read into one buffer."""
    with tempfile.TemporaryDirectory() as folder:
        key, certificate = Path(folder, "key"), Path(folder, "certificate")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=phone",
             "-keyout", key, "-out", certificate],
            check=True, stderr=subprocess.DEVNULL,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        with socket.create_server(("127.0.0.1", 0)) as server:
            sender = multiprocessing.Process(target=send, args=(server.getsockname(),))
            sender.start()
            plain, _ = server.accept()
            with context.wrap_socket(plain, server_side=True) as stream:
                buffer, left = bytearray(PIECE), TLS_BYTES
                began = time.monotonic()
                while left > 0:
                    count = stream.recv_into(buffer)
                    if count == 0:
                        break
                    left -= count
                took = time.monotonic() - began
            sender.join()
    return (TLS_BYTES - left) / took / 1e6


def send(address: tuple[str, int]) -> None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with context.wrap_socket(socket.create_connection(address)) as stream:
        piece = bytes(PIECE)
        for _ in range(TLS_BYTES // PIECE):
            stream.sendall(piece)
