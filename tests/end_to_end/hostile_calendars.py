#!/usr/bin/python3
"""Calendars that mean harm: each is read in under 2 s of processor time and
512 MiB, says which event it is about, and hurts nobody.

Then every calendar of the corpus, read in the same way.
"""
import glob
import json
import os
import re
import resource
import sys

from harness import KEPT, SHARED, Office, check, done

CPU_S = 2.0
MEMORY_BYTES = 512 << 20
WINDOW = ("--from", "2026-01-01", "--to", "2027-01-01")

with open(KEPT, "rb") as program:
    SANITIZED = b"__asan_init" in program.read()
# The sanitizers' own work is not the reader's.
FACTOR = 4 if SANITIZED else 1


def event(uid, *lines):
    return "\r\n".join(("BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z",
                        *lines, "END:VEVENT", ""))


def series(uid, rule, start="20260105T090000Z"):
    return event(uid, f"DTSTART:{start}", f"RRULE:{rule}", f"SUMMARY:{uid}")


def calendar(*parts):
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(parts) + \
        "END:VCALENDAR\r\n"


def zone(rule):
    return ("BEGIN:VTIMEZONE\r\nTZID:Bomb\r\nBEGIN:STANDARD\r\n"
            "DTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
            f"TZOFFSETTO:+0200\r\nRRULE:{rule}\r\nEND:STANDARD\r\n"
            "BEGIN:DAYLIGHT\r\nDTSTART:19700601T000000\r\n"
            f"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:{rule}\r\n"
            "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n")


def in_zone(rule):
    return calendar(zone(rule), event("in-zone",
                                      "DTSTART;TZID=Bomb:20260105T090000",
                                      "SUMMARY:x"))


def numbers(first, last):
    return ",".join(str(n) for n in range(first, last + 1))


NEVER = ";BYMONTH=2;BYMONTHDAY=30"
FULL = (f"FREQ=YEARLY;BYMONTH={numbers(1, 12)};BYMONTHDAY={numbers(1, 31)};"
        f"BYHOUR={numbers(0, 23)};BYMINUTE={numbers(0, 59)};"
        f"BYSECOND={numbers(0, 59)}")
PLAIN = ("DTSTART:20260105T090000Z", "SUMMARY:plain")

