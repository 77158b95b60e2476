#!/usr/bin/python3
"""Tables of other programs, by the command line.

Each is recognised by its columns and says so; a map can be named; importing
anything twice, or in another order of rows, changes nothing; and nothing of
a stranger's acts on the screen.
"""
import json
import os
import random
import re
import sqlite3

from harness import SOURCE, Office, check, done

TABLES = os.path.join(SOURCE, "tests", "fixtures", "tables")
AT = "2026-05-01T08:00:00Z"

# What a look leaves behind: when, and how often.
LOOKS = {"feed": {"good_s", "next_s", "changed_s", "same_s", "same_count"}}

LINES_APART = ("open-dental", "doctolib", "generic-de")  # breaks in quotes


def tables():
    for name in sorted(os.listdir(TABLES)):
        if name.endswith(".expected.json"):
            with open(os.path.join(TABLES, name), encoding="utf-8") as file:
                yield name[:-len(".expected.json")], json.load(file)


def dump(office, ids):
    """All rows but the times of looks; without ids as a set."""
    with sqlite3.connect(f"file:{office.db}?mode=ro", uri=True) as db:
        names = [row[0] for row in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name "
            "NOT LIKE 'sqlite_%' ORDER BY name")]
        out = {}
        for name in names:
            cursor = db.execute(f"SELECT * FROM \"{name}\"")
            columns = [c[0] for c in cursor.description]
            keep = [i for i, c in enumerate(columns)
                    if c not in LOOKS.get(name, ())]
            out[name] = sorted(repr([row[i] for i in keep])
                               for row in cursor)
        db.rollback()
    return out if ids else visits(office)


def visits(office):
    return sorted(office.rows(
        "SELECT a.start_s, a.end_s, a.state, a.service, a.provider, "
        "       a.price_minor, a.notes, a.said_s, c.name, c.phone, c.mail "
        "  FROM appointment a LEFT JOIN customer c ON c.id = a.customer"),
        key=repr)


def office_of(expected):
    about = expected["office"]
    return Office(name="Tables", zone=about["zone"], country=about["country"],
                  currency=about["currency"], language="en")


