#!/usr/bin/python3
"""What cannot be delivered comes back, and is acted upon.

kept sends through a real Postfix, whose bounces land in a mailbox that a real
Dovecot serves; kept reads that. One mailbox does not exist, one is full, one
takes mail and wants no more of it; forged bounces change nothing.
"""
import glob
import os
import pwd
import smtplib
import urllib.parse

from harness import Office, check, done, wait_for
from rigs import Authority, Dovecot, Postfix

NOW = "2026-11-24T11:00:00+01:00"
LATER = "2026-11-24T14:00:00+01:00"

OFFICE = """
rules:
  - {name: one-day, before: 1d, channels: [mail, sms], late: send}
"""

LIST = """id,start,name,phone,email
1,2026-11-25 09:00,Gone,+33 6 39 98 00 01,Gone@bounce.example
2,2026-11-25 09:30,Full,+33 6 39 98 00 02,full@defer.example
3,2026-11-25 10:00,Pia,+33 6 39 98 00 03,pia@test.example
4,2026-11-25 10:30,Sam,+33 6 39 98 00 04,ok@out.example
5,2026-11-25 10:45,Lou,+33 6 39 98 00 05,lou@out.example
"""

CONFIG = """
mail:
  gateway: smtp
  url: "smtp://localhost:{mail.port}"
  tls: required
  ca_file: {authority.ca}
  user: {mail.user}
  secret_file: mail.secret
  from: "Cabinet des Lilas <office@test.example>"
bounces:
  url: "{box.url}"
  user: {box.user}
  secret_file: box.secret
  ca_file: {authority.ca}
  refresh: 1m
  return_path: bounce@test.example
"""

FORGED = """Return-Path: <>
From: MAILER-DAEMON@out.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; out.example

Final-Recipient: rfc822; ok@out.example
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Return-Path: <{to}>
Message-ID: <{key}@test.example>

--b--
"""


def states(office, channel):
    return dict(office.rows(
        "SELECT c.name, r.state FROM reminder r"
        " JOIN appointment a ON a.id = r.appointment"
        " JOIN customer c ON c.id = a.customer WHERE r.channel = ?", channel))


def silenced(office):
    return {address for (address,) in office.rows(
        "SELECT address FROM opted_out WHERE channel = 'mail'")}


def boxed(postfix):
    return glob.glob(postfix.path("mail/all/*/*"))


def put(postfix, name, text):
    """A mail that nobody's Postfix brought."""
    path = postfix.path(f"mail/all/new/{name}")
    with open(path, "w", encoding="ascii") as file:
        file.write(text)
    nobody = pwd.getpwnam("nobody")
    os.chown(path, nobody.pw_uid, nobody.pw_gid)


def write(postfix, sender, to, subject):
    with smtplib.SMTP("localhost", postfix.port) as relay:
        relay.starttls()
        relay.login(postfix.user, postfix.secret)
        relay.sendmail(sender, [to], f"From: {sender}\nTo: {to}\n"
                       f"Subject: {subject}\n\nThank you.\n")


def wait_for_mails(postfix, count):
    wait_for(lambda: len(boxed(postfix)) >= count and postfix.is_idle(), 60,
             f"{count} mails in the box")


def way_out(mail):
    """Where a mail says that one can end it."""
    value = mail["List-Unsubscribe"]
    return urllib.parse.unquote(value.split("mailto:")[1].split("?")[0])


def check_sent(office, postfix):
    office.run("send", "--at", NOW)
    check(set(states(office, "mail").values()) == {"accepted"},
          f"all were taken: {states(office, 'mail')}")
    wait_for_mails(postfix, 3)
    bounced = [mail for mail in postfix.mails()
               if mail.get_content_type() == "multipart/report"]
    check(len(bounced) == 2, f"{len(bounced)} real bounces")
    check(all(mail["To"].startswith("bounce+") for mail in bounced),
          "they come back to an address of their own")
    pia = next(mail for mail in postfix.mails()
               if mail["To"] == "pia@test.example")
    check("office@test.example" in pia["From"], "the From header stays")
    return way_out(pia)


def check_preview(office, postfix):
    before = len(boxed(postfix))
    seen = office.json("bounces", "--preview", "--at", NOW)["mails"]
    check([mail["becomes"] for mail in seen
           if mail["kind"] == "report"] == ["refused"] * 2,
          f"it says what would be: {seen}")
    check(set(states(office, "mail").values()) == {"accepted"},
          "a preview changes no reminder")
    check(not silenced(office), "nor a consent")
    check(len(boxed(postfix)) == before, "nor the mailbox")


