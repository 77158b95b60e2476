#!/usr/bin/python3
"""What customers read: five languages, real mail, calendars that others read.

Mails go through a real server and are taken apart by the standard library;
the calendars in them are read by python's icalendar, which is nobody's
relation. `kept text` is asked what it thinks of good and of bad texts.
"""
import datetime
import email
import email.policy
import re

import icalendar

from harness import Office, check, done
from rigs import Authority
from servers import MailServer

AT = "2026-11-25T09:00:00Z"
LATER = "2026-11-25T12:00:00Z"

LANGUAGES = ("en", "fr", "de", "es", "zh")
KINDS = ("reminder", "moved", "cancelled", "missed")

OFFICE = """
office: {name: Praxis Nord, zone: Europe/Paris, country: FR, currency: EUR,
         language: es, phone: "+33 1 99 00 12 34",
         address: "3, rue des Lilas; 75020 Paris"}
services:
  - {name: Limpieza, prepare: "Por favor, no coma antes."}
rules:
  - {name: one-day, before: 1d, channels: [mail]}
"""

# A day after AT, so that all are due by LATER.
VISITS = """id,start,duration_min,name,email,language,service
en,2026-11-26T09:00,20,Ann Lilas,en@test.example,en-GB,Limpieza
fr,2026-11-26T09:30,20,Camille Lilas,fr@test.example,fr,Limpieza
de,2026-11-26T10:00,20,Änne Lilas,de@test.example,de-AT,Limpieza
es,2026-11-26T10:30,20,Ana Lilas,es@test.example,es,Limpieza
zh,2026-11-26T11:00,20,王小明,zh@test.example,zh-Hant-TW,Limpieza
pt,2026-11-26T11:30,20,João Lilas,pt@test.example,pt-BR,Limpieza
"""

WORDS = {
    "en": "on Thursday, 26 November at 09:00",
    "fr": "le jeudi 26 novembre à 9h30",
    "de": "am Donnerstag, 26. November um 10:00 Uhr",
    "es": "jueves 26 de noviembre, 10:30",
    "zh": "11月26日 星期四上午11:00",
    "pt": "jueves 26 de noviembre, 11:30",  # no Portuguese: the office's
}


def events(calendar):
    return [part for part in icalendar.Calendar.from_ical(calendar).walk()
            if part.name == "VEVENT"]


def check_form(calendar, method, what):
    """RFC 5545 3.1 and 3.6, RFC 5546 3.2.1 and 3.2.5."""
    check(calendar.endswith("\r\n") and "\n" not in
          calendar.replace("\r\n", ""), f"{what}: lines end in CRLF")
    for line in calendar.split("\r\n"):
        check(len(line.encode()) <= 75, f"{what}: folded: {line}")
    parsed = icalendar.Calendar.from_ical(calendar)
    check(str(parsed["METHOD"]) == method, f"{what}: {parsed['METHOD']}")
    check("PRODID" in parsed and str(parsed["VERSION"]) == "2.0", what)
    for event in events(calendar):
        for name in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY"):
            check(name in event, f"{what}: has {name}")
        check(event["DTSTART"].dt.utcoffset() == datetime.timedelta(0), what)
        check(int(event["SEQUENCE"]) >= 0, what)
    return parsed


def parts_of(message):
    return {part.get_content_type(): part for part in message.walk()
            if not part.is_multipart()}


