"""planned.py ROWS - a start with ROWS reminders planned: how soon the first
message that is due leaves, how long the start takes, and the most memory

The daemon was killed while messages were in flight; the gateway is the test's
own. Ends with an error above a second or 64 MB (with a million).
"""
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.environ["SOURCE_DIR"], "tests",
                                "end_to_end"))

from harness import Office  # noqa: E402
from servers import SmsGateway  # noqa: E402

NOW = "2026-10-14T10:00:00+02:00"
MEMORY_MAX_MB = 64
FIRST_MAX_S = 1


class Timed(SmsGateway):
    """Knows when it was first asked."""

    def __init__(self):
        super().__init__()
        self.first = None

    def behave(self, message, count):
        self.first = self.first or time.monotonic()
        return 200


def memory_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status
                    if line.startswith("VmHWM"))


def live(office, sms, seconds):
    """From the start of the daemon to the first request."""
    sms.first = None
    begin = time.monotonic()
    office.spawn("--at", NOW, "--speed", "1")
    while sms.first is None and time.monotonic() < begin + 30:
        time.sleep(0.001)
    first = (sms.first or begin + 30) - begin
    time.sleep(seconds)
    return first


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    bench = os.path.join(os.environ["BUILD_DIR"], "bench_dispatch")
    with Timed() as sms, Office(name="Cabinet", zone="Europe/Paris") as office:
        office.write("sms.secret", sms.secret, 0o600)
        office.config = office.write("kept.yaml", sms.config())
        office.run("live", "on")
        subprocess.run([bench, office.db, str(rows), "20000", "fill"],
                       check=True)
        first = live(office, sms, 1)
        office.daemon.kill()
        office.daemon.wait()
        time.sleep(1)  # what it had sent last is the gateway's by then
        again = live(office, sms, 5)
        memory = memory_mb(office.daemon.pid)
        office.stop()
    print(f"kept-planned rows={rows} first_message_s={first:.2f} "
          f"after_a_kill_s={again:.2f} memory_mb={memory:.0f}")
    sys.exit(again > FIRST_MAX_S or memory > MEMORY_MAX_MB)


main()
