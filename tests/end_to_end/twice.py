#!/usr/bin/python3
"""Importing anything twice changes nothing, and the order of events neither.

Over the whole corpus of calendars beside the checkout: all rows of the
database but the times of the looks themselves; then the same events in
another order in an office of their own.
"""
import os
import random
import re
import sqlite3

from harness import SHARED, Office, check, done, skip

FEEDS = os.path.join(SHARED, "ics", "feeds")
AT = ("--at", "2026-05-10T08:00:00Z")
OFFICE = {"name": "Twice", "zone": "Europe/Berlin", "country": "DE",
          "currency": "EUR", "language": "de"}

# When a feed was looked at, and is to be.
LOOKS = {"feed": {"checked_s", "good_s", "next_s"}}

EVENT = re.compile(rb"BEGIN:VEVENT\r?\n.*?END:VEVENT\r?\n", re.S)


def dump(office):
    with sqlite3.connect(f"file:{office.db}?mode=ro", uri=True) as db:
        out = {}
        for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND "
                "name NOT LIKE 'sqlite_%'").fetchall():
            cursor = db.execute(f'SELECT * FROM "{name}"')
            columns = [c[0] for c in cursor.description]
            keep = [i for i, c in enumerate(columns)
                    if c not in LOOKS.get(name, ())]
            out[name] = sorted(repr([row[i] for i in keep]) for row in cursor)
    return out


def visits(office):
    """What became of each event, however it is numbered."""
    rows = office.rows(
        "SELECT o.feed, o.uid, b.recurrence, a.start_s, a.end_s, a.zone, "
        "       a.state, a.service, a.provider, a.title, a.notes, c.name, "
        "       c.phone, c.mail "
        "  FROM source_object o JOIN booking b ON b.object = o.id "
        "  JOIN appointment a ON a.id = b.appointment "
        "  LEFT JOIN customer c ON c.id = a.customer")
    out = {}
    for row in rows:
        out.setdefault(row[0], []).append(repr(row[1:]))
    return {feed: sorted(lines) for feed, lines in out.items()}


def shuffled(text, seed):
    """The events in another order; None where that says nothing."""
    events = EVENT.findall(text)
    if len(events) < 2 or len(events) != text.count(b"BEGIN:VEVENT") or \
            text.count(b"BEGIN:VCALENDAR") != 1:
        return None
    order = list(events)
    random.Random(seed).shuffle(order)
    rest = iter(order)
    return EVENT.sub(lambda _: next(rest), text)


def import_all(office, documents):
    for name, text in documents:
        office.result(*AT, "import", "-", "--feed", name, input=text)


if not os.path.isdir(FEEDS):
    skip("there is no ../shared/ics/feeds")
calendars = []
for file_name in sorted(os.listdir(FEEDS)):
    if file_name.endswith(".ics"):
        with open(os.path.join(FEEDS, file_name), "rb") as file:
            calendars.append((file_name, file.read()))
check(len(calendars) > 150, f"{len(calendars)} calendars")

with Office(**OFFICE) as one:
    import_all(one, calendars)
    first = dump(one)
    check(len(first["booking"]) > 1000, f"{len(first['booking'])} bookings")
    import_all(one, calendars)
    second = dump(one)
    for table, lines in first.items():
        other = second[table]
        check(lines == other, f"twice changes {table}: "
              f"{sorted(set(lines) ^ set(other))[:4]}")
    mixed = [(name, shuffled(text, 3)) for name, text in calendars]
    mixed = [(name, text) for name, text in mixed if text is not None]
    check(len(mixed) > 40, f"{len(mixed)} calendars in another order")
    with Office(**OFFICE) as two:
        import_all(two, mixed)
        ours, theirs = visits(one), visits(two)
        for name, _ in mixed:
            check(ours.get(name) == theirs.get(name),
                  f"{name}: the order matters: "
                  f"{sorted(set(ours.get(name, [])) ^ set(theirs.get(name, [])))[:2]}")
done()
