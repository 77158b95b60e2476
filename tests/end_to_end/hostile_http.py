#!/usr/bin/python3
"""A calendar whose server misbehaves, in every way we could think of.

Whatever it does: the last good copy stays as it is, nobody's appointment is
cancelled, the feed says what happened, and is asked again later and later.
By command and by the daemon.
"""
import concurrent.futures
import datetime
import re
import time

import hostile
from harness import Office, check, done, wait_for

FAILED, NEEDS_PERSON = 1, 3
BEGIN = datetime.datetime(2026, 11, 24, 8, tzinfo=datetime.timezone.utc)

OFFICE = """office: {{name: Cabinet des Lilas, zone: Europe/Paris}}
feeds:
{}"""
FEED = """  - name: {name}
    source: "http://ada:s3cret@127.0.0.1:{port}/{name}?key=s3cret"
    refresh: {refresh}
    allow_local: true
    limits: {{size: 512K}}
"""

# The way it answers, and what is to be said of it.
WAYS = {
    "cut": (hostile.cut, r"transfer closed|remaining|cut"),
    "stall": (hostile.stall, r"too slow|timed out"),
    "loris": (hostile.loris, r"too slow|timed out"),
    "mute": (hostile.mute, r"too slow|timed out"),
    "hang_up": (hostile.hang_up, r"[Ee]mpty reply"),
    "bomb": (hostile.bomb, r"unpacks|larger"),
    "nested_bomb": (hostile.nested_bomb, r"unpacks|larger"),
    "torn_gzip": (hostile.torn_gzip, r"."),
    "no_gzip": (hostile.no_gzip, r"."),
    "other_packing": (hostile.other_packing, r"."),
    "too_large": (hostile.too_large, r"larger"),
    "endless": (hostile.endless, r"larger"),
    "short": (hostile.short, r"cut|END:VCALENDAR|middle"),
    "chunks": (hostile.chunks, r"."),
    "torn_chunks": (hostile.torn_chunks, r"."),
    "no_http": (hostile.no_http, r"."),
    "many_heads": (hostile.many_heads, r"."),
    "round": (hostile.round_and_round, r"redirects"),
    "files": (hostile.into_files, r"file"),
    "login": (hostile.to_login, r"HTML|page|sign|login"),
    "page": (hostile.always("200 OK", hostile.PAGE), r"HTML|page|sign|login"),
    "empty": (hostile.always("200 OK"), r"empty"),
    "half": (hostile.always("200 OK", hostile.GOOD[:len(hostile.GOOD) // 2]),
             r"cut|END:VCALENDAR|middle"),
    "status_401": (hostile.always("401 Unauthorized"), r"another login"),
    "status_403": (hostile.always("403 Forbidden"), r"another login"),
    "status_404": (hostile.always("404 Not Found"), r"404.*link"),
    "status_410": (hostile.always("410 Gone"), r"410.*link"),
    "status_429": (hostile.always("429 Slow",
                                  headers="Retry-After: 90000\r\n"), r"429"),
    "status_500": (hostile.always("500 Oh", hostile.GOOD), r"500"),
    "status_503": (hostile.always("503 Busy", headers="Retry-After: 7200\r\n"),
                   r"503"),
    "status_204": (hostile.always("204 No Content"), r"204"),
    "status_206": (hostile.always("206 Partial", hostile.GOOD), r"206"),
}

# What a bad answer must leave as it is.
KEPT = ("appointment", "booking", "customer", "reminder", "message")
VISITS = "SELECT id, customer, start_s, end_s, state, title " \
         "FROM appointment ORDER BY id"  # not `replan`: the planner works
CLOSED = "SELECT count(*) FROM appointment WHERE state IN " \
         "('cancelled', 'withdrawn', 'moved')"


def at(minutes):
    return (BEGIN + datetime.timedelta(minutes=minutes)).isoformat()


def kept_rows(office):
    return {table: office.rows(f"SELECT * FROM {table} ORDER BY 1")
            for table in KEPT}


def feed_row(office, name):
    rows = office.rows("SELECT state, detail, failures, next_s, checked_s "
                       "FROM feed WHERE name = ?", name)
    return rows[0] if rows else (None, "", 0, 0, 0)


def office_with(server, names, refresh):
    office = Office(name="Cabinet des Lilas", zone="Europe/Paris",
                    country="FR", currency="EUR")
    office.run("office", "import", office.write("office.yaml", OFFICE.format(
        "".join(FEED.format(name=name, port=server.port, refresh=refresh)
                for name in names))))
    return office


def path_of(name):
    return f"/{name}?key=s3cret"


def check_said(name, text, pattern):
    check(re.search(pattern, text), f"{name} says {pattern}: {text}")
    check("s3cret" not in text and "ada" not in text,
          f"{name} tells no secret: {text}")


def check_failure(office, name, pattern, count, minutes):
    """One look at a server that misbehaves."""
    before = kept_rows(office)
    last = feed_row(office, name)
    result = office.result("--at", at(minutes), "import", name)
    state, detail, failures, after, checked = feed_row(office, name)
    check(result.returncode == FAILED,
          f"{name}: status {result.returncode}: {result.err}")
    check_said(name, result.err, pattern)
    check(result.out == "", f"{name}: {result.out}")
    check(kept_rows(office) == before, f"{name}: what is known stays")
    check(state == "rejected", f"{name} is rejected: {state}")
    check_said(name, detail, pattern)
    check(failures == count, f"{name}: {failures} failures, not {count}")
    check(after > checked, f"{name} is asked again later")
    return after - checked, last


def check_recovery(server, office, name, minutes):
    """The same calendar again is nothing new."""
    before = kept_rows(office)
    del server.ways[path_of(name)]
    office.run("--at", at(minutes), "import", name)
    state, detail, failures, _, _ = feed_row(office, name)
    check((state, detail, failures) == ("ok", "", 0),
          f"{name} is well again: {state} {detail} {failures}")
    check(before["appointment"] == kept_rows(office)["appointment"],
          f"{name} has the same appointments as before")


def check_way(server, name):
    """A good look, two bad ones, a good one: by command."""
    way, pattern = WAYS[name]
    with office_with(server, [name], "15m") as office:
        office.run("--at", at(0), "import", name)
        check(len(office.rows("SELECT id FROM appointment")) == 40,
              f"{name}: forty visits to begin with")
        server.ways[path_of(name)] = way
        first, _ = check_failure(office, name, pattern, 1, 20)
        second, _ = check_failure(office, name, pattern, 2, 60)
        check(second >= first or second > 3600,
              f"{name} is asked less often: {first} s, then {second} s")
        wish = {"status_429": 86400, "status_503": 7200}.get(name, 0)
        check(first >= wish, f"{name}: next after {first} s, not {wish}")
        check_recovery(server, office, name, 120)
        check(office.rows(CLOSED) == [(0,)], f"{name} has closed nothing")


def check_ways(server):
    """Most of them wait for a clock: at once."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: check_way(server, name), sorted(
            WAYS, key=lambda name: name not in ("stall", "loris", "mute"))))


def check_emptied(server):
    """An empty calendar is held, however often it is shown."""
    name = "emptied"
    with office_with(server, [name], "15m") as office:
        office.run("--at", at(0), "import", name)
        server.ways[path_of(name)] = hostile.always("200 OK",
                                                    hostile.calendar([]))
        before = kept_rows(office)["appointment"]
        for minutes in (20, 60, 120):
            office.run("--at", at(minutes), "import", name,
                       status=(NEEDS_PERSON,))
            check(feed_row(office, name)[0] == "suspicious",
                  f"it is held: {feed_row(office, name)}")
            check(kept_rows(office)["appointment"] == before,
                  "an empty calendar takes nothing away")
        check_recovery(server, office, name, 180)


def doctor_says(office, minutes, pattern):
    out = office.result("--at", at(minutes), "doctor").out
    check(re.search(pattern, out), f"doctor says {pattern}: {out}")
    check("s3cret" not in out, f"doctor tells no secret: {out}")


def check_gone(server):
    """404 for a day: the operator is told, and nobody is cancelled."""
    name = "gone"
    with office_with(server, [name], "15m") as office:
        office.run("--at", at(0), "import", name)
        server.ways[path_of(name)] = hostile.always("404 Not Found")
        check_failure(office, name, "404", 1, 20)
        doctor_says(office, 20, "ok +feed +gone is asked again soon")
        check_failure(office, name, "404", 2, 60)
        check_failure(office, name, "404", 3, 120)
        doctor_says(office, 120, "warning +feed +gone is rejected")
        server.ways[path_of(name)] = hostile.always("500 Oh")
        check_failure(office, name, "500", 4, 600)
        server.ways[path_of(name)] = hostile.always("410 Gone")
        check_failure(office, name, "410.*link still right", 5, 24 * 60 + 21)
        detail = feed_row(office, name)[1]
        check("so since 2026-11-24T08:20:00Z" in detail, f"since: {detail}")
        doctor_says(office, 24 * 60 + 21, "failed +feed +gone is gone: .*410")
        check_recovery(server, office, name, 26 * 60)
        server.ways[path_of(name)] = hostile.always("404 Not Found")
        check_failure(office, name, "404", 1, 27 * 60)
        check("since" not in feed_row(office, name)[1], "a new count")


def moved_to(office, minutes, *asked):
    """Looks; the paths that were asked, one after the other."""
    before = {path: len(heard) for path, heard in asked[0].heard.items()}
    office.result("--at", at(minutes), "import", "moved")
    return {path.split("?")[0]: len(heard) - before.get(path, 0)
            for path, heard in asked[0].heard.items()
            if len(heard) != before.get(path, 0)}


def check_moved(server):
    """A 301 says where a calendar lives from now on, as long as it does."""
    old, new = path_of("moved"), "/new-place?key=s3cret"
    move = hostile.always("301 Moved Permanently",
                          headers=f"Location: {new}\r\n")
    with office_with(server, ["moved"], "15m") as office:
        server.ways[old] = move
        check(moved_to(office, 0, server) == {"/moved": 1, "/new-place": 1},
              "a redirect is followed")
        doctor_says(office, 0, "warning +feed +moved has moved for good, to "
                    f"127.0.0.1:{server.port}\n")
        check(moved_to(office, 20, server) == {"/new-place": 1},
              "and remembered")
        check("Authorization: Basic" in server.heard[new][-1], "login and all")
        server.ways[new] = hostile.always("404 Not Found")
        check(moved_to(office, 40, server) == {"/new-place": 1}, "it is gone")
        check(moved_to(office, 120, server) == {"/moved": 1, "/new-place": 1},
              "the old address is asked again")
        server.ways[old] = hostile.always("302 Found",
                                          headers="Location: /passing\r\n")
        moved_to(office, 240, server)
        check(moved_to(office, 300, server) == {"/moved": 1, "/passing": 1},
              "a passing redirect is not remembered")
        server.ways[old] = move
        server.ways[new] = hostile.always("200 OK", hostile.PAGE)
        moved_to(office, 360, server)
        check("/moved" in moved_to(office, 420, server),
              "nor one to what is no calendar")
        check(office.rows(CLOSED) == [(0,)], "nothing was closed")


def check_mended(server):
    """A link that was mended is read at once, and not only for news."""
    name = "mended"
    with office_with(server, [name], "15m") as office:
        office.run("--at", at(0), "import", name)
        text = FEED.format(name=name, port=server.port, refresh="15m")
        office.run("--at", at(1), "office", "import", office.write(
            "office.yaml", OFFICE.format(text.replace("/mended", "/better"))))
        check(feed_row(office, name)[3] == 0, "it is due")
        office.run("--at", at(2), "import", name)
        check("If-None-Match" not in server.heard["/better?key=s3cret"][0],
              "what the old place said last is not the new one's")


def check_unchanged(server):
    """304 is a good look at what is known."""
    name = "unchanged"
    with office_with(server, [name], "15m") as office:
        office.run("--at", at(0), "import", name)
        before = kept_rows(office)
        out = office.run("--at", at(20), "import", name)
        check("nothing new" in out, f"nothing new: {out}")
        check('If-None-Match: "good"' in server.heard[path_of(name)][1],
              "it was asked for news only")
        check(kept_rows(office) == before, "304 changes nothing")


def check_requests(server):
    """What every server is told, and not told."""
    head = server.heard[path_of("unchanged")][0]
    check("Accept-Encoding: gzip\r\n" in head, f"gzip and no other: {head}")
    check("Authorization: Basic YWRhOnMzY3JldA==" in head, "who asks")
    check("ada" not in head.split("\r\n")[0], f"not in the address: {head}")


def check_daemon(server):
    """Good, then bad, on a clock that runs a hundred times too fast."""
    names = [name for name in WAYS if name not in ("stall", "loris", "mute")]
    with office_with(server, names, "5m") as office:
        office.serve("--at", at(0), "--speed", "100")
        wait_for(lambda: all(feed_row(office, name)[0] == "ok"
                             for name in names), 60, "all feeds to be read")
        check(len(office.rows(VISITS)) == 40, "the same visits in all of them")
        before = office.rows(VISITS)
        asked = {}
        for name in names:
            asked[name] = len(server.heard[path_of(name)])
            server.ways[path_of(name)] = WAYS[name][0]
        wait_for(lambda: all(feed_row(office, name)[0] == "rejected"
                             for name in names), 60, "all feeds to fail")
        time.sleep(12)  # twenty minutes
        office.stop()
        for name in names:
            check_said(name, feed_row(office, name)[1], WAYS[name][1])
            most = 1 if name in ("status_429", "status_503") else 5
            got = len(server.heard[path_of(name)]) - asked[name]
            hops = {"round": 6, "login": 2}.get(name, 1)
            check(got <= (most + 1) * hops, f"{name} was asked {got} times")
        check(office.rows(VISITS) == before,
              "the daemon has changed no appointment")
        log = office.logged()
        check("feed.failed" in log, "the log tells of it")
        check("s3cret" not in log and "key=" not in log, "but no secret")


def check_told(server):
    """A day of 404, which takes nine seconds: the log calls for somebody."""
    with office_with(server, ["told"], "5m") as office:
        office.serve("--at", at(0), "--speed", "10000")
        wait_for(lambda: office.rows("SELECT count(*) FROM appointment")
                 == [(40,)], 20, "the feed to be read")
        server.ways[path_of("told")] = hostile.always("404 Not Found")
        wait_for(lambda: "feed.gone" in office.logged(), 60, "the alarm")
        office.stop()
        log = office.logged()
        check(re.search("alert.*feed.failing", log), f"three in a row: {log}")
        check(re.search("alert.*feed.gone", log), f"gone for a day: {log}")
        check(office.rows(CLOSED) == [(0,)], "nobody is cancelled")


def check_stop(server):
    """A server that says nothing does not keep the daemon from stopping."""
    names = ["stall", "mute"]
    with office_with(server, names, "5m") as office:
        for name in names:
            server.ways[path_of(name)] = WAYS[name][0]
        asked = {name: len(server.heard[path_of(name)]) for name in names}
        office.serve("--at", at(0), "--speed", "1")
        wait_for(lambda: all(len(server.heard[path_of(name)]) > asked[name]
                             for name in names), 20, "all to be asked")
        begin = time.monotonic()
        office.stop()
        check(time.monotonic() - begin < 8, "it stopped without waiting")
        check(all(feed_row(office, name)[2] == 0 for name in names),
              "which is no failure of theirs")


def check_strangers(server):
    """An office's feed may not lie on this machine unless it may."""
    name = "stranger"
    with office_with(server, [name], "5m") as office:
        text = FEED.format(name=name, port=server.port, refresh="5m")
        office.run("office", "import", office.write(
            "office.yaml", OFFICE.format(text.replace("true", "false"))))
        office.serve()
        wait_for(lambda: feed_row(office, name)[0] == "rejected", 20,
                 "the feed to be refused")
        check("private address" in feed_row(office, name)[1],
              f"why: {feed_row(office, name)[1]}")
        check(not server.heard[path_of(name)], "nobody was asked")


with hostile.Hostile() as hostile_server:
    check_unchanged(hostile_server)
    check_requests(hostile_server)
    check_ways(hostile_server)
    check_emptied(hostile_server)
    check_gone(hostile_server)
    check_moved(hostile_server)
    check_told(hostile_server)
    check_mended(hostile_server)
    check_stop(hostile_server)
    check_strangers(hostile_server)
    for known in list(hostile_server.ways):
        del hostile_server.ways[known]
    check_daemon(hostile_server)
done()