# Each: its name, the document, and what is said: about an event (its UID) or
# about a line, a zone, the document.
ATTACKS = [
    ("secondly", calendar(series("u", "FREQ=SECONDLY" + NEVER)), "u: .*rule"),
    ("minutely", calendar(series("u", "FREQ=MINUTELY" + NEVER)), "u: .*rule"),
    ("hourly", calendar(series("u", "FREQ=HOURLY" + NEVER)), "u: .*rule"),
    ("hourly that counts",
     calendar(series("u", "FREQ=HOURLY;COUNT=400" + NEVER)), "u: .*rule"),
    ("daily", calendar(series("u", "FREQ=DAILY" + NEVER)), "u: .*rule"),
    ("weekly", calendar(series("u", "FREQ=WEEKLY;BYMONTH=2;BYSETPOS=9")),
     "u: .*rule"),
    ("monthly", calendar(series("u", "FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2")),
     "u: .*rule"),
    ("far position", calendar(series("u", "FREQ=MONTHLY;BYSETPOS=99")),
     "u: .*rule"),
    ("full lists", calendar(series("u", FULL)), "u: .*rule"),
    ("full lists, often", calendar(*(series(f"u{i}", FULL)
                                     for i in range(5000))), "u7: .*rule"),
    ("daily, often", calendar(*(series(f"u{i}", "FREQ=DAILY" + NEVER)
                                for i in range(2000))), "u7: .*rule"),
    ("yearly in the long run",
     calendar(*(series(f"u{i}", "FREQ=YEARLY;INTERVAL=1000;BYMONTH=2;"
                       "BYMONTHDAY=29;BYDAY=MO", "20240229T090000Z")
                for i in range(2000))), None),
    ("daily since long ago",
     calendar(*(series(f"u{i}", "FREQ=DAILY;COUNT=5000;BYHOUR=9,10,11,12",
                       "19000101T090000Z") for i in range(500))), None),
    ("hardly ever again",
     calendar(*(series(f"u{i}", "FREQ=DAILY;BYMONTH=2,3;BYMONTHDAY=29;"
                       "BYDAY=SU,MO", "20260329T090000Z")
                for i in range(30_000))), "take longer to follow.*event 'u[0-9]+'"),
    ("zone, secondly", in_zone("FREQ=SECONDLY"), "'Bomb'"),
    ("zone, minutely", in_zone("FREQ=MINUTELY" + NEVER), "'Bomb'"),
    ("zone, hourly", in_zone("FREQ=HOURLY" + NEVER), "'Bomb'"),
    ("zone, daily", in_zone("FREQ=DAILY" + NEVER), "'Bomb'"),
    ("zone, monthly", in_zone("FREQ=MONTHLY;BYDAY=1TH;BYSETPOS=2"), "'Bomb'"),
    ("zone, full lists", in_zone(FULL), "'Bomb'"),
    ("zones, many", calendar(
        *(zone("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU").replace("Bomb", f"B{i}")
          for i in range(3000)),
        *(event(f"u{i}", f"DTSTART;TZID=B{i}:20260105T090000", "SUMMARY:x")
          for i in range(3000))), "more time zones than the limit"),
    ("one line of 10 MB", calendar(event(
        "u", *PLAIN, "DESCRIPTION:" + "x" * 10_000_000)), "1 lines.*too long"),
    ("one line of 10 MB, folded", calendar(event(
        "u", *PLAIN, "DESCRIPTION:" + "\r\n ".join(["x" * 70] * 140_000))),
     "1 lines.*too long"),
    ("a million labels", calendar(event(
        "u", *PLAIN, "CATEGORIES:" + ",".join(["a"] * 500_000))), None),
    ("a million labels in lines", calendar(event(
        "u", *PLAIN, *(["CATEGORIES:" + ",".join(["b"] * 1000)] * 1000))),
     None),
    ("a million lines", calendar(event("u", *PLAIN, *(["X-A:1"] * 1_000_000))),
     "u: .*more lines"),
    ("a million escapes", calendar(event(
        "u", *PLAIN, *(["X-A:" + "\\n" * 100] * 19_000),
        *(["ATTENDEE;CN=\"a^nb\":mailto:a@b.example"] * 500))), None),
    ("nested", calendar("BEGIN:VEVENT\r\nUID:u\r\n" +
                        "BEGIN:X\r\n" * 200_000 + "END:X\r\n" * 200_000 +
                        "END:VEVENT\r\n"), "u: it has no start"),
    ("nested without end", calendar("BEGIN:VEVENT\r\nUID:u\r\n" +
                                    "BEGIN:X\r\n" * 200_000 +
                                    "END:VEVENT\r\n"), "u: it has no start"),
    ("nested calendars", "BEGIN:VCALENDAR\r\n" * 200_000, "half a calendar"),
    ("NUL bytes", calendar(event("u", "DTSTART:2026\0" "0105T090000Z",
                                 "SUMMARY:a\0b\0", "DESCRIPTION:\0" * 1000)),
     None),
    ("nothing but NUL", calendar("\0" * 5_000_000), None),
    ("a path as zone", calendar(event(
        "u", "DTSTART;TZID=../../x:20260105T090000", "SUMMARY:x")),
     r"zone '\.\./\.\./x' is unknown"),
    ("a root path as zone", calendar(event(
        "u", "DTSTART;TZID=/etc/passwd:20260105T090000", "SUMMARY:x")),
     "zone '/etc/passwd' is unknown"),
    ("a device as zone", calendar(event(
        "u", "DTSTART;TZID=/../../../../dev/zero:20260105T090000",
        "SUMMARY:x")), "is unknown"),
    ("a huge interval", calendar(series("u", "FREQ=DAILY;INTERVAL=65537")),
     "u: .*rule"),
    ("a huge count", calendar(series("u", "FREQ=DAILY;COUNT=2147483649")),
     "u: .*rule"),
    ("a huge duration", calendar(event(
        "u", *PLAIN, "DURATION:P99999999999W")), "u: its end cannot be read"),
    ("a long visit", calendar(event(
        "u", *PLAIN, "DTEND:99991231T235959Z")), None),
    ("a huge sequence", calendar(event(
        "u", *PLAIN, "SEQUENCE:99999999999999999999999")), None),
    ("a break in a name", calendar(event(
        "u", *PLAIN, "ATTENDEE;CN=\"Ada^nBcc: all@example.org\":"
        "mailto:ada@example.org")), None),
    ("a break in a title", calendar(event(
        "u", "DTSTART:20260105T090000Z", "SUMMARY:a\\nBcc: x\x1b[2J")), None),
    ("many dates", calendar(event(
        "u", "DTSTART:20260105T090000Z", "SUMMARY:x",
        *(["RDATE:" + ",".join(f"2026{m:02}{d:02}T{h:02}0000Z"
                               for m in range(1, 13) for d in range(1, 29)
                               for h in range(24))] * 12))), "u: .*more"),
    ("many exceptions", calendar(event(
        "u", "DTSTART:20260105T090000Z", "RRULE:FREQ=DAILY", "SUMMARY:x",
        *(["EXDATE:" + ",".join(["20260106T090000Z"] * 5000)] * 50))),
     "u: .*more"),
    ("many parameters", calendar(event(
        "u", "DTSTART" + ";X=Y" * 100_000 + ":20260105T090000Z",
        "SUMMARY:x")), None),
    ("open quotes", calendar(event(
        "u", *PLAIN, *(["X-A;B=\"" + ":" * 5000] * 2000))), None),
    ("one UID for all", calendar(*(event(
        "u", f"DTSTART:2026{1 + i % 12:02}{1 + i % 28:02}T{i % 24:02}"
        f"{i % 60:02}00Z", f"SUMMARY:visit {i}") for i in range(190_000))),
     "u: .*share its UID"),
    ("one UID, moved often", calendar(
        series("u", "FREQ=DAILY"), *(event(
            "u", f"RECURRENCE-ID:2026{1 + i % 12:02}{1 + i % 28:02}T090000Z",
            f"DTSTART:2026{1 + i % 12:02}{1 + i % 28:02}T{i % 24:02}0000Z",
            f"SUMMARY:visit {i}") for i in range(50_000))), None),
    ("many ranges", calendar(
        series("u", "FREQ=DAILY"), *(event(
            "u", "RECURRENCE-ID;RANGE=THISANDFUTURE:"
            f"2026{1 + i % 12:02}{1 + i % 28:02}T090000Z",
            f"DTSTART:2026{1 + i % 12:02}{1 + i % 28:02}T{i % 24:02}0000Z",
            "SUMMARY:x") for i in range(5_000))), None),
    ("a calendar for each", calendar(event("u", *PLAIN)) * 100_000, None),
    ("empty calendars", calendar() * 190_000, None),
    ("only carriage returns", calendar(*(event(
        f"u{i}", *PLAIN) for i in range(20_000))).replace("\r\n", "\r"), None),
    ("empty lines", calendar("\r\n" * 5_000_000), None),
    ("folds without end", calendar("X:1" + "\r\n " * 5_000_000 + "\r\n"),
     None),
    ("visits without end", calendar(*(series(
        f"u{i}", f"FREQ=DAILY;BYHOUR={numbers(0, 23)};BYMINUTE=0,15,30,45")
        for i in range(1000))), "limit.*event 'u[0-9]+'"),
]