def check_read(office, postfix, out_of_pias):
    # From another mailbox of hers: the address it goes to says whose.
    write(postfix, "pia-at-work@out.example", out_of_pias, "unsubscribe")
    write(postfix, "Lou@out.example", "bounce@test.example", "Unsubscribe")
    write(postfix, "stranger@out.example", "bounce@test.example",
          "unsubscribe")
    write(postfix, "pia@test.example", "bounce@test.example",
          "Where are you?")
    key = office.rows("SELECT key FROM message"
                      " WHERE address = 'ok@out.example'")[0][0]
    for name, to in (("f1", f"bounce+{key}.0123456789abcdef@test.example"),
                     ("f2", "bounce@test.example"),
                     ("f3", f"bounce+{key}@test.example")):
        put(postfix, name, FORGED.format(to=to, key=key))
    wait_for_mails(postfix, 10)
    seen = office.json("bounces", "--at", NOW)["mails"]
    fates = sorted((mail["kind"], mail["fate"]) for mail in seen)
    check(fates == [("automatic", "ignored"), ("letter", "left"),
                    ("report", "taken"), ("report", "taken"),
                    ("report", "unproven"), ("report", "unproven"),
                    ("report", "unproven"), ("unsubscribe", "stranger's"),
                    ("unsubscribe", "taken"), ("unsubscribe", "taken")],
          f"what was found: {fates}")
    check(states(office, "mail") == {
        "Gone": "refused", "Full": "refused", "Pia": "accepted",
        "Sam": "accepted", "Lou": "accepted"}, f"mail: {states(office, 'mail')}")
    address = office.rows("SELECT mail FROM customer WHERE name = 'Gone'")
    check(silenced(office) == {address[0][0], "pia@test.example",
                                 "lou@out.example"},
          f"who gets no more mail: {silenced(office)}")
    check({"bounce 5.1.1", "unsubscribed by mail"} == {source for (source,) in
          office.rows("SELECT source FROM consent_note"
                      " WHERE address IS NOT NULL")}, "and who said so")
    check(len(boxed(postfix)) == 1, "the letter alone is left")
    check(glob.glob(postfix.path("mail/all/*/*"))[0].find("S", -8) == -1,
          "unread")
    check(office.json("bounces", "--at", NOW)["mails"] == [],
          "what was read is not read again")


def check_next_channel(office):
    office.run("send", "--at", NOW)
    sms = states(office, "sms")
    check(sms["Gone"] == "accepted" and sms["Full"] == "accepted",
          f"the next channel went out: {sms}")
    check(sms["Sam"] == "skipped", f"and only theirs: {sms}")


def check_repeat(office, postfix, real):
    """The same bounce once more says nothing new."""
    put(postfix, "again", real)
    seen = office.json("bounces", "--at", NOW)["mails"]
    check([mail["repeated"] for mail in seen] == [True],
          f"it is known: {seen}")
    check(office.rows("SELECT count(*) FROM receipt")[0][0] == 2,
          "two receipts")


def check_daemon(office):
    office.write("more.csv", "id,start,name,phone,email\n"
                 "9,2026-11-25 14:00,Max,+33 6 39 98 00 09,"
                 "max@bounce.example\n")
    office.serve("--at", LATER, "--speed", "20")
    office.run("import", "more.csv", "--feed", "more")
    wait_for(lambda: states(office, "sms").get("Max") == "accepted", 60,
             "the daemon to read the bounce and send an SMS")
    check(states(office, "mail")["Max"] == "refused", "after the mail")
    office.stop()


def check_closed(office):
    result = office.result("bounces", "--at", LATER)
    check(result.returncode == 1 and "mailbox of bounces" in result.err,
          f"it cannot be read: {result.err}")
    alarms = office.json("alarm", status=(3,))["alarms"]
    check([alarm["kind"] for alarm in alarms] == ["bounces"],
          f"which is an alarm: {alarms}")


def main():
    with Authority() as authority, Postfix(authority) as postfix, \
            Dovecot(authority, postfix.path("mail/all")) as dovecot, \
            Office(country="FR", zone="Europe/Paris") as office:
        office.write("mail.secret", postfix.secret + "\n", 0o600)
        office.write("box.secret", dovecot.secret + "\n", 0o600)
        office.config = office.write("kept.yaml", CONFIG.format(
            mail=postfix, authority=authority, box=dovecot))
        office.write("office.yaml", OFFICE)
        office.run("office", "import", "office.yaml", "--at", NOW)
        office.write("list.csv", LIST)
        office.run("import", "list.csv", "--feed", "list", "--at", NOW)
        office.run("live", "on", "--at", NOW)
        out_of_pias = check_sent(office, postfix)
        real = next(str(mail) for mail in postfix.mails()
                    if mail.get_content_type() == "multipart/report")
        check_preview(office, postfix)
        check_read(office, postfix, out_of_pias)
        check_next_channel(office)
        check_repeat(office, postfix, real)
        check_daemon(office)
        dovecot.stop()
        check_closed(office)
    done()


main()
