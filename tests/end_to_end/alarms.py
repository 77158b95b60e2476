#!/usr/bin/python3
"""Silence is an alarm: the owner hears of it by mail, and what to do.

The SMS gateway refuses our key, the calendar cannot be read, an evening finds
that nothing of what was planned has left, the daemon was away for a night.
Nothing of it leaves an office that is not live, but a test.
"""
import email
import email.policy
import os

from harness import Office, check, done, wait_for
from rigs import Authority
from servers import MailServer, SmsGateway

MONDAY = "2026-11-23T17:00:00+01:00"
WEDNESDAY = "2026-11-25T18:00:00+01:00"


def letters(mail):
    """Subject and text of what the owner got."""
    out = []
    for content, to in list(mail.taken):
        if to == ["owner@example.org"]:
            message = email.message_from_bytes(
                content, policy=email.policy.default)
            text = message.get_body(("plain",)).get_content()
            out.append((message["Subject"], text))
    return out


def got(mail, subject):
    return [text for name, text in letters(mail) if subject in name]


def write_config(office, authority, mail, sms):
    office.write("mail.secret", "secret\n", 0o600)
    office.write("sms.secret", "wrong\n", 0o600)
    office.config = office.write(
        "kept.yaml", mail.config() + sms.config() +
        "owner: {mail: owner@example.org}\n")


def write_visits(office):
    rows = ["id,start,name,phone"]
    for i in range(12):
        rows.append(f"v{i},2026-11-25 {9 + i // 2:02d}:{30 * (i % 2):02d},"
                    f"Person {i},+33 6 39 98 00 {i:02d}")
    office.write("list.csv", "\n".join(rows) + "\n")
    office.run("import", "list.csv", "--feed", "list", "--at", MONDAY)
    office.write("office.yaml", "feeds:\n"
                 "  - {name: chair, source: nowhere.ics, refresh: 1m}\n")
    office.run("office", "import", "office.yaml", "--at", MONDAY)


def check_not_live(office, mail):
    office.serve("--at", MONDAY, "--speed", "600")
    office.run("alarm", "test", status=(3,))
    wait_for(lambda: got(mail, ": test"), 20, "the test alarm")
    wait_for(lambda: office.rows(
        "SELECT 1 FROM alarm WHERE kind = 'feed'"), 20, "the feed's alarm")
    office.run("alarm", "over", status=(0, 3))
    office.stop()
    check(not got(mail, "feed"), "nothing leaves before the office is live")


def check_live(office, mail, sms):
    office.run("live", "on", "--at", MONDAY)
    office.serve("--at", MONDAY, "--speed", "3600")
    wait_for(lambda: got(mail, "feed chair"), 20, "the feed's alarm by mail")
    wait_for(lambda: got(mail, "gateway sms"), 60, "the gateway's alarm")
    wait_for(lambda: got(mail, "silence 2026-11-24"), 60, "the evening's alarm")
    check("12 reminders were planned for today; 0 left." in
          got(mail, "silence 2026-11-24")[0], "it says how many")
    check("kept callsheet" in got(mail, "silence 2026-11-24")[0],
          "it says what to do")
    check(all("Person" not in text and "+336" not in text
              for _, text in letters(mail)), "no person is named")
    check(sms.refused > 0 and not sms.taken, "nothing was taken")
    office.stop()
    listed = office.json("alarm", status=(3,))["alarms"]
    check({"feed", "gateway", "silence"} <= {item["kind"] for item in listed},
          f"they are listed: {listed}")


def check_down(office, mail):
    office.write("sms.secret", "token\n", 0o600)
    office.serve("--at", WEDNESDAY, "--speed", "60")
    wait_for(lambda: got(mail, ": down"), 20, "the alarm of the daemon's own")
    wait_for(lambda: office.rows("SELECT 1 FROM alarm WHERE kind = 'gateway'"
                                 " AND ended_s IS NOT NULL"), 20,
             "the gateway's alarm is over")
    office.stop()


def check_command(office, mail):
    """Another way than mail, for when mail is what has failed."""
    told = os.path.join(office.folder, "told")
    program = office.write("page", "#!/bin/sh\n{ echo \"$KEPT_SUBJECT\"; cat; }"
                           f" >> {told}\n", 0o755)
    office.write("mail.secret", "wrong\n", 0o600)
    office.write("sms.secret", "token\n", 0o600)
    text = open(office.config, encoding="utf-8").read()
    office.write("kept.yaml", text.replace(
        "owner: {", f"owner: {{alarm_command: {program}, "))
    office.run("alarm", "test", status=(3,))
    office.serve()
    wait_for(lambda: os.path.exists(told) and
             "This is a test" in open(told, encoding="utf-8").read(), 20,
             "the program")
    check("kept, Cabinet: test" in open(told, encoding="utf-8").read(),
          "it is told of what")
    office.stop()
    check(office.rows("SELECT told_s FROM alarm WHERE kind = 'test'"
                      " AND ended_s IS NULL")[0][0] is not None,
          "it counts as told")


authority = Authority()
with authority, MailServer(authority) as mail, SmsGateway() as sms, \
        Office(name="Cabinet", zone="Europe/Paris", country="FR",
               currency="EUR", language="en") as office:
    write_config(office, authority, mail, sms)
    write_visits(office)
    check_not_live(office, mail)
    check_live(office, mail, sms)
    check_down(office, mail)
    check_command(office, mail)
done()
