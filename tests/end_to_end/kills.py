"""kill -9 at random moments, and what may come of it.

An SMS gateway and a mail server of the test outlive the daemon and write down
all they took. The daemon is killed again and again while it imports, plans and
sends, each time starts where its clock stopped, and is let run to the end.
"""
import collections
import contextlib
import datetime
import email
import os
import random
import shutil
import signal
import sqlite3
import time

import visits
from harness import Office, check, wait_for
from rigs import Authority
from servers import Calendars, MailServer, SmsGateway

# Before the window opens, so that nothing leaves while all is imported.
BEGIN = datetime.datetime(2026, 10, 12, 6, 0, tzinfo=visits.PARIS)
FIRST = datetime.date(2026, 10, 14)

# The daemon lives at most so long, its start included.
LIFE_S = 1.5

# How long a gateway thinks about a message, at 3 simulated hours a second.
SPEED = 10000
DELAY_S = (0, 0.15)

# What may be said of a reminder that is neither planned nor under way.
SETTLED = {"accepted", "refused", "unknown", "expired", "skipped"}

# Links that the database does not look after by itself.
UNCHECKED = """
    SELECT 'appointment', id FROM appointment
     WHERE customer IS NOT NULL AND customer NOT IN (SELECT id FROM customer)
    UNION ALL SELECT 'booking', id FROM booking
     WHERE appointment NOT IN (SELECT id FROM appointment)
        OR object NOT IN (SELECT id FROM source_object)"""


class Moody(SmsGateway):
    """Says "later" now and then, or takes a message and breaks off."""

    def __init__(self, seed):
        super().__init__(delay=DELAY_S, seed=seed)
        self.broken = collections.Counter()  # by ref

    def behave(self, message, count):
        mood = self.dice.random()
        if mood < 0.05:
            return 429
        if mood < 0.07:
            self.broken[message["ref"]] += 1
            return None
        return 200


class Run:
    """One office that is killed many times."""

    def __init__(self, office, sms, mail, dice):
        self.office = office
        self.sms = sms
        self.mail = mail
        self.dice = dice
        self.doubtful = collections.Counter()  # key: claimed at a kill
        self.kills = 0
        self.life_s = LIFE_S
        self.at = BEGIN

    def copy(self):
        """The database as the kill left it, beside; ours is not touched."""
        folder = os.path.join(self.office.folder, "copy")
        shutil.rmtree(folder, ignore_errors=True)
        os.mkdir(folder)
        for ending in ("", "-wal"):
            if os.path.exists(self.office.db + ending):
                shutil.copy(self.office.db + ending,
                            os.path.join(folder, "kept.db" + ending))
        return sqlite3.connect(os.path.join(folder, "kept.db"))

    def look(self):
        """After a kill: the file is whole; what was in flight is noted."""
        with contextlib.closing(self.copy()) as db:
            whole = db.execute("PRAGMA integrity_check").fetchall()
            check(whole == [("ok",)], f"kill {self.kills}: {whole}")
            wrong = db.execute("PRAGMA foreign_key_check").fetchall()
            wrong += db.execute(UNCHECKED).fetchall()
            check(not wrong, f"kill {self.kills}: links to nowhere: {wrong}")
            if not db.execute("SELECT 1 FROM booking LIMIT 1").fetchone():
                self.life_s *= 1.3  # a machine too busy to import in time
            self.doubtful.update(key for key, in db.execute(
                "SELECT key FROM message WHERE state = 'claimed'"))
            for beat, in db.execute(
                    "SELECT value FROM setting WHERE name = 'heartbeat'"):
                self.at = max(self.at, datetime.datetime.fromtimestamp(
                    int(beat), visits.PARIS))

    def live_and_die(self, speed):
        self.office.spawn("--at", self.at.isoformat(), "--speed", str(speed))
        time.sleep(self.dice.uniform(0, self.life_s))
        check(self.office.stop(signal.SIGKILL) == -signal.SIGKILL,
              f"it ran until it was killed: {self.office.logged()[-1000:]}")
        self.kills += 1
        self.look()

    def finish(self):
        """Lets the rest of the weeks pass, undisturbed."""
        self.office.serve("--at", self.at.isoformat(), "--speed", str(SPEED))
        wait_for(lambda: self.office.rows(
            "SELECT count(*) FROM reminder WHERE state IN"
            " ('planned', 'claimed')")[0][0] == 0 and self.office.rows(
            "SELECT count(*) FROM appointment WHERE replan = 1")[0][0] == 0,
            240, "all to be settled")
        check(self.office.stop() == 0, "the daemon stops gently")


def some(things):
    return f"{len(things)}, such as {sorted(things)[:3]}"


