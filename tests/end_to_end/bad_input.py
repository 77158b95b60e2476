#!/usr/bin/python3
"""What each command says to bad input: a table.

The exit status is that of the plans; the last line of standard error says
what, which, and what to do; standard output is empty and the database as it
was.
"""
import hashlib
import os
import re
import sqlite3

from harness import Office, check, done, free_port
from rigs import Authority
from servers import Calendars, MailServer, SmsGateway

FAILED, USAGE, NEEDS_PERSON = 1, 2, 3

HALF = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//kept//tests//EN
BEGIN:VEVENT
UID:half@test.example
DTSTAMP:20261001T080000Z
DTSTART:20261126T090000Z
DTEND:20261126T093000Z
SUMMARY:Camille Lilas
"""

PAGE = "<!DOCTYPE html><html><body>Please sign in</body></html>\n"

OFFICE = """office:
  name: Cabinet des Lilas
  zone: Europe/Paris
{}
"""

# What is wrong, the words after "kept", the status, and what is said of it.
# "{}" is the office's folder.
TABLE = [
    ("no such calendar", "import absent.ics", FAILED,
     "'absent.ics'.*no such file; check the path"),
    ("no such office file", "office import absent.yaml", FAILED,
     "'absent.yaml'.*no such file"),
    ("no such file to expand", "expand absent.ics --from 2026-11-01 --to "
     "2026-12-01", FAILED, "'absent.ics'.*no such file"),
    ("no such backup", "restore absent.db", FAILED,
     "backup 'absent.db': .*check the path"),
    ("no such database", "--db absent/kept.db day", FAILED,
     "'absent/kept.db'.*kept init"),
    ("no such configuration", "--config absent.yaml send", FAILED,
     "'absent.yaml'.*check the path"),
    ("no such mapping", "import good.csv --map absent.yaml", FAILED,
     "'absent.yaml'.*no such file"),
    ("no such appointment", "why 4711", FAILED, "4711"),
    ("no such appointment to mark", "mark 4711 attended", FAILED, "4711"),
    ("a folder as calendar", "import .", FAILED,
     "'.'.*not a file; check"),
    ("text as calendar", "import text.ics", FAILED,
     "'text.ics'.*(calendar|VCALENDAR)"),
    ("a page as calendar", "import page.ics", FAILED,
     "'page.ics'.*(HTML|web page|sign|login|calendar)"),
    ("nothing as calendar", "import empty.ics", FAILED, "'empty.ics'.*empty"),
    ("half a calendar", "import half.ics", FAILED,
     "'half.ics'.*(cut|END:VCALENDAR|incomplete|half|middle)"),
    ("text to expand", "expand text.ics --from 2026-11-01 --to 2026-12-01",
     FAILED, "'text.ics'.*(calendar|VCALENDAR)"),
    ("half a calendar to expand", "expand half.ics --from 2026-11-01 --to "
     "2026-12-01", FAILED, "'half.ics'"),
    ("no table", "import text.csv", FAILED, "'text.csv'.*start"),
    ("binary as table", "import binary.csv", FAILED, "'binary.csv'"),
    ("an unknown key", "office import unknown-key.yaml", USAGE,
     r"unknown-key.yaml:4:\d+: .*'?colour'?"),
    ("an unknown section", "office import unknown-section.yaml", USAGE,
     r"unknown-section.yaml:4:\d+: .*'?toys'?"),
    ("an unknown zone", "office import unknown-zone.yaml", USAGE,
     r"unknown-zone.yaml:3:\d+: .*Europe/Atlantis"),
    ("a bad date", "office import bad-date.yaml", USAGE,
     r"bad-date.yaml:4:\d+: .*2026-02-30"),
    ("a text nobody can fill in", "office import bad-text.yaml", USAGE,
     r"bad-text.yaml.*start\.moment"),
    ("no YAML", "office import text.ics", USAGE, "text.ics:1"),
    ("an unknown zone to init", "--db new/kept.db init --zone Europe/Atlantis",
     USAGE, "Europe/Atlantis"),
    ("an unknown zone to expand", "expand good.ics --from 2026-11-01 --to "
     "2026-12-01 --zone Europe/Atlantis", USAGE, "Europe/Atlantis"),
    ("init where there is one", "init --name Other", FAILED,
     "exists already.*office import"),
    ("a bad date to list", "day 2026-02-30", USAGE, "2026-02-30"),
    ("a bad date to expand", "expand good.ics --from 2026-13-01 --to "
     "2026-12-01", USAGE, "--from.*2026-13-01"),
    ("dates the wrong way round", "expand good.ics --from 2026-12-01 --to "
     "2026-11-01", USAGE, "--from.*before.*--to"),
    ("a bad date to plan", "plan --from yesteryear", USAGE,
     "--from.*yesteryear"),
    ("a bad number of days", "plan --days many", USAGE, "--days.*many"),
    ("a bad month", "report loss --month 2026-13", USAGE, "2026-13"),
    ("a bad format", "report loss --format stone", USAGE, "stone"),
    ("a bad instant", "--at noon day", USAGE, "--at.*noon"),
    ("a bad speed", "serve --speed fast", USAGE, "--speed.*fast"),
    ("a bad result", "mark 1 vanished", USAGE, "vanished.*attended"),
    ("a bad number", "mark one attended", USAGE, "one"),
    ("a bad address", "live --to nobody", USAGE, "nobody"),
    ("no command", "", USAGE, "kept --help"),
    ("an unknown command", "frobnicate", USAGE, "frobnicate.*kept --help"),
    ("an unknown option", "day --colour red", USAGE, "--colour"),
    ("an option without its value", "plan --days", USAGE, "days"),
    ("a word too many", "day 2026-11-24 2026-11-25", USAGE, "2026-11-25"),
    ("a word too few", "mark 1", USAGE, "kept mark APPOINTMENT RESULT"),
    ("no source", "import", USAGE, "kept import SOURCE"),
    ("an unknown report", "report weather", USAGE, "report loss"),
    ("an unknown shell", "completion fish", USAGE, "fish.*bash"),
    ("a server that is not there", "import http://127.0.0.1:{closed}/a.ics",
     FAILED, r"127\.0\.0\.1:\d+"),
    ("an address that is not there", "import {calendars}/absent.ics", FAILED,
     "404.*link still right"),
    ("a page at the address", "import {calendars}/page", FAILED,
     r"127\.0\.0\.1:\d+.*(HTML|web page|sign|login|calendar)"),
    ("a secret for all to read", "--config open-secret.yaml send", USAGE,
     r"open-secret.yaml:\d+:\d+: .*open.secret.*chmod 600"),
    ("no secret at all", "--config no-secret.yaml send", USAGE,
     r"no-secret.yaml:\d+:\d+: .*absent.secret.*chmod 600"),
    ("an unknown key of kept.yaml", "--config bad-key.yaml send", USAGE,
     r"bad-key.yaml:1:\d+: .*listne"),
    ("an unknown gateway", "--config bad-gateway.yaml send", USAGE,
     r"bad-gateway.yaml:1:\d+: .*pigeon.*kept gateway list"),
    ("not a database", "--db text.ics day", FAILED, "'text.ics'.*database"),
    ("not a database to write", "--db text.ics import good.csv", FAILED,
     "'text.ics'.*database"),
    ("a folder as database", "--db . day", FAILED, "'.'.*is a folder"),
    ("a folder as database to write", "--db . import good.csv", FAILED,
     "'.'.*is a folder"),
    ("a database under a file", "--db good.csv/kept.db init", FAILED,
     "good.csv"),
    ("a database nobody may write", "--db /proc/kept.db init", FAILED,
     "/proc"),
    ("a backup nobody may write", "backup /proc/kept.db", FAILED,
     "/proc/kept.db.*you may write"),
    ("a report nobody may write", "report loss -o /proc/loss", FAILED,
     "/proc/loss.*you may write"),
    ("a newer database", "--db newer.db day", FAILED,
     "newer.db.*version.*use a newer kept"),
    ("a newer database to write", "--db newer.db import good.csv", FAILED,
     "newer.db.*version.*use a newer kept"),
    ("not a backup", "restore text.ics", FAILED, "text.ics"),
]


def files(office):
    office.write("text.ics", "Dear office, we come on Tuesday at nine.\n")
    office.write("page.ics", PAGE)
    office.write("empty.ics", "")
    office.write("half.ics", HALF.replace("\n", "\r\n"))
    office.write("good.ics", (HALF + "END:VEVENT\nEND:VCALENDAR\n").replace(
        "\n", "\r\n"))
    office.write("good.csv", "id,start,name\nv1,2026-11-26T09:00,Lilas\n")
    office.write("text.csv", "Dear office, we come on Tuesday.\n")
    with open(os.path.join(office.folder, "binary.csv"), "wb") as file:
        file.write(bytes(range(256)) * 8)
    office.write("unknown-key.yaml", OFFICE.format("  colour: red"))
    office.write("unknown-section.yaml", OFFICE.format("toys: [ball]"))
    office.write("unknown-zone.yaml",
                 OFFICE.format("").replace("Paris", "Atlantis"))
    office.write("bad-date.yaml", OFFICE.format("closed: [2026-02-30]"))
    office.write("bad-text.yaml", OFFICE.format(
        "texts:\n  - {language: fr, channel: sms,\n"
        "     body: 'RDV {{start.moment}}'}"))
    office.write("open.secret", "secret\n", 0o644)
    mail = ('mail: {{gateway: smtp, url: "smtp://127.0.0.1:25", user: rdv, '
            'secret_file: {}, from: rdv@example.org}}\n')
    office.write("open-secret.yaml", mail.format("open.secret"))
    office.write("no-secret.yaml", mail.format("absent.secret"))
    office.write("bad-key.yaml", "listne: 127.0.0.1:8080\n")
    office.write("bad-gateway.yaml", "sms: {gateway: pigeon}\n")


def make_newer(office):
    """A database of a program that does not exist yet."""
    office.run("backup", "newer.db")
    path = os.path.join(office.folder, "newer.db")
    with sqlite3.connect(path) as db:
        known = db.execute("SELECT max(version) FROM migration").fetchone()[0]
        db.execute("INSERT INTO migration VALUES (?, '9999_later.sql', 0)",
                   (known + 1,))
    db.close()


def state(office):
    """All that the office's folder holds of databases, as one word."""
    dump = hashlib.sha256()
    for path in (office.db, os.path.join(office.folder, "newer.db")):
        db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        for line in db.iterdump():
            dump.update(line.encode())
        db.close()
    with open(os.path.join(office.folder, "text.ics"), "rb") as file:
        dump.update(file.read())
    for name in ("new", "absent"):
        dump.update(str(os.path.exists(
            os.path.join(office.folder, name))).encode())
    return dump.hexdigest()


