#!/usr/bin/python3
"""Three weeks of reminders through a real mail server and a real SMS gateway.

200 appointments around the clock change of 2026-10-25 come over HTTP from a
calendar server; the daemon runs through the weeks; what arrived in mailboxes
and telephones is counted and read.
"""
import collections
import datetime
import email.utils
import json
import re
import time

import visits
from harness import Office, check, done, wait_for
from rigs import Authority, Kannel, Postfix
from servers import Calendars

BEGIN = datetime.datetime(2026, 10, 12, 8, 0, tzinfo=visits.PARIS)
SPEED = 40000
SEED = 20261025

# app/jobs/pass.h
CLAIM_LEASE_S = 300

# A quarter of a real second, which a busy machine loses now and then: half may
# leave later. To the second it is a matter of stories, whose clock is played.
LATE_S = 3 * 3600

CONFIG = """
mail:
  gateway: smtp
  url: "smtp://localhost:{mail.port}"
  tls: required
  ca_file: {authority.ca}
  user: {mail.user}
  secret_file: mail.secret
  from: "Cabinet des Lilas <office@test.example>"
sms:
  gateway: http
  url: "http://127.0.0.1:{sms.port}/cgi-bin/sendsms?username={sms.user}&password={{{{secret}}}}&to={{{{to}}}}&from={{{{sender}}}}&coding={{{{coding}}}}&charset=UTF-8&text={{{{text}}}}"
  method: GET
  secret_file: sms.secret
  sender: Cabinet
  accepted: "202"
  accepted_text: "^[03]: "
  config_text: "Authorization failed"
  refused: "400,403"
"""


def local(instant):
    return datetime.datetime.fromtimestamp(instant, visits.PARIS)


def check_plan(office, wanted, appointments):
    """What kept means to do is what the plans say."""
    plan = office.json("plan", "--days", "30", "--at", BEGIN.isoformat())
    planned = {}
    for reminder in plan["reminders"]:
        if reminder["state"] == "planned":
            due = datetime.datetime.fromisoformat(
                reminder["due"].replace("Z", "+00:00"))
            key = (appointments[int(reminder["appointment"])],
                   reminder["rule"])
            check(key not in planned, f"planned twice: {key}")
            planned[key] = (reminder["channel"], reminder["to"], due)
    wrong = [key for key in wanted.keys() | planned.keys()
             if wanted.get(key) != planned.get(key)]
    for key in wrong[:5]:
        check(False, f"{key}: {planned.get(key)}, not {wanted.get(key)}")


def watch_claims(office):
    """Triggers of the test's own note when a message was let go: made as
    claimed, or claimed again.

    An attempt is on record only once it was answered, which at this speed
    is half an hour later.
    """
    note = (" WHEN NEW.state = 'claimed' BEGIN INSERT INTO claim_seen"
            f" VALUES (NEW.id, NEW.lease_s - {CLAIM_LEASE_S}); END")
    office.change(
        "CREATE TABLE claim_seen (message INTEGER, at_s INTEGER)",
        "CREATE TRIGGER see_new AFTER INSERT ON message" + note,
        "CREATE TRIGGER see_claim AFTER UPDATE OF state ON message" + note)


def check_times(office, wanted, appointments):
    """Each left once, inside the window, when it was due and not before."""
    rows = office.rows(
        "SELECT r.appointment, r.rule, r.state, c.at_s FROM reminder r"
        " JOIN claim_seen c ON c.message = r.message")
    late = 0
    check(len(rows) == len(wanted), f"{len(rows)} attempts for {len(wanted)}")
    for appointment, rule, state, at in rows:
        key = (appointments[appointment], rule)
        due = wanted[key][2]
        check(state == "accepted", f"{key}: {state}")
        check(visits.in_window(local(at)),
              f"{key}: left at {local(at)}, outside the window")
        check(at >= due.timestamp(), f"{key}: left at {local(at)}, due {due}")
        late += at > due.timestamp() + LATE_S
    check(late <= len(rows) / 2, f"{late} left long after they were due")


def plain(text):
    """ICU's narrow spaces are spaces."""
    return re.sub("[\u00a0\u202f\\s]+", " ", text)


def check_sms(kannel, of_phone, wanted):
    got = collections.Counter()
    for number, text in kannel.messages():
        visit = of_phone.get(number)
        if visit is None:
            check(False, f"an SMS to a stranger: {number} {text}")
            continue
        got[number] += 1
        check(visit.when() in plain(text), f"{visit.when()} is in: {text}")
        check(visit.greeting("sms") in plain(text), f"the words of: {text}")
    count_each(got, [to for channel, to, _ in wanted.values()
                     if channel == "sms"])


