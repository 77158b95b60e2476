#!/usr/bin/python3
"""What a calendar's words mean, said by the office, and how sure it is.

A feed's patterns are checked when the office file is read, applied to what is
known already, and shown by the preview; what is not sure waits for a person.
"""
from harness import Office, check, done

AT = ("--at", "2026-11-24T10:00:00Z")
LATER = ("--at", "2026-11-24T10:10:00Z")

EVENTS = [("a", "10", "Cleaning - Ada Martin", "Tel: 06 39 98 00 01"),
          ("b", "11", "Bo Example 06 39 98 00 02", ""),
          ("c", "12", "Pause midi", "")]


def calendar():
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//test"]
    for uid, hour, title, text in EVENTS:
        lines += ["BEGIN:VEVENT", f"UID:{uid}@test.example",
                  f"DTSTART:20261127T{hour}0000Z", f"SUMMARY:{title}",
                  f"DTEND:20261127T{hour}3000Z", "DTSTAMP:20261101T000000Z",
                  f"DESCRIPTION:{text}", "END:VEVENT"]
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


def feed(office, patterns=""):
    return (f"feeds:\n- name: desk\n  source: {office.folder}/desk.ics\n"
            + patterns)


PATTERNS = ("  patterns:\n"
            "  - {text: summary, pattern: '^(?<name>[^0-9]+) "
            "(?<phone>0[0-9 ]+)$'}\n")


def facts(office):
    return office.rows(
        "SELECT c.name, c.phone, c.phone_doubt FROM appointment a"
        "  LEFT JOIN customer c ON c.id = a.customer ORDER BY a.start_s")


def check_preview(office):
    text = office.run("import", "desk.ics", "--preview", *AT)
    for line in ("1  phone: from the line 'Tel:' (sure)",
                 "1  phone: from the title (likely)",
                 'that time is taken: "Pause midi"'):
        check(line in text, f"the preview says {line!r}: {text}")


def check_unsure(office):
    """A number in a title waits for a person; then it stays."""
    office.run("office", "import", "-", input=feed(office))
    office.run("import", "desk", *AT, status=(0, 3))
    check(facts(office) == [("Ada Martin", "+33639980001", None),
                            ("", None, "+33639980002")],
          f"what is not sure is not used: {facts(office)}")
    items = office.json("review", *AT, status=(0, 3))["items"]
    numbers = [item for item in items if item["kind"] == "doubtful-number"]
    check(len(numbers) == 1, f"it waits: {items}")
    office.run("review", "approve", numbers[0]["id"], *AT, status=(0, 3))
    check(facts(office)[1] == ("", "+33639980002", None),
          f"a person says it is theirs: {facts(office)}")
    office.run("review", "undo", numbers[0]["id"], *AT, status=(0, 3))
    check(facts(office)[1] == ("", None, "+33639980002"),
          f"and takes it back: {facts(office)}")


def check_mapping(office):
    """A pattern makes it sure, of events that have not changed, too."""
    broken = office.result("office", "import", "-", input=feed(
        office, PATTERNS.replace("<name", "<nam")))
    check(broken.returncode == 2, "a wrong group is refused")
    check("feeds[1].patterns[1].pattern: its group 'nam' is none of"
          in broken.err, f"a wrong group is told: {broken.err}")
    changes = office.json("office", "import", "-",
                          input=feed(office, PATTERNS))["changes"]
    check(len(changes) == 1, f"the change is shown: {changes}")
    again = office.run("office", "export")
    check("(?<phone>0[0-9 ]+)" in again, f"it comes out again: {again}")
    out = office.json("import", "desk", *LATER, status=(0, 3))
    check(out["changed"] == 1, f"unchanged events are read again: {out}")
    check(facts(office)[1][:2] == ("Bo Example", "+33639980002"),
          f"the pattern has the word: {facts(office)}")
    why = office.run("why", "2", *LATER)
    check("phone: by the feed's pattern (sure)" in why, f"and why: {why}")


def main():
    with Office(zone="Europe/Paris", country="FR") as office:
        office.write("desk.ics", calendar())
        check_preview(office)
        check_unsure(office)
        check_mapping(office)
    done()


main()