def check_none_lost(run, wanted):
    """Everything planned is at a gateway, or shown in a state with a reason."""
    uids = dict(run.office.rows("SELECT b.appointment, o.uid FROM booking b"
                                  " JOIN source_object o ON o.id = b.object"))
    at_sms = {ref for ref, _, _ in run.sms.taken}
    at_mail = {message_key(content) for content, _ in run.mail.taken}
    states = collections.Counter()
    seen = set()
    for row in run.office.rows(
            "SELECT r.appointment, r.rule, r.channel, r.state, r.reason,"
            " m.key, m.reason, (SELECT count(*) FROM delivery d"
            " WHERE d.message = m.id) FROM reminder r"
            " LEFT JOIN message m ON m.id = r.message"):
        appointment, rule, channel, state, reason, key, why, attempts = row
        states[channel, state] += 1
        if (uids[appointment], rule) in wanted:
            seen.add((uids[appointment], rule))
        check(state in SETTLED, f"nothing hangs: {row}")
        if state == "accepted":
            check(key in (at_sms if channel == "sms" else at_mail),
                  f"accepted, but the gateway has it not: {row}")
        elif state in ("refused", "unknown"):
            check(attempts > 0, f"no attempt tells why: {row}")
        else:
            check(reason or why, f"no reason: {row}")
    check(seen == set(wanted), f"never planned: {some(set(wanted) - seen)}")
    return states


def check_spoken(run, wanted):
    """Whoever was to hear something did, or somebody is told who did not."""
    ends = {True: set(), False: set()}
    for uid, rule, state, reason in run.office.rows(
            "SELECT o.uid, r.rule, r.state, r.reason FROM reminder r"
            " JOIN booking b ON b.appointment = r.appointment"
            " JOIN source_object o ON o.id = b.object"):
        if state in ("accepted", "unknown", "refused"):
            ends[True].add((uid, rule))
        elif reason in ("too-late", "no-allowed-time"):
            ends[False].add((uid, rule))
    quiet = set(wanted) - ends[True] - ends[False]
    check(not quiet, f"said to nobody: {some(quiet)}")
    late = ends[False] - ends[True]
    # Our clock runs on while a busy machine does something else.
    check(len(late) <= len(wanted) / 2, f"too late: {some(late)}")


def message_key(content):
    """What is before the @ of the Message-ID."""
    return email.message_from_bytes(content)["Message-ID"][1:].split("@")[0]


def check_doubles(run, repeatable):
    """Doubles only of attempts that were in flight at a kill."""
    sms = collections.Counter(ref for ref, _, _ in run.sms.taken)
    for ref, count in sms.items():
        allowed = 0
        if repeatable:
            allowed = run.doubtful[ref] + run.sms.broken[ref]
        check(count - 1 <= allowed, f"{ref}: taken {count} times, in doubt "
              f"{run.doubtful[ref]} times, broken off {run.sms.broken[ref]}")
    mails = collections.Counter(message_key(content)
                                for content, _ in run.mail.taken)
    for key, count in mails.items():
        check(count == 1, f"mail {key}: taken {count} times")
    return sum(count - 1 for count in sms.values())


def check_appointments(run, all_visits):
    """What was imported between kills is there once."""
    rows = run.office.rows(
        "SELECT o.uid, a.start_s, a.state FROM booking b"
        " JOIN source_object o ON o.id = b.object"
        " JOIN appointment a ON a.id = b.appointment")
    wanted = {(visit.uid, int(visit.start.timestamp()), "booked")
              for visit in all_visits}
    check(len(rows) == len(wanted) and set(rows) == wanted,
          f"appointments: {len(rows)}, wrong {len(set(rows) ^ wanted)}")
    count = run.office.rows("SELECT count(*) FROM appointment")[0][0]
    check(count == len(wanted), f"{count} appointments for {len(wanted)}")


def set_up(office, calendars, sms, mail, repeatable):
    office.write("mail.secret", mail.secret, 0o600)
    office.write("sms.secret", sms.secret, 0o600)
    office.config = office.write(
        "kept.yaml", mail.config() + sms.config(repeatable))
    office.run("office", "import", "-", input=visits.OFFICE.format(
        source=calendars.url("/chair-1.ics")))
    office.run("live", "on", "--at", BEGIN.isoformat())


def kill_often(kills, count, last, repeatable, seed):
    """Kills an office of `count` visits, first while it imports, then from
    the day before the first visit on; checks what became of all.
    """
    sending = datetime.datetime.combine(
        FIRST - datetime.timedelta(days=1), datetime.time(8, 30),
        visits.PARIS)
    print(f"{kills} kills, the SMS gateway "
          f"{'ignores' if repeatable else 'does not ignore'} repeats, "
          f"seed {seed}", flush=True)
    dice = random.Random(seed)
    all_visits = visits.make(count, FIRST, last, seed, 2)
    with Authority() as authority, Calendars() as calendars, \
            Moody(seed) as sms, \
            MailServer(authority, delay=DELAY_S, seed=seed) as mail, \
            Office(name="Cabinet", zone="Europe/Paris") as office:
        calendars.documents["/chair-1.ics"] = visits.calendar(all_visits)
        set_up(office, calendars, sms, mail, repeatable)
        run = Run(office, sms, mail, dice)
        for kill in range(kills):
            is_importing = kill < kills // 5
            if kill == kills // 5:
                run.at = sending
            run.live_and_die(1 if is_importing else SPEED)
        print(f"kills until {run.at}", flush=True)
        run.finish()
        wanted = visits.expected(all_visits, BEGIN)
        check_appointments(run, all_visits)
        states = check_none_lost(run, wanted)
        check_spoken(run, wanted)
        doubles = check_doubles(run, repeatable)
        print(f"{len(wanted)} reminders, {sum(run.doubtful.values())} "
              f"attempts in flight at {run.kills} kills, {doubles} doubles, "
              f"{dict(states)}", flush=True)
