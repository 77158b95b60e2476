#!/usr/bin/python3
"""A calendar on a real CalDAV server (Radicale), from its first look on.

After each step the appointments of the database are compared with what the
server's calendar holds.
"""
import datetime

from dav import Gate, PASSWORD, Radicale, USER
from harness import Office, check, done, wait_for

NEEDS_PERSON = 3
FAILED = 1
USAGE = 2

OFFICE = """
office: {{name: Cabinet des Lilas, zone: Europe/Paris, country: FR}}
feeds:
  - {{name: chair-1, source: "{source}", kind: {kind}, refresh: 15m,
     allow_local: true, {login}}}
"""
WITH_PASSWORD = "login: ada, secret_file: ada.secret"


def event(uid, start, *more):
    """A visit of half an hour; `start` in Paris: 2026-12-01T09:00."""
    when = start.replace("-", "").replace(":", "") + "00"
    return [f"UID:{uid}@test.example",
            f"DTSTART;TZID=Europe/Paris:{when}", "DURATION:PT30M",
            f"SUMMARY:{uid.title()} Lilas", *more]


def utc(start):
    """Winter in Paris is an hour ahead."""
    at = datetime.datetime.fromisoformat(start) - datetime.timedelta(hours=1)
    return int(at.replace(tzinfo=datetime.timezone.utc).timestamp())


def standing(office):
    """What stands: (title, start)."""
    return sorted(office.rows(
        "SELECT title, start_s FROM appointment"
        " WHERE state = 'booked' OR state = 'confirmed'"))


def check_standing(office, what, *visits):
    wanted = sorted((f"{uid.title()} Lilas", utc(start))
                    for uid, start in visits)
    got = standing(office)
    check(got == wanted, f"{what}: {got} is to be {wanted}")


class Clock:
    """Each look is a quarter of an hour after the last."""

    def __init__(self):
        self.now = datetime.datetime(2026, 11, 20, 9, 0,
                                     tzinfo=datetime.timezone.utc)

    def tick(self, **more):
        self.now += datetime.timedelta(**more) if more else \
            datetime.timedelta(minutes=15)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")


def open_office(source, login=WITH_PASSWORD, kind="caldav"):
    office = Office(name="Cabinet des Lilas", zone="Europe/Paris",
                    country="FR")
    office.write("ada.secret", PASSWORD + "\n", 0o600)
    office.write("office.yaml", OFFICE.format(
        source=source, login=login, kind=kind))
    office.run("office", "import", "office.yaml")
    return office


class Scene:
    """The office, its clock, and what the last look said."""

    def __init__(self, office):
        self.office = office
        self.clock = Clock()

    def look(self, *more, status=(0,), **time):
        return self.office.json("import", "chair-1", "--at",
                                self.clock.tick(**time), *more, status=status)

    def fails(self, said, status=FAILED, **time):
        before = standing(self.office)
        result = self.office.result("import", "chair-1", "--at",
                                    self.clock.tick(**time))
        check(result.returncode == status,
              f"{said}: status {result.returncode}: {result.err}")
        check(said in result.err, f"'{said}' is in {result.err!r}")
        check(PASSWORD not in result.err + result.out, "no password is shown")
        check(standing(self.office) == before, f"{said}: nothing changed")


def counts(said, **wanted):
    got = {name: said.get(name) for name in wanted}
    check(got == wanted, f"{got} is to be {wanted}")


WEEKS = [("series", f"2026-12-{day:02}T10:00") for day in (1, 8, 15, 22)]
SERIES = ("series", "2026-12-01T10:00", "RRULE:FREQ=WEEKLY;COUNT=4")


def check_first(scene, radicale):
    """Found from the bare host: the only calendar that takes events."""
    radicale.make("/ada/work/", "Work")
    radicale.make("/ada/tasks/", "Tasks", "VJOURNAL")
    counts(scene.look(), state="ok", new=0)
    radicale.put("/ada/work/one.ics", event("one", "2026-12-01T09:00"))
    radicale.put("/ada/work/two.ics", event("two", "2026-12-02T09:00"))
    radicale.put("/ada/work/series.ics", event(*SERIES))
    radicale.put("/ada/work/old.ics", event("old", "2026-01-02T09:00"))
    counts(scene.look(), state="ok", new=6)
    check_standing(scene.office, "first", ("one", "2026-12-01T09:00"),
                   ("two", "2026-12-02T09:00"), *WEEKS)
    counts(scene.look(), state="ok", new=0, unchanged=6)


def check_unnamed(radicale):
    """Somebody types the bare host: a web page, but a calendar server too."""
    with open_office(radicale.url()) as office:
        said = office.json("import", radicale.url("/"), "--login", USER,
                           "--secret-file", "ada.secret", "--at",
                           "2026-11-20T09:00:00Z")
        counts(said, state="ok", new=6)
        check("kind: caldav" in said["warnings"][0]["reason"],
              f"how to say it: {said['warnings']}")