def check_mail(raw, recipient):
    language = recipient.split("@")[0]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    parts = parts_of(message)
    text = parts["text/plain"].get_content()
    page = parts["text/html"].get_content()
    calendar = parts["text/calendar"]
    body = calendar.get_content()
    if isinstance(body, bytes):
        body = body.decode()

    check(WORDS[language] in text, f"{language}: {WORDS[language]} in {text}")
    check("no coma antes" in text, f"{language}: how to prepare: {text}")
    check(message["List-Unsubscribe"] ==
          "<mailto:office@test.example?subject=unsubscribe>",
          f"{language}: {message['List-Unsubscribe']}")
    check(message["List-Unsubscribe-Post"] is None, "no page, no one click")
    check(message["Auto-Submitted"] == "auto-generated", "not written by hand")
    check(re.search('<html lang="[a-zA-Z-]+" dir="ltr">', page) is not None,
          f"{language}: {page[:80]}")
    check(not re.search("<(img|script|table|link)|url\\(", page), page)
    check(calendar.get_param("method") == "PUBLISH" and
          calendar.get_filename() == "appointment.ics",
          f"{language}: {calendar['Content-Type']}")
    body = body.replace("\r\n", "\n").replace("\n", "\r\n")
    check_form(body, "PUBLISH", language)
    check(len(events(body)) == 1, f"{language}: one event")
    event = events(body)[0]
    check(str(event["LOCATION"]) ==
          "3, rue des Lilas; 75020 Paris", f"{event['LOCATION']!r}")
    check("impieza" not in body and "Praxis" not in body,
          f"{language}: tells nothing: {body}")


def check_real_mail():
    with Authority() as authority, MailServer(authority) as server, \
            Office() as office:
        office.write("mail.secret", "secret\n", 0o600)
        office.config = office.write("kept.yaml", server.config())
        office.run("office", "import", office.write("office.yaml", OFFICE))
        office.run("import", office.write("v.csv", VISITS), "--at", AT)
        office.run("live", "on", "--at", AT)
        # A pretended clock reaches this machine only: the server is on it.
        office.run("send", "--at", LATER)
        got = {to[0]: raw for raw, to in server.taken}
        check(sorted(got) == sorted(f"{tag}@test.example" for tag in WORDS),
              f"everybody got one: {sorted(got)}")
        for recipient, raw in got.items():
            check_mail(raw, recipient)


def preview(office, *words):
    return office.json("text", "preview", *words)["previews"]


def check_calendars(office):
    """The entry of a visit is the same one, whatever is said of it."""
    first = preview(office, "--channel", "mail", "--appointment", "1", "--at",
                    AT)[0]["calendar"]
    later = preview(office, "--channel", "mail", "--appointment", "1", "--at",
                    LATER)[0]["calendar"]
    gone = preview(office, "--channel", "mail", "--appointment", "1", "--kind",
                   "cancelled", "--at", LATER)[0]["calendar"]
    moved = preview(office, "--channel", "mail", "--appointment", "1",
                    "--kind", "moved", "--at", LATER)[0]["calendar"]
    check_form(first, "PUBLISH", "reminder")
    check_form(gone, "CANCEL", "cancelled")
    check_form(moved, "PUBLISH", "moved")
    one, two, cancelled = (events(text)[0] for text in (first, later, gone))
    check(one["UID"] == two["UID"] == cancelled["UID"], "one UID")
    check(int(one["SEQUENCE"]) < int(two["SEQUENCE"]), "SEQUENCE rises")
    check(int(two["SEQUENCE"]) <= int(cancelled["SEQUENCE"]), "and stays")
    check(str(cancelled["STATUS"]) == "CANCELLED", "it is cancelled")
    check(cancelled["DTSTART"].dt == one["DTSTART"].dt, "at its time")
    check([str(event["STATUS"]) for event in events(moved)] ==
          ["CONFIRMED", "CANCELLED"], "the new slot, and the old one's end")


