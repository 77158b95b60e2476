#!/usr/bin/python3
"""What of a feed is held, and a person's word on it.

A calendar loses half of its visits: they are held. `kept feed` shows them,
takes a person's yes or no, and reads the stored words again with another
mapping; the office file may say after how many equal looks a yes is not asked
for.
"""
import datetime
import os

from harness import Office, check, done

ZERO = datetime.datetime(2026, 5, 1, 8)
EVENT = """BEGIN:VEVENT
UID:{0}@test.example
DTSTAMP:20260401T080000Z
DTSTART:202605{1:02}T090000Z
DTEND:202605{1:02}T093000Z
SUMMARY:Cleaning - Customer {0}
END:VEVENT
"""
SETTINGS = """office: {{name: O, zone: Europe/Paris, country: FR, currency: EUR,
         language: fr}}
services: [{{name: Polish, match: "{match}"}}]
feeds: [{{name: chair-1, source: "{source}", refresh: 15m{more}}}]
"""


def at(minutes):
    moment = ZERO + datetime.timedelta(minutes=minutes)
    return ("--at", moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


class Desk(Office):
    """An office with one feed, which is a file."""

    def __init__(self, more="", match="polish"):
        super().__init__(name="O", zone="Europe/Paris", country="FR",
                         currency="EUR", language="fr")
        self.more = more
        self.settle(match)

    def settle(self, match):
        source = os.path.join(self.folder, "c.ics")
        self.write("office.yaml", SETTINGS.format(
            source=source, more=self.more, match=match))
        self.run("office", "import", "office.yaml")

    def show_visits(self, numbers):
        text = ("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//t//t//EN\n" +
                "".join(EVENT.format(n, n + 10) for n in numbers) +
                "END:VCALENDAR\n")
        self.write("c.ics", text.replace("\n", "\r\n"))

    def look(self, minutes, status=(0,)):
        return self.json(*at(minutes), "import", "chair-1", status=status)

    def feed(self, *words, minutes, status=(0,)):
        return self.json(*at(minutes), "feed", *words, status=status)

    def standing(self):
        return self.rows("SELECT count(*) FROM appointment WHERE state = "
                         "'booked'")[0][0]


def accept():
    with Desk() as desk:
        desk.show_visits(range(10))
        check(desk.look(0)["new"] == 10, "ten are new")
        listed = desk.feed("list", minutes=1)["feeds"]
        check([(f["name"], f["state"], f["ahead"], f["held"], f["failures"])
               for f in listed] == [("chair-1", "ok", 10, 0, 0)], f"{listed}")
        check(listed[0]["earliest"] == "2026-05-10T09:00:00Z" and
              listed[0]["latest"] == "2026-05-19T09:00:00Z", f"{listed}")
        desk.show_visits(range(5))
        told = desk.look(20, status=(3,))
        check(told["state"] == "suspicious" and told["held"] == 5, f"{told}")
        shown = desk.feed("show", "chair-1", minutes=21)
        check(shown["state"] == "suspicious" and
              [c["uid"] for c in shown["held_changes"]] ==
              [f"{n}@test.example" for n in range(5, 10)] and
              {c["change"] for c in shown["held_changes"]} == {"missing"},
              f"{shown}")
        text = desk.run(*at(21), "feed", "show", "chair-1")
        check("would count as missing" in text and "Customer 7" in text and
              "kept feed accept chair-1" in text, text)
        # More is gone than what was shown: the yes does not count for it.
        desk.show_visits(range(4))
        told = desk.feed("accept", "chair-1", minutes=40, status=(3,))
        check(told["state"] == "suspicious" and
              [c["uid"] for c in told["not_shown"]] == ["4@test.example"],
              f"more than was shown: {told}")
        check(desk.standing() == 10, "nothing was taken")
        told = desk.feed("accept", "chair-1", minutes=45)
        check(told["state"] == "ok" and told["withdrawn"] == 6 and
              desk.standing() == 4, f"{told}")
        told = desk.look(80)
        check(told["state"] == "ok" and told["withdrawn"] == 0, f"{told}")
        listed = desk.feed(minutes=81)["feeds"]
        check((listed[0]["state"], listed[0]["held"], listed[0]["ahead"]) ==
              ("ok", 0, 4), f"{listed}")
        told = desk.result(*at(82), "feed", "accept", "chair-1")
        check(told.returncode == 1 and "nothing of feed 'chair-1' is held" in
              told.err, told.err)


def reject():
    with Desk() as desk:
        desk.show_visits(range(10))
        desk.look(0)
        desk.show_visits(range(5))
        desk.look(20, status=(3,))
        told = desk.feed("reject", "chair-1", minutes=21)
        check(told["kept"] == 5 and told["state"] == "ok", f"{told}")
        for minutes in (40, 80):
            told = desk.look(minutes)
            check(told["state"] == "ok" and told["missing"] == 0 and
                  told["withdrawn"] == 0, f"they stand: {told}")
        check(desk.standing() == 10, "all stand")
        check(desk.feed(minutes=81)["feeds"][0]["pinned"] == 5, "pinned")
        story = desk.json(*at(81), "why", "8")
        check(any("stands all the same" in e["text"] for e in story["events"]),
              f"{story}")
        desk.show_visits(range(10))
        desk.look(100)
        check(desk.feed(minutes=101)["feeds"][0]["pinned"] == 0,
              "the feed shows them again")
        desk.show_visits(range(8))
        check(desk.look(120)["missing"] == 2, "absence counts again")


def remap():
    with Desk() as desk:
        desk.show_visits(range(3))
        desk.look(0)
        desk.settle("cleaning")
        os.remove(os.path.join(desk.folder, "c.ics"))
        told = desk.feed("remap", "chair-1", minutes=5)
        check(told["changed"] == 3, f"{told}")
        check(desk.rows("SELECT DISTINCT service FROM appointment") ==
              [("Polish",)], "the service of today's mapping")
        told = desk.result(*at(6), "feed", "remap", "chair-2")
        check(told.returncode == 1 and "no feed 'chair-2'" in told.err,
              told.err)


def release():
    with Desk(", release_after: 3") as desk:
        desk.show_visits(range(10))
        desk.look(0)
        desk.show_visits(range(5))
        desk.look(20, status=(3,))
        desk.look(40, status=(3,))
        check(desk.look(60)["withdrawn"] == 5, "the third equal look releases")
    with Desk(", release_after: 3") as desk:
        desk.show_visits(range(10))
        desk.look(0)
        desk.show_visits(range(0))
        for minutes in (20, 40, 60, 80):
            desk.look(minutes, status=(3,))
        check(desk.standing() == 10, "never for an empty feed")
    with Desk(", release_after: 3") as desk:
        desk.show_visits(range(10))
        desk.look(0)
        desk.show_visits(range(5))
        for day in (1, 2, 3):
            desk.look(day * 1500, status=(3,))
        check(desk.standing() == 10, "only within a day")
    desk = Office(name="O", zone="Europe/Paris")
    with desk:
        desk.write("bad.yaml", SETTINGS.format(
            source="x.ics", match="x", more=", release_after: 1"))
        told = desk.result("office", "import", "bad.yaml")
        check(told.returncode == 2 and "release_after" in told.err, told.err)


def while_serving():
    """The same words through the daemon, with its clock."""
    with Desk() as desk:
        desk.show_visits(range(10))
        desk.look(0)
        desk.show_visits(range(5))
        desk.look(20, status=(3,))
        desk.serve(*at(21), "--speed", "1")
        told = desk.json("feed", "show", "chair-1")
        check(len(told["held_changes"]) == 5, f"shown by the daemon: {told}")
        told = desk.json("feed", "accept", "chair-1")
        check(told["state"] == "ok" and told["withdrawn"] == 5,
              f"accepted by the daemon: {told}")
        check(desk.stop() == 0, "it stops")
        check(desk.standing() == 5, "five are left")


def renamed():
    """UIDs that are made anew at every fetch: known by time and title."""
    def calendar(salt):
        events = [EVENT.format(day, day).replace("UID:", f"UID:{salt}-")
                  for day in range(10, 16)]
        return "BEGIN:VCALENDAR\n" + "".join(events) + "END:VCALENDAR\n"

    with Office(name="O", zone="Europe/Paris", country="FR") as office:
        office.write("own.ics", calendar("old"))
        office.json("import", "own.ics", *at(0))
        office.write("own.ics", calendar("new"))
        said = office.json("import", "own.ics", *at(60))
        check((said["new"], said["missing"], said["unchanged"]) == (0, 0, 6),
              f"the same visits: {said}")
        check("another UID" in said["warnings"][0]["reason"],
              f"and it is said: {said['warnings']}")


def usage():
    with Office(name="O", zone="Europe/Paris") as office:
        check("No feeds yet" in office.run("feed"), "no feeds")
        check(office.json("feed") == {"feeds": []}, "no feeds")
        for words in (("show",), ("frobnicate", "x"), ("list", "x")):
            told = office.result("feed", *words)
            check(told.returncode == 2 and "usage" in told.err, told.err)


accept()
reject()
remap()
release()
while_serving()
renamed()
usage()
done()