def check_mails(postfix, of_mail, wanted):
    got = collections.Counter()
    ids = set()
    for mail in postfix.mails():
        to = email.utils.parseaddr(mail["To"])[1]
        visit = of_mail.get(to)
        if visit is None:
            check(False, f"a mail to a stranger: {to}")
            continue
        got[to] += 1
        ids.add(mail["Message-ID"])
        text = plain(mail.get_body(("plain",)).get_content())
        check(visit.when() in text, f"{visit.when()} is in: {text}")
        check(visit.greeting("mail") in text, f"the words of: {text}")
        check_mail_parts(mail, visit)
    check(len(ids) == sum(got.values()), "each mail has an id of its own")
    count_each(got, [to for channel, to, _ in wanted.values()
                     if channel == "mail"])


def check_mail_parts(mail, visit):
    sent = mail["Date"].datetime.astimezone(visits.PARIS)
    check(visits.in_window(sent), f"written at {sent}, outside the window")
    html = plain(mail.get_body(("html",)).get_content())
    check(visit.when() in html, f"{visit.when()} is in: {html}")
    calendars = [part.get_content() for part in mail.walk()
                 if part.get_content_type() == "text/calendar"]
    utc = visit.start.astimezone(datetime.timezone.utc)
    check(len(calendars) == 1 and
          f"DTSTART:{utc:%Y%m%dT%H%M%SZ}" in str(calendars[0]),
          f"{utc} is in the calendar: {calendars}")


def count_each(got, addresses):
    """Everybody got as many messages as there were to send."""
    wanted = collections.Counter(addresses)
    for address in sorted(got.keys() | wanted.keys()):
        check(got[address] == wanted[address],
              f"{address}: {got[address]} messages, not {wanted[address]}")


def unsettled(office):
    return office.rows("SELECT count(*) FROM reminder"
                       " WHERE state IN ('planned', 'claimed')")[0][0]


def tell_story(office):
    """One appointment's story has its attempts, with the gateway's word."""
    events = office.json("why", "1")["events"]
    texts = [event["text"] for event in events
             if event["what"] == "attempt"]
    check(texts and all("accepted" in text for text in texts),
          f"the story of 1: {json.dumps(events)}")


def main():
    all_visits = visits.make(200, datetime.date(2026, 10, 14),
                             datetime.date(2026, 11, 3), SEED)
    wanted = visits.expected(all_visits, BEGIN)
    check(sum(channel == "mail" for channel, _, _ in wanted.values()) > 100,
          "there are mails to send")
    with Authority() as authority, Postfix(authority) as mail, \
            Kannel() as sms, Calendars() as calendars, \
            Office(name="Cabinet", zone="Europe/Paris") as office:
        url = calendars.url("/chair-1.ics")
        calendars.documents["/chair-1.ics"] = visits.calendar(all_visits)
        office.write("mail.secret", mail.secret, 0o600)
        office.write("sms.secret", sms.secret, 0o600)
        office.config = office.write("kept.yaml", CONFIG.format(
            mail=mail, sms=sms, authority=authority))
        office.run("office", "import", "-",
                   input=visits.OFFICE.format(source=url))
        preview = office.json("import", "chair-1", "--preview", "--at",
                              BEGIN.isoformat())
        check(len(preview["appointments"]) == 200 and preview["new"] == 200,
              f"the preview has all: {preview['new']}")
        imported = office.json("import", "chair-1", "--at",
                               BEGIN.isoformat())
        check(imported["new"] == 200, f"all are imported: {imported}")
        appointments = dict(office.rows(
            "SELECT b.appointment, o.uid FROM booking b"
            " JOIN source_object o ON o.id = b.object"))
        check_plan(office, wanted, appointments)
        watch_claims(office)
        office.run("live", "on", "--at", BEGIN.isoformat())

        office.serve("--at", BEGIN.isoformat(), "--speed", str(SPEED))
        wait_for(lambda: unsettled(office) == 0, 260, "all to be settled")
        wait_for(mail.is_idle, 60, "Postfix to deliver")
        expected_sms = sum(channel == "sms"
                           for channel, _, _ in wanted.values())
        wait_for(lambda: len(sms.messages()) >= expected_sms, 60,
                 "the telephones")
        time.sleep(0.5)  # what comes twice comes now
        check(office.stop() == 0, "the daemon stops gently")

        check_times(office, wanted, appointments)
        check_sms(sms, {visit.phone: visit for visit in all_visits
                        if visit.phone}, wanted)
        check_mails(mail, {visit.mail: visit for visit in all_visits
                           if visit.mail}, wanted)
        check(calendars.statuses[304] >= 40, "the feed was asked for news "
              f"every 6 hours: {calendars.statuses}")
        tell_story(office)
    done()


main()
