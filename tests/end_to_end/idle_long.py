#!/usr/bin/python3
"""The daemon with 100,000 planned reminders and nothing to do.

Under 40 MB resident, and awake no more often than once a minute. Measured on
the release: a sanitizer needs memory of its own. KEPT_RELEASE names it, else
it is what ./dev build makes; CI builds it before the long tests.
"""
import csv
import datetime
import glob
import io
import os
import time

import harness
from harness import Office, check, done, skip, wait_for

VISITS = 50000
REMINDERS = 2 * VISITS
RESIDENT_MAX_KB = 40 * 1024
WATCHED_S = 130

# Two looks at the clock a minute apart see at most this many moments.
WAKES_MAX = WATCHED_S // 60 + 1

OFFICE = """
office: {name: Cabinet des Lilas, zone: Europe/Paris, country: FR,
         language: fr}
rules:
  - {name: two-days, before: 2d, channels: [sms], late: send}
  - {name: one-day, before: 1d, channels: [sms], late: send}
  # Silent, but it reaches so far that all visits are planned at once.
  - {name: long-before, before: 285d, channels: [sms], late: skip}
"""


def release():
    path = os.environ.get("KEPT_RELEASE") or os.path.join(
        harness.SOURCE, "build", "release", "kept")
    if not os.access(path, os.X_OK):
        skip(f"there is no release at {path}; ./dev build makes one")
    return path


def table():
    """Visits of the months to come, the first in a month from now."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["id", "start", "duration_min", "customer_id", "name",
                   "phone"])
    first = datetime.datetime.now().replace(
        hour=9, minute=0, second=0, microsecond=0) + datetime.timedelta(30)
    for number in range(VISITS):
        day, slot = divmod(number, 200)
        start = first + datetime.timedelta(days=day, minutes=slot * 3)
        who = number % 9000
        rows.writerow([f"v{number}", start.strftime("%Y-%m-%dT%H:%M"), 20,
                       f"c{who}", f"Lilas {who}", f"+336399{80000 + who}"])
    return out.getvalue()


def resident_kb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        for line in status:
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
    return 0


def switches(pid):
    """How often its threads went to sleep of their own will, so far."""
    total = 0
    for path in glob.glob(f"/proc/{pid}/task/*/status"):
        with open(path, encoding="ascii") as status:
            for line in status:
                if line.startswith("voluntary_ctxt_switches:"):
                    total += int(line.split()[1])
    return total


def watch(pid):
    """The moments at which it was awake, in seconds from now."""
    begin = time.monotonic()
    before = switches(pid)
    moments = []
    while time.monotonic() - begin < WATCHED_S:
        time.sleep(0.5)
        now = switches(pid)
        # What one look begins may reach into the next half second.
        at = time.monotonic() - begin
        if now != before and (not moments or at - moments[-1] > 1.1):
            moments.append(at)
        before = now
    return moments


def main():
    harness.KEPT = release()
    with Office(name="Cabinet", zone="Europe/Paris") as office:
        office.run("office", "import", "-", input=OFFICE)
        office.write("visits.csv", table())
        begin = time.monotonic()
        imported = office.json("import", "visits.csv")
        print(f"imported in {time.monotonic() - begin:.1f} s", flush=True)
        check(imported.get("new") == VISITS, "all visits are new")
        office.run("live", "on")
        office.serve()
        pid = office.daemon.pid
        # A new daemon plans everything again, for the zone data it has.
        wait_for(lambda: office.rows(
            "SELECT 1 FROM setting WHERE name = 'heartbeat'") and
            not office.rows("SELECT 1 FROM appointment WHERE replan = 1"
                            " LIMIT 1"), 120, "the first look")
        planned = office.rows("SELECT count(*) FROM reminder"
                              " WHERE state = 'planned'")[0][0]
        check(planned == REMINDERS, f"{planned} reminders are planned")
        time.sleep(5)
        moments = watch(pid)
        resident = resident_kb(pid)
        print(f"{resident} kB resident; awake after "
              f"{[round(at, 1) for at in moments]} s", flush=True)
        check(0 < resident < RESIDENT_MAX_KB, f"{resident} kB are resident")
        check(1 <= len(moments) <= WAKES_MAX, f"awake {len(moments)} times")
        gaps = [later - at for at, later in zip(moments, moments[1:])]
        check(all(gap > 55 for gap in gaps), f"awake after {gaps} s")
        check(office.stop() == 0, "the daemon stops gently")
    done()


main()
