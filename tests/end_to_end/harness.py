"""What the end-to-end tests share: an office in a scratch folder.

A test is a script; it prints one line a failed check and ends with status 1
when there was any.
"""
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

KEPT = os.environ["KEPT"]
SOURCE = os.environ.get("SOURCE_DIR", os.getcwd())
SHARED = os.path.join(SOURCE, "..", "shared")
SKIPPED = 77

failures = 0


def check(condition, what):
    """One fact; says what is wrong when it does not hold."""
    global failures
    if not condition:
        failures += 1
        print(f"FAILED: {what}", flush=True)


def done():
    """Ends the test with what came of it."""
    print("1 passed, 0 failed" if failures == 0 else f"{failures} failed")
    sys.exit(1 if failures else 0)


def skip(why):
    """Ends the test visibly undone; an error where nothing may be skipped."""
    print(f"SKIPPED: {why}")
    sys.exit(1 if os.environ.get("KEPT_REQUIRE_SHARED") == "1" else SKIPPED)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, seconds, what):
    """Polls until `condition` holds; a failed check when it never does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    check(False, f"waited {seconds} s for {what}")
    return None


class Office:
    """A database of its own in a folder of its own."""

    def __init__(self, init=True, **options):
        self.folder = tempfile.mkdtemp(prefix="kept-test-")
        self.db = os.path.join(self.folder, "kept.db")
        self.config = None
        self.daemon = None
        self.log = None
        if init:
            words = []
            for name, value in options.items():
                words += [f"--{name}", value]
            self.run("init", *words)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def words(self, arguments):
        words = [KEPT, "--db", self.db]
        if self.config:
            words += ["--config", self.config]
        return words + list(arguments)

    def result(self, *arguments, **more):
        """Runs a command to its end, whatever its status."""
        if isinstance(more.get("input"), str):
            more["input"] = more["input"].encode()
        done_process = subprocess.run(
            self.words(arguments), cwd=self.folder, capture_output=True,
            timeout=120, check=False, **more)
        done_process.out = done_process.stdout.decode("utf-8", "replace")
        done_process.err = done_process.stderr.decode("utf-8", "replace")
        return done_process

    def run(self, *arguments, status=(0,), **more):
        """Runs a command that must end with one of `status`; its output."""
        result = self.result(*arguments, **more)
        check(result.returncode in status,
              f"kept {' '.join(arguments)}: status {result.returncode}: "
              f"{result.err.strip()}")
        return result.out

    def json(self, *arguments, status=(0,), **more):
        out = self.run(*arguments, "--json", status=status, **more)
        try:
            return json.loads(out)
        except ValueError:
            check(False, f"kept {' '.join(arguments)} printed no JSON: {out}")
            return {}

    def rows(self, sql, *values):
        """What the database holds, looked at from outside."""
        with contextlib.closing(sqlite3.connect(
                f"file:{self.db}?mode=ro", uri=True, timeout=10)) as db:
            return db.execute(sql, values).fetchall()

    def change(self, *sql):
        """Changes the database from outside, while nobody has it."""
        with contextlib.closing(sqlite3.connect(self.db, timeout=10)) as db:
            for statement in sql:
                db.execute(statement)
            db.commit()

    def listens(self):
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(self.db + ".sock") == 0

    def spawn(self, *arguments):
        """Starts the daemon."""
        self.log = open(os.path.join(self.folder, "log"), "ab")
        self.daemon = subprocess.Popen(
            self.words(("serve", *arguments)), cwd=self.folder,
            stdout=self.log, stderr=self.log)

    def serve(self, *arguments):
        """Starts the daemon and waits until it listens."""
        self.spawn(*arguments)
        wait_for(lambda: self.daemon.poll() is not None or
                 self.listens(), 20, "the daemon")
        check(self.daemon.poll() is None, f"the daemon lives: {self.logged()}")

    def logged(self):
        path = os.path.join(self.folder, "log")
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()

    def stop(self, with_signal=signal.SIGTERM):
        """Stops the daemon and gives its exit status."""
        if self.daemon is None:
            return None
        self.daemon.send_signal(with_signal)
        try:
            status = self.daemon.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            status = self.daemon.wait()
            check(False, "the daemon stopped within 40 s")
        self.daemon = None
        self.log.close()
        if re.search("AddressSanitizer|runtime error:|ThreadSanitizer|"
                     "LeakSanitizer", self.logged()):
            check(False, f"a sanitizer spoke: {self.logged()[-3000:]}")
        return status