def check_answer(what, result, status, said):
    """One clear line, the right status, and nothing else."""
    lines = result.err.splitlines()
    last = lines[-1] if lines else ""
    check(result.returncode == status,
          f"{what}: status {result.returncode}, not {status}: {last}")
    check(re.search(said, last), f"{what}: /{said}/ is in: {result.err!r}")
    check(last.startswith("kept"), f"{what}: the program's name: {last!r}")
    check(len(lines) == 1, f"{what}: one line: {result.err!r}")
    check(result.out == "", f"{what}: nothing on standard output: "
          f"{result.out!r}")


def check_table(office, calendars):
    """Every row, as a person types it and for a program that reads JSON."""
    before = state(office)
    for what, words, status, said in TABLE:
        words = words.format(office.folder, closed=free_port(),
                             calendars=calendars.url("")).split()
        result = office.result(*words)
        check_answer(what, result, status, said)
        if state(office) != before:
            check(False, f"{what}: the database has changed")
            before = state(office)


def check_second_daemon(office):
    """One daemon a database; no other time than its own meanwhile."""
    office.serve()
    check_answer("a second daemon", office.result("serve"), FAILED,
                 "(in use|another kept|runs already)")
    check_answer("--at beside a daemon",
                 office.result("import", "good.csv", "--at",
                               "2026-11-24T09:00:00Z"), USAGE,
                 "--at.*kept serve.*(stop|copy)")
    check_answer("restore beside a daemon",
                 office.result("restore", "newer.db"), FAILED,
                 "in use; stop 'kept serve'")
    check(office.stop() == 0, "the daemon stops")