def measured(office, path):
    """Reads a calendar; what it said, the processor time it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = office.result("expand", path, *WINDOW, "--json")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return result, (after.ru_utime - before.ru_utime +
                    after.ru_stime - before.ru_stime)


def peak_bytes():
    """Of the largest process so far."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def check_read(name, result, cpu_s):
    check(result.returncode in (0, 1),
          f"{name}: status {result.returncode}: {result.err[-300:]}")
    check(cpu_s < CPU_S * FACTOR, f"{name}: {cpu_s:.2f} s of processor time")
    check("ended by" not in result.err and "took more" not in result.err,
          f"{name}: {result.err.strip()}")


def sentences(result):
    """What is told to a person, "UID: reason"."""
    told = json.loads(result.out) if result.out.startswith("{") else {}
    return [f"{note.get('uid') or ''}: {note['reason']}"
            for kind in ("skipped", "warnings")
            for note in told.get(kind, [])] + [result.err]


def read_attacks(office):
    for name, document, wanted in ATTACKS:
        path = office.write("attack.ics", document)
        result, cpu_s = measured(office, path)
        if "-v" in sys.argv:
            print(f"{name}: {cpu_s:.2f} s, {peak_bytes() >> 20} MiB, status "
                  f"{result.returncode}, {sentences(result)[:2]}", flush=True)
        check_read(name, result, cpu_s)
        if wanted is not None:
            check(any(re.search(wanted, line) for line in sentences(result)),
                  f"{name}: nothing like '{wanted}' in "
                  f"{sentences(result)[:3]}")
        check(not re.search("[\x00-\x08\x0b-\x1f]", result.out),
              f"{name}: control characters come through")


def read_fifo(office):
    """A zone that is a FIFO below the zone data would hang whoever opens it."""
    path = office.write("fifo.ics", calendar(event(
        "u", f"DTSTART;TZID=../../../..{office.folder}/fifo:20260105T090000",
        "SUMMARY:x")))
    os.mkfifo(os.path.join(office.folder, "fifo"))
    result, cpu_s = measured(office, path)
    check_read("a FIFO as zone", result, cpu_s)
    check("is unknown" in result.out, "a FIFO as zone: nothing is said")


def read_corpus(office):
    paths = sorted(glob.glob(os.path.join(SHARED, "ics", "feeds", "*.ics")))
    if not paths and os.environ.get("KEPT_REQUIRE_SHARED") == "1":
        check(False, "the corpus is not there")
    for path in paths:
        result, cpu_s = measured(office, path)
        check_read(os.path.basename(path), result, cpu_s)
    print(f"{len(paths)} calendars of the corpus")


def main():
    with Office(init=False) as office:
        read_attacks(office)
        read_fifo(office)
        read_corpus(office)
        if not SANITIZED:
            check(peak_bytes() < MEMORY_BYTES,
                  f"{peak_bytes() >> 20} MiB of memory")
    done()


main()
