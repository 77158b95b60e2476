#!/usr/bin/python3
"""Killed at every write, sync and send of one scenario (strace injection).

`kept send` has six texts to send, of which one is to be tried again and one
breaks off. It is killed at its first pwrite, its second, and so on to the
last, then at every fdatasync, and at every send to the gateway; after each
kill it is started again and let run. The gateway outlives it.
"""
import collections
import concurrent.futures
import os
import re
import shutil
import sqlite3
import subprocess

from harness import Office, check, done, skip
from servers import SmsGateway

NOW = "2026-10-14T10:00:00+02:00"
LATER = "2026-10-14T10:30:00+02:00"
TEXTS = 6

OFFICE = """
office: {name: Cabinet, zone: Europe/Paris, country: FR, currency: EUR,
         language: en}
rules:
  - {name: text, before: 1d, channels: [sms], late: send}
"""

# What a kill may come at: in the store thread and on the loop.
CALLS = ("pwrite64", "fdatasync", "sendto", "write")

# The leak checker cannot run under strace.
ENVIRONMENT = {**os.environ,
               "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") +
               ":detect_leaks=0"}


class Moody(SmsGateway):
    """Says "later" to one number at first, and breaks off at another."""

    def __init__(self):
        super().__init__()
        self.asked = collections.Counter()

    def behave(self, message, count):
        self.asked[message["to"]] += 1
        if message["to"].endswith("1") and self.asked[message["to"]] == 1:
            return 429
        if message["to"].endswith("2") and self.asked[message["to"]] == 1:
            return None
        return 200


def make_template():
    template = Office(name="Cabinet", zone="Europe/Paris")
    template.run("office", "import", "-", input=OFFICE)
    rows = ["id,start,name,phone"]
    rows += [f"v{i},2026-10-15 10:00,Ada {i},+33 6 39 98 00 0{i}"
             for i in range(TEXTS)]
    at = ("--at", "2026-10-12T08:00:00+02:00")
    template.run("import", "-", "--feed", "list", *at, input="\n".join(rows))
    template.run("live", "on", *at)
    template.change("PRAGMA wal_checkpoint(TRUNCATE)")
    return template


def set_up(template, sms):
    office = Office(init=False)
    shutil.copy(template.db, office.db)
    office.write("sms.secret", sms.secret, 0o600)
    office.config = office.write("kept.yaml", sms.config())
    return office


def send(office, *before):
    return subprocess.run(
        [*before, *office.words(("send", "--at", NOW))], cwd=office.folder,
        capture_output=True, check=False, timeout=120, env=ENVIRONMENT)


def count_calls(template):
    """How often the scenario does what it can be killed at, per thread."""
    with Moody() as sms, set_up(template, sms) as office:
        trace = os.path.join(office.folder, "trace")
        send(office, "strace", "-f", "-o", trace, "-e",
             "trace=" + ",".join(CALLS))
        counts = collections.Counter()
        with open(trace, encoding="utf-8", errors="replace") as file:
            for line in file:
                found = re.match(r"(\d+) +(\w+)\(", line)
                if found and found[2] in CALLS:
                    counts[found[2], found[1]] += 1
    most = collections.Counter()
    for (call, _), count in counts.items():
        most[call] = max(most[call], count)
    return most


def claimed(office):
    """Keys in flight at the kill, looked at in a copy."""
    folder = os.path.join(office.folder, "copy")
    os.mkdir(folder)
    for ending in ("", "-wal"):
        if os.path.exists(office.db + ending):
            shutil.copy(office.db + ending, os.path.join(folder, "k" + ending))
    db = sqlite3.connect(os.path.join(folder, "k"))
    try:
        whole = db.execute("PRAGMA integrity_check").fetchall()
        check(whole == [("ok",)], f"not whole: {whole}")
        return {key for key, in db.execute(
            "SELECT key FROM message WHERE state = 'claimed'")}
    finally:
        db.close()


def judge(name, office, sms, doubtful):
    taken = collections.Counter(ref for ref, _, _ in sms.taken)
    rows = office.rows(
        "SELECT m.key, m.state, count(d.id) FROM reminder r"
        " LEFT JOIN message m ON m.id = r.message"
        " LEFT JOIN delivery d ON d.message = m.id GROUP BY r.id")
    check(len(rows) == TEXTS, f"{name}: reminders {rows}")
    for key, state, attempts in rows:
        check(state in ("accepted", "unknown"), f"{name}: {state}")
        if state == "accepted":
            check(taken[key] == 1, f"{name}: accepted, taken {taken[key]}")
        else:
            check(attempts > 0, f"{name}: unknown, nothing says why")
            check(key in doubtful or taken[key] == 1,
                  f"{name}: unknown without a reason")
        check(taken[key] <= 1, f"{name}: taken {taken[key]} times")
    unknown = sum(state == "unknown" for _, state, _ in rows)
    check(unknown <= len(doubtful) + 1, f"{name}: {unknown} unknown, "
          f"{len(doubtful)} in flight")


def kill_at(template, call, number):
    name = f"{call} {number}"
    with Moody() as sms, set_up(template, sms) as office:
        result = send(office, "strace", "-f", "-o", "/dev/null", "-e",
                      f"trace={call}", "-e",
                      f"inject={call}:signal=KILL:when={number}")
        doubtful = claimed(office)
        check(send(office).returncode in (0, 3), f"{name}: started again")
        office.result("send", "--at", LATER)
        judge(name, office, sms, doubtful)
        return result.returncode != 0


def main():
    if shutil.which("strace") is None:
        skip("strace is not installed")
    with make_template() as template:
        most = count_calls(template)
        points = [(call, number) for call in CALLS
                  for number in range(1, most[call] + 1)]
        check(most["pwrite64"] > 5 and most["fdatasync"] > 2 and
              most["sendto"] > 3, f"the scenario does something: {most}")
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            killed = sum(pool.map(lambda point: kill_at(template, *point),
                                  points))
        print(f"{dict(most)}: killed at {killed} of {len(points)} points",
              flush=True)
        check(killed >= len(points) * 0.9, "it was killed")
    done()


main()