def check_changes(scene, radicale):
    """A move, one visit of a series, a removal: each seen at once."""
    radicale.put("/ada/work/one.ics", event("one", "2026-12-01T11:00"))
    counts(scene.look(), moved=1, new=0, missing=0, withdrawn=0)
    check_standing(scene.office, "moved", ("one", "2026-12-01T11:00"),
                   ("two", "2026-12-02T09:00"), *WEEKS)

    radicale.put("/ada/work/series.ics", event(*SERIES), event(
        "series", "2026-12-09T15:00",
        "RECURRENCE-ID;TZID=Europe/Paris:20261208T100000"))
    counts(scene.look(), moved=1, new=0, missing=0, withdrawn=0)
    weeks = [WEEKS[0], ("series", "2026-12-09T15:00"), *WEEKS[2:]]
    check_standing(scene.office, "one of a series",
                   ("one", "2026-12-01T11:00"), ("two", "2026-12-02T09:00"),
                   *weeks)

    radicale.delete("/ada/work/two.ics")
    counts(scene.look(), withdrawn=1, moved=0, missing=0)
    check_standing(scene.office, "removed", ("one", "2026-12-01T11:00"),
                   *weeks)
    counts(scene.look(), withdrawn=0, missing=0, unchanged=5)
    return weeks


def check_lost_token(scene, radicale, weeks):
    """The server has forgotten our token while things changed."""
    radicale.put("/ada/work/three.ics", event("three", "2026-12-03T09:00"))
    radicale.delete("/ada/work/one.ics")
    radicale.forget_tokens()
    counts(scene.look(), new=1, withdrawn=1, missing=0)
    check_standing(scene.office, "lost token", ("three", "2026-12-03T09:00"),
                   *weeks)
    radicale.put("/ada/work/three.ics", event("three", "2026-12-03T10:00"))
    counts(scene.look(), moved=1, new=0, withdrawn=0)
    # All is compared once a day, and the same.
    counts(scene.look(days=1), moved=0, new=0, withdrawn=0, unchanged=5)
    check_standing(scene.office, "a day later", ("three", "2026-12-03T10:00"),
                   *weeks)


def check_failures(scene, radicale):
    """Nothing changes, whoever is to blame; afterwards all is well."""
    scene.office.write("ada.secret", "wrong\n", 0o600)
    scene.fails("another login (401)")
    scene.office.write("ada.secret", PASSWORD + "\n", 0o644)
    scene.fails("chmod 600", status=USAGE)
    scene.office.write("ada.secret", PASSWORD + "\n", 0o600)
    radicale.stop()
    scene.fails("Couldn't connect")
    state = scene.office.rows("SELECT state, failures FROM feed")
    check(state == [("rejected", 3)], f"the feed's record: {state}")
    radicale.start()
    counts(scene.look(), state="ok", new=0, withdrawn=0, unchanged=5)


def check_brake(scene, radicale, weeks):
    """Somebody empties the calendar: held, until it is as it was."""
    visits = [(f"many{i}", f"2026-12-{i + 1:02}T14:00") for i in range(12)]
    for uid, start in visits:
        radicale.put(f"/ada/work/{uid}.ics", event(uid, start))
    counts(scene.look(), new=12)
    for uid, _ in visits:
        radicale.delete(f"/ada/work/{uid}.ics")
    said = scene.look(status=(NEEDS_PERSON,))
    counts(said, state="suspicious", withdrawn=0, held=12)
    said = scene.look(status=(NEEDS_PERSON,))
    counts(said, state="suspicious", withdrawn=0, held=12)
    for uid, start in visits:
        radicale.put(f"/ada/work/{uid}.ics", event(uid, start))
    counts(scene.look(), state="ok", withdrawn=0, new=0)
    check_standing(scene.office, "after the brake",
                   ("three", "2026-12-03T10:00"), *weeks, *visits)
    counts(scene.look(), state="ok", withdrawn=0, new=0)
    return visits


def check_words(scene, radicale, weeks, visits):
    """A person accepts that half of them are gone, and rejects the rest."""
    rest = [("three", "2026-12-03T10:00"), *weeks]
    for uid, _ in visits[:6]:
        radicale.delete(f"/ada/work/{uid}.ics")
    counts(scene.look(status=(NEEDS_PERSON,)), state="suspicious", held=6)
    said = scene.office.json("feed", "accept", "chair-1", "--at",
                             scene.clock.tick())
    counts(said, state="ok", withdrawn=6)
    check_standing(scene.office, "accepted", *rest, *visits[6:])
    counts(scene.look(), state="ok", withdrawn=0, unchanged=11)
    for uid, _ in visits[6:]:
        radicale.delete(f"/ada/work/{uid}.ics")
    counts(scene.look(status=(NEEDS_PERSON,)), state="suspicious", held=6)
    scene.office.run("feed", "reject", "chair-1", "--at", scene.clock.tick())
    counts(scene.look(), state="ok", withdrawn=0, missing=0)
    check_standing(scene.office, "rejected", *rest, *visits[6:])
    counts(scene.look(days=1), state="ok", withdrawn=0, missing=0)
    check_standing(scene.office, "a day later", *rest, *visits[6:])