def check_previews(office):
    for language in LANGUAGES:
        for kind in KINDS:
            shown = preview(office, "--kind", kind, "--language", language,
                            "--at", AT)
            what = f"{language} {kind}"
            check({one["channel"] for one in shown} == {"sms", "mail"}, what)
            for one in shown:
                check(not one["invented"] and one["language"] == language,
                      f"{what}: {one}")
                check("{{" not in one["text"], f"{what}: {one['text']}")
                check("Limpieza" not in one["text"], f"{what}: {one['text']}")
                check((one["calendar"] is None) == (
                    one["channel"] == "sms" or kind == "missed"), what)
                if one["channel"] == "sms":
                    check(one["size"]["gsm"] == (language != "zh"),
                          f"{what}: {one['text']}")
    for one in preview(office, "--household", "--at", AT):
        check(one["invented"] and "Alejandra" in one["text"] and
              "Carlos" in one["text"] and "Elena" in one["text"], one)
    path = office.write("page.html", "")
    office.run("text", "preview", "--html", "-o", path, "--at", AT)
    with open(path, encoding="utf-8") as page:
        check("<!DOCTYPE html>" in page.read(), "the page was written")
    office.run("text", "preview", "-o", path, status=(2,))
    office.run("text", "preview", "--kind", "late", status=(2,))
    office.run("text", "preview", "--rule", "late", status=(2,))
    office.run("text", "preview", "--channel", "fax", status=(2,))


def check_show(office):
    """What is shown can be pasted, and says the same then."""
    for language in LANGUAGES:
        words = ("--language", language, "--at", AT)
        before = [preview(office, "--kind", kind, *words) for kind in KINDS]
        shown = office.write("shown.yaml", office.run("text", "show",
                                                      language))
        office.run("office", "import", shown)
        after = [preview(office, "--kind", kind, *words) for kind in KINDS]
        check(before == after, f"{language} says the same when pasted")
    office.run("text", "show", "tlh", status=(2,))
    check(len(office.json("text", "show", "de")["texts"]) == 8, "eight texts")


GOOD = 'texts:\n- {language: fr, channel: sms, body: "RDV {{start.date}}"}\n'
UNWISE = ('texts:\n- {language: fr, channel: sms, kind: cancelled,'
          ' body: "Annulé, désolé: Łódź {{start.date}}"}\n')
WRONG = [
    ('{language: fr, channel: sms, body: "Détartrage {{start.date}}"}',
     "tells the treatment"),
    ('{language: fr, channel: sms, body: "{{was.date}}"}', "moved"),
    ('{language: fr, channel: sms, body: "{{start.dat}}"}', "{{start.dat}}"),
    ('{language: zh, channel: sms, body: "洗牙{{start.date}}"}', "洗牙"),
]


def check_lint(office):
    office.config = office.write(
        "sms.yaml", "sms: {gateway: http, url: \"http://127.0.0.1:1/\","
        " body: '{{text}}', cost: \"0.0625\"}\n")
    result = office.json("text", "check", office.write("good.yaml", GOOD))
    one = result["texts"][0]
    check(one["usual"]["parts"] == 1 and one["cost"] == "0.0625 EUR", one)
    result = office.json("text", "check", office.write("odd.yaml", UNWISE),
                         status=(3,))
    one = result["texts"][0]
    check(one["letter"] == "Ł" and "U+0141" in one["warnings"][0], one)
    check(one["rewrite"] == "Annulé, désolé: Lodz {{start.date}}", one)
    check(one["kind"] == "cancelled" and result["warned"] == 1, result)
    imported = office.result("office", "import", office.write("odd.yaml",
                                                              UNWISE))
    check(imported.returncode == 0 and "texts[1]: 'Ł'" in imported.err,
          imported.err)
    for text, part in WRONG:
        path = office.write("wrong.yaml", f"texts:\n- {text}\n")
        result = office.json("text", "check", path, status=(2,))
        check(part in str(result["texts"][0]["error"]), result["texts"][0])
        check(part in office.result("office", "import", path).err,
              f"and is refused when it is saved: {text}")


def check_command():
    with Office() as office:
        office.run("office", "import", office.write("office.yaml", OFFICE))
        invented = preview(office, "--at", AT)
        check(invented and all(one["invented"] and one["appointment"] is None
                               for one in invented), invented)
        office.run("import", office.write("v.csv", VISITS), "--at", AT)
        check_calendars(office)
        check_previews(office)
        check_show(office)
        check_lint(office)


check_command()
check_real_mail()
done()