def one_due(name, contact):
    """An office with one message that is due."""
    office = Office(name=name, zone="Europe/Paris")
    office.write("visits.csv", "id,start,name,phone,email\n"
                 f"v1,2026-11-26T10:00,Lilas,{contact}\n")
    office.run("import", "visits.csv", "--at", "2026-11-20T10:00:00+01:00")
    office.run("live", "on", "--at", "2026-11-20T10:00:00+01:00")
    office.write("mail.secret", "secret", 0o600)
    office.write("sms.secret", "token", 0o600)
    return office


def check_stopped(office, what, said):
    """The gateway stops with an alarm; the message waits, uncounted."""
    result = office.result("send", "--json", "--at",
                           "2026-11-25T12:00:00+01:00")
    check(result.returncode == NEEDS_PERSON,
          f"{what}: status {result.returncode}: {result.err}")
    last = result.err.splitlines()[-1]
    check("gateway stopped" in last and "kept doctor" in last,
          f"{what}: the last line says so: {result.err}")
    check("gateway.stopped" in result.err, f"{what}: alarm: {result.err}")
    rows = office.rows("SELECT state, attempts FROM message")
    check(rows and all(row == ("planned", 0) for row in rows),
          f"{what}: the message waits: {rows}")
    reason = office.rows("SELECT reason FROM gateway"
                         " WHERE stopped_s IS NOT NULL")
    check(len(reason) == 1 and re.search(said, reason[0][0]),
          f"{what}: the reason is kept: {reason}")
    doctor = office.result("doctor")
    check(doctor.returncode == NEEDS_PERSON and re.search(said, doctor.out)
          and "is stopped" in doctor.out, f"{what}: doctor: {doctor.out}")
    check("secret" not in re.sub("secret_file|'.*secret'", "", result.err),
          f"{what}: no secret is told: {result.err}")