def check_horizon(scene, radicale):
    """A series without end: its visits come into sight, unasked."""
    radicale.put("/ada/work/ever.ics", event(
        "ever", "2026-12-04T08:00", "RRULE:FREQ=WEEKLY"))
    counts(scene.look(), new=56, withdrawn=0)
    counts(scene.look(days=7), new=1, withdrawn=0, missing=0)
    counts(scene.look(), new=0, withdrawn=0, missing=0)
    radicale.delete("/ada/work/ever.ics")


def check_choice(scene, radicale):
    """A second calendar: the first is known, a stranger has to choose."""
    radicale.make("/ada/home/", "Home & garden")
    counts(scene.look(), state="ok", withdrawn=0, new=0)
    with open_office(radicale.url()) as other:
        result = other.result("import", "chair-1", "--preview")
        check(result.returncode == USAGE, f"a choice: {result.returncode}")
        check("2 calendars" in result.err and
              radicale.url("/ada/home/") + "  Home & garden" in result.out and
              radicale.url("/ada/work/") + "  Work" in result.out,
              f"the calendars are listed: {result.out} {result.err}")
        listed = other.json("import", radicale.url("/"), "--login", USER,
                            "--secret-file", "ada.secret", "--preview",
                            status=(USAGE,))
        check(sorted(entry["name"] for entry in listed["calendars"]) ==
              ["Home & garden", "Work"], f"in JSON: {listed}")
        check(other.rows("SELECT count(*) FROM caldav_state") == [(0,)],
              "a preview remembers nothing")


def check_logins(radicale):
    """Digest and a token, by a server that takes nothing else."""
    for kind in ("Digest", "Bearer"):
        with Gate(radicale, kind) as gate:
            login = WITH_PASSWORD
            if kind == "Bearer":
                login = "bearer_file: token.secret"
            with open_office(gate.url("/ada/work/"), login) as office:
                office.write("token.secret", gate.token, 0o600)
                scene = Scene(office)
                counts(scene.look(), state="ok", new=5)
                counts(scene.look(), state="ok", new=0, unchanged=5)
                good = [asked for asked, was_good in gate.asked if was_good]
                check(good == ["PROPFIND", "REPORT", "REPORT", "REPORT"],
                      f"{kind}: asked {gate.asked}")
                office.write("ada.secret", "wrong", 0o600)
                office.write("token.secret", "wrong", 0o600)
                scene.fails("another login (401)")
            # The same as a file, which Radicale makes of a calendar.
            with open_office(gate.url("/ada/work/"), login, "file") as office:
                office.write("token.secret", gate.token, 0o600)
                scene = Scene(office)
                counts(scene.look(), state="ok", new=5)
                office.write("ada.secret", "wrong", 0o600)
                office.write("token.secret", "wrong", 0o600)
                scene.fails("another login (401)")


def check_daemon(radicale):
    """The daemon looks by itself, with the clock running fast."""
    with open_office(radicale.url("/ada/home/")) as office:
        radicale.put("/ada/home/a.ics", event("a", "2026-12-01T09:00"))
        radicale.put("/ada/home/b.ics", event("b", "2026-12-01T10:00"))
        office.serve("--at", "2026-11-20T09:00:00Z", "--speed", "300")
        wait_for(lambda: len(standing(office)) == 2, 20, "the first look")
        radicale.put("/ada/home/a.ics", event("a", "2026-12-02T09:00"))
        radicale.delete("/ada/home/b.ics")
        wait_for(lambda: standing(office) == [
            ("A Lilas", utc("2026-12-02T09:00"))], 20, "the next look")
        radicale.stop()
        wait_for(lambda: "feed.failed" in office.logged(), 20, "a failure")
        check_standing(office, "server away", ("a", "2026-12-02T09:00"))
        radicale.start()
        radicale.put("/ada/home/c.ics", event("c", "2026-12-03T09:00"))
        wait_for(lambda: len(standing(office)) == 2, 60, "it to come back")
        check(office.stop() == 0, "the daemon stops")
        check(PASSWORD not in office.logged(), "no password in the log")


def main():
    with Radicale() as radicale:
        with open_office(radicale.url()) as office:
            scene = Scene(office)
            check_first(scene, radicale)
            check_unnamed(radicale)
            weeks = check_changes(scene, radicale)
            check_lost_token(scene, radicale, weeks)
            check_failures(scene, radicale)
            visits = check_brake(scene, radicale, weeks)
            check_words(scene, radicale, weeks, visits)
            check_choice(scene, radicale)
            check_horizon(scene, radicale)
        check_logins(radicale)
        check_daemon(radicale)
    done()


main()
