#!/usr/bin/python3
"""What one feed may cost: the usual, and what its entry says instead."""
import re

from harness import Office, check, done

AT = ("--at", "2026-11-24T08:00:00Z")

OFFICE = """office: {{name: Cabinet des Lilas, zone: Europe/Paris}}
feeds:
  - name: clinic
    source: clinic.ics
{}"""


def event(number, more=""):
    return (f"BEGIN:VEVENT\r\nUID:{number}@limits.test\r\n"
            f"DTSTAMP:20261101T080000Z\r\n"
            f"DTSTART:202612{1 + number % 20:02}T{8 + number % 9:02}0000Z\r\n"
            f"DURATION:PT30M\r\nSUMMARY:Cleaning - Ada Martin {number}\r\n"
            f"{more}END:VEVENT\r\n")


def calendar(events):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//limits//EN\r\n" +
            "".join(events) + "END:VCALENDAR\r\n")


MANY = calendar(event(n) for n in range(300))
WIDE = calendar(event(n, f"DESCRIPTION:{'x' * 3000}\r\n") for n in range(40))
LONG = calendar([event(1, "RRULE:FREQ=DAILY\r\n")])
BUSY = calendar(event(n, "RRULE:FREQ=DAILY;COUNT=50\r\n") for n in range(20))

# The calendar, the limits, how many appointments come of it and what is said.
TABLE = [
    ("three hundred events", MANY, "", 300, ""),
    ("and 299 of them allowed", MANY, "limits: {events: 299}", 0, "events"),
    ("and all of them allowed", MANY, "limits: {events: 300}", 300, ""),
    ("120 KiB", WIDE, "", 40, ""),
    ("and 64 allowed", WIDE, "limits: {size: 64K}", 0, "more than"),
    ("and 256 allowed", WIDE, "limits: {size: 256K}", 40, ""),
    ("a visit every day", LONG, "", 393, ""),
    ("and ten of them allowed", LONG, "limits: {series: 10}", 10, "visits"),
    ("a thousand visits", BUSY, "", 1000, ""),
    ("and 999 of them allowed", BUSY, "limits: {visits: 999}", None, "visits"),
    ("and all of them allowed", BUSY, "limits: {visits: 1000}", 1000, ""),
    ("little memory, and time", MANY,
     "limits: {memory: 128M, cpu: 1s, redirects: 1}", 300, ""),
]


def check_one(what, document, limits, count, words):
    with Office(name="Cabinet des Lilas", zone="Europe/Paris",
                country="FR", currency="EUR") as office:
        office.write("clinic.ics", document)
        office.run("office", "import", office.write(
            "office.yaml", OFFICE.format(limits and f"    {limits}\n")))
        result = office.result(*AT, "import", "clinic")
        got = office.rows("SELECT count(*) FROM appointment")[0][0]
        said = result.out + result.err
        check(count is None or got == count, f"{what}: {got} visits: {said}")
        check(re.search(words, said), f"{what}: says {words}: {said}")
        check(words or not result.err, f"{what}: says nothing: {result.err}")


for row in TABLE:
    check_one(*row)
done()
