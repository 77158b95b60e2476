"""Where a gateway's receipts and replies arrive, raw, in these tests.

The program has no web server yet: what came is read by `hear`, which calls
the same code.
"""
import json
import os
import subprocess

from harness import check
from servers import Web

HEAR = os.path.join(os.environ.get("BUILD_DIR", "build/dev"), "hear")


class Hooks(Web):
    """Takes everything down; the first `refused` requests get a 503."""

    def __init__(self):
        super().__init__()
        self.raw = []
        self.read = {}
        self.refused = 0
        self.refusals = 0

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def serve(self, request, body):
        with self.lock:
            refuses = self.refusals < self.refused
            if refuses:
                self.refusals += 1
            else:
                self.raw.append(
                    request.raw_requestline + request.headers.as_bytes() +
                    body)
        self.answer(request, 503 if refuses else 200, b"")

    def heard(self, gateway, secret):
        """What all of it says: (receipts, replies), in order of arrival."""
        with self.lock:
            raw = list(self.raw)
        receipts, replies = [], []
        for bytes_ in raw:
            if bytes_ not in self.read:
                self.read[bytes_] = self.hear(bytes_, gateway, secret)
            receipts += self.read[bytes_].get("receipts", [])
            replies += self.read[bytes_].get("inbound", [])
        return receipts, replies

    def hear(self, bytes_, gateway, secret):
        done = subprocess.run(
            [HEAR, gateway, f"{self.url()}/hook/sms"], input=bytes_,
            env={**os.environ, "HEAR_SECRET": secret},
            capture_output=True, check=False)
        check(done.returncode == 0, f"hear: {done.stderr[-500:]}")
        said = json.loads(done.stdout or b"{}")
        check(said.get("believed"), f"not believed: {bytes_[:300]}")
        return said