def check_mended(office, what):
    result = office.json("send", "--at", "2026-11-25T12:05:00+01:00")
    check(result["accepted"] >= 1, f"{what}: mended, it goes: {result}")


def check_gateways(authority):
    """Wrong keys and certificates are ours to mend, not the customer's."""
    with MailServer(authority) as mail, \
            one_due("Mail", ",v1@test.example") as office:
        office.config = office.write("kept.yaml", mail.config())
        mail.secret = "another"
        check_stopped(office, "wrong mail password", "535")
        mail.secret = "secret"
        check_mended(office, "wrong mail password")
    with MailServer(authority) as mail, Authority() as stranger, \
            one_due("Mail", ",v1@test.example") as office:
        office.config = office.write("kept.yaml", mail.config(stranger.ca))
        check_stopped(office, "a certificate nobody trusts", "certificate")
        check(not mail.taken, "no mail to a stranger")
        office.write("kept.yaml", mail.config())
        check_mended(office, "a certificate nobody trusts")
    with SmsGateway() as sms, one_due("Sms", "+33639980001,") as office:
        office.config = office.write("kept.yaml", sms.config())
        sms.secret = "another"
        check_stopped(office, "wrong SMS token", "401")
        sms.secret = "token"
        check_mended(office, "wrong SMS token")


def main():
    with Office(name="Cabinet des Lilas", zone="Europe/Paris",
                country="FR") as office, Calendars() as calendars, \
            Authority() as authority:
        files(office)
        make_newer(office)
        calendars.documents["/page"] = PAGE
        check_table(office, calendars)
        check_second_daemon(office)
        check_gateways(authority)
    done()


main()