def shuffled(path, seed):
    """The same rows in another order; the header and what is above stay."""
    with open(path, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    start = 1 + max(i for i, line in enumerate(lines[:8])
                    if i == 0 or line.count(b",") + line.count(b";") +
                    line.count(b"\t") + line.count(b"|") >= 3 and
                    not re.search(rb"20\d\d|46146", line))
    rows = [line if line.endswith(b"\n") else line + b"\n"
            for line in lines[start:]]
    random.Random(seed).shuffle(rows)
    return b"".join(lines[:start] + rows)


def read_each():
    for name, expected in tables():
        path = os.path.join(TABLES, name + ".csv")
        rejected = len(expected["rejected"])
        status = (3 if rejected else 0,)
        with office_of(expected) as office:
            first = office.json("--at", AT, "import", path, "--feed", "t",
                                status=status)
            check(first.get("map") == expected["map"],
                  f"{name}: read with map {first.get('map')}")
            check(first.get("new") == len(expected["rows"]),
                  f"{name}: {first.get('new')} new")
            before = dump(office, True)
            again = office.json("--at", AT, "import", path, "--feed", "t",
                                status=status)
            check(not again.get("changed") and not again.get("moved"),
                  f"{name}: twice is not once: {again}")
            after = dump(office, True)
            for table, rows in before.items():
                check(rows == after[table], f"{name}: twice changes {table}")
            if name in LINES_APART or name == "jane":
                continue
            with office_of(expected) as other:
                other.run("--at", AT, "import", "-", "--feed", "t",
                          status=status, input=shuffled(path, 7))
                check(dump(other, False) == dump(office, False),
                      f"{name}: the order of rows matters")


def choose_a_map():
    with Office(name="O", zone="America/New_York", country="CA",
                currency="CAD", language="en") as office:
        path = os.path.join(TABLES, "square.csv")
        told = office.result("--at", AT, "import", path, "--preview")
        check("read as an export of Square (--map square)" in told.err,
              f"says how it was read: {told.err}")
        told = office.result("import", path, "--map", "squire")
        check(told.returncode == 1 and "square" in told.err,
              f"an unknown map: {told.err}")
        office.write("mine.yaml", "like: square\ndate_order: dmy\n"
                     "columns: {service: What}\n")
        office.write("mine.csv", "Booking ID,Start time,What,Status\n"
                     "1,04/05/2026 09:00,Cut,ACCEPTED\n")
        told = office.json("--at", AT, "import", "mine.csv", "--map",
                           "mine.yaml", "--preview")
        check([(a["start_utc"], a["service"]) for a in told["appointments"]]
              == [("2026-05-04T13:00:00Z", "Cut")], f"a map of mine: {told}")
        told = office.result("--at", AT, "import", "mine.csv", "--map",
                             "square")
        check(told.returncode == 1 and "date_order: dmy" in told.err,
              f"an order that nothing tells: {told.err}")


def feed_of_the_office():
    with Office(name="O", zone="America/New_York", country="US",
                currency="USD", language="en") as office:
        path = os.path.join(office.folder, "t.csv")
        office.write("office.yaml", "feeds:\n  - {name: till, source: \"" +
                     path + "\", map: generic}\n")
        office.run("office", "import", "office.yaml")
        check("map: generic" in office.run("office", "export"), "exported")
        office.write("t.csv", "Booking ID,Team member,Status,Start time\n"
                     "1,Robin,No show,2026-05-04 09:00\n")
        told = office.json("--at", AT, "import", "till")
        check(told["new"] == 1 and not told["rejected"], f"a feed: {told}")
        told = office.result("--at", AT, "import", "till", "--map", "square")
        check("unknown status 'No show'" not in told.err,
              f"the words of Square: {told.err}")
        office.write("office.yaml", "feeds:\n  - {name: till, source: \"" +
                     path + "\", map: nowhere.yaml}\n")
        office.run("office", "import", "office.yaml")
        told = office.result("--at", AT, "import", "till")
        check(told.returncode == 1 and "map 'nowhere.yaml'" in told.err,
              f"a map that is not there: {told.err}")


def contacts():
    with Office(name="O", zone="Europe/Paris", country="FR", currency="EUR",
                language="fr") as office:
        office.write("c.vcf", "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u-1\r\n"
                     "FN:Ada Martin\r\nTEL;TYPE=HOME:01 99 00 12 34\r\n"
                     "TEL;TYPE=CELL:06 39 98 00 01\r\nEND:VCARD\r\n"
                     "BEGIN:VCARD\r\nVERSION:3.0\r\nTEL:1\r\nEND:VCARD\r\n")
        told = office.json("--at", AT, "import", "c.vcf", status=(3,))
        check(told["new"] == 1 and [r["line"] for r in told["rejected"]] == [8],
              f"cards: {told}")
        check(office.rows("SELECT external, name, phone FROM customer") ==
              [("u-1", "Ada Martin", "+33639980001")],
              f"{office.rows('SELECT * FROM customer')}")
        before = dump(office, True)
        office.json("--at", AT, "import", "c.vcf", status=(3,))
        after = dump(office, True)
        check(before == after, "cards twice are not once")


def nothing_acts():
    with Office(name="O", zone="Europe/Paris", country="FR", currency="EUR",
                language="fr") as office:
        told = office.result("import", "\x1b[2J\u202eno.csv")
        check("\x1b" not in told.err and "\u202e" not in told.err and
              "\ufffd[2J\ufffdno.csv" in told.err, f"a name acts: {told.err!r}")
        office.write("e.csv", "start,name,status\n"
                     "2026-05-04 09:00,\x1b]0;pwn\x07Ad\u202ea,booked\n"
                     "2026-05-04 10:00,Bo,\x1b[31mred\n")
        told = office.result("--at", AT, "import", "e.csv")
        check("\x1b" not in told.err, f"a status acts: {told.err!r}")
        office.change("UPDATE appointment SET title = char(27) || '[2J', "
                      "service = char(8238) || 'x', notes = char(155)")
        office.change("UPDATE customer SET name = char(27) || '[2J'")
        for words in (("day", "2026-05-04"), ("why", "1")):
            out = office.run("--at", AT, *words)
            check("\x1b" not in out and "\u202e" not in out and
                  "\x9b" not in out, f"{words} acts: {out!r}")
        told = office.json("--at", AT, "day", "2026-05-04")
        check(told["appointments"][0]["customer"] == "\x1b[2J",
              f"JSON is exact: {told}")


read_each()
choose_a_map()
feed_of_the_office()
contacts()
nothing_acts()
done()
