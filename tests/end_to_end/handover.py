#!/usr/bin/python3
"""Commands that write while `kept serve` runs are carried out by it.

Two offices are given the same commands, one with a daemon and one without:
output and status are the same. Then signals: SIGTERM lets attempts under way
finish, SIGHUP reads the configuration again.
"""
import datetime
import os
import signal
import stat
import subprocess
import time

from harness import Office, check, done, wait_for
from servers import SmsGateway

OFFICE = """
office: {name: Cabinet des Lilas, zone: Europe/Paris, country: FR,
         language: fr}
window:
  - {monday: ["00:00-24:00"], tuesday: ["00:00-24:00"],
     wednesday: ["00:00-24:00"], thursday: ["00:00-24:00"],
     friday: ["00:00-24:00"], saturday: ["00:00-24:00"],
     sunday: ["00:00-24:00"]}
rules:
  - {name: one-day, before: 1d, channels: [sms, mail], late: send}
"""

MAP = """columns: {start: When, name: Who}
"""


def rows(count, first=1):
    """A table of visits in a month, each of a customer of its own."""
    day = datetime.date.today() + datetime.timedelta(days=30)
    return "id,start,name,phone\n" + "".join(
        f"v{number},{day}T{9 + number % 9:02}:00,Lilas {number},"
        f"+33639{980000 + number}\n" for number in range(first, first + count))


# Words, standard input, folder to be in. What comes later needs the earlier.
COMMANDS = [
    ("office import -", OFFICE, "."),
    ("office import again.yaml", None, "."),
    ("office import again.yaml --preview --json", None, "."),
    ("office export", None, "."),
    ("import visits.csv", None, "."),
    ("import visits.csv --json", None, "."),
    ("import ../visits.csv --feed other --preview --json", None, "below"),
    ("import -", rows(2, 500), "."),
    ("import - --json --feed stream", rows(4000, 1000), "."),
    ("import --map map.yaml mapped.csv", None, "."),
    ("import broken.csv", None, "."),
    ("import broken.csv --json", None, "."),
    ("mark 1 cancelled", None, "."),
    ("mark 2 confirmed --json", None, "below"),
    ("mark 3 cancelled-office --reason holiday", None, "."),
    ("mark 4 no-show", None, "."),
    ("mark 1 unmarked", None, "."),
    ("mark 4711 attended", None, "."),
    ("mark 1 vanished", None, "."),
    ("live status", None, "."),
    ("live --to me@test.example", None, "."),
    ("live on --json", None, "."),
    ("live off", None, "."),
    ("import absent.csv", None, "."),
    ("import absent.csv --json", None, "."),
    ("office import broken.yaml", None, "."),
    ("import", None, "."),
    ("import --nonsense visits.csv", None, "."),
    ("send", None, "."),
    ("send --json", None, "."),
]


def files(office):
    office.write("again.yaml", OFFICE + "closed: [2027-05-01]\n")
    office.write("broken.yaml", OFFICE + "toys: [ball]\n")
    office.write("visits.csv", rows(20))
    office.write("broken.csv", rows(2, 100) + "v999,2026-99-99,Nobody,\n")
    office.write("map.yaml", MAP)
    office.write("mapped.csv", "When;Who\n2027-03-01 10:00;Camille Lilas\n")
    os.mkdir(os.path.join(office.folder, "below"))


def run(office, words, given, folder):
    """Status, output and error, without what only this office has."""
    result = subprocess.run(
        office.words(words.split()), cwd=os.path.join(office.folder, folder),
        input=(given or "").encode(), capture_output=True, timeout=120,
        check=False)
    return (result.returncode,
            result.stdout.decode().replace(office.folder, "FOLDER"),
            result.stderr.decode().replace(office.folder, "FOLDER"))


def check_same(alone, served):
    for words, given, folder in COMMANDS:
        here = run(alone, words, given, folder)
        there = run(served, words, given, folder)
        check(here == there, f"kept {words}: {there}, not {here}")
    for table in ("customer", "booking", "office_section", "event"):
        counts = [office.rows(f"SELECT count(*) FROM {table}")
                  for office in (alone, served)]
        check(counts[0] == counts[1], f"{table}: {counts}")
    check("engine.recovered" not in served.logged(), "nobody else wrote")


def check_socket(office):
    path = office.db + ".sock"
    mode = os.stat(path)
    check(stat.S_ISSOCK(mode.st_mode) and stat.S_IMODE(mode.st_mode) == 0o600,
          f"the socket is the owner's alone: {oct(mode.st_mode)}")


def check_at_once(office):
    """Many at the same time, each with its own answer."""
    running = [subprocess.Popen(
        office.words(["mark", str(number), "cancelled", "--json"]),
        cwd=office.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for number in range(5, 15)]
    for number, process in zip(range(5, 15), running):
        out, err = process.communicate(timeout=60)
        check(process.returncode == 0 and
              f'"appointment": "{number}"' in out.decode(),
              f"mark {number}: {out!r} {err!r}")
    states = office.rows("SELECT count(*) FROM appointment"
                         " WHERE id BETWEEN 5 AND 14 AND state = 'cancelled'")
    check(states == [(10,)], f"all ten are cancelled: {states}")


def check_like_alone():
    with Office(name="Cabinet", zone="Europe/Paris") as alone, \
            Office(name="Cabinet", zone="Europe/Paris") as served:
        files(alone)
        files(served)
        served.serve()
        check_socket(served)
        check_same(alone, served)
        check_at_once(served)
        check(served.stop() == 0, "the daemon stops gently")
        check(not os.path.exists(served.db + ".sock"), "and its socket goes")
        served.run("mark", "15", "cancelled")
        served.serve()
        served.stop(signal.SIGKILL)
        served.run("mark", "16", "cancelled")


def soon():
    """A visit whose reminder is due now: it was booked late."""
    start = datetime.datetime.now(datetime.timezone.utc) + \
        datetime.timedelta(hours=20)
    return f"id,start,name,phone\n{{}},{start:%Y-%m-%dT%H:%M:00Z},Lilas,{{}}\n"


def message(office, number):
    return office.rows("SELECT state, attempts, reason FROM message"
                       " WHERE address = ?", number)


def gateway_office(sms):
    office = Office(name="Cabinet", zone="Europe/Paris")
    office.write("sms.secret", "token", 0o600)
    office.config = office.write("kept.yaml", sms.config())
    office.run("office", "import", "-", input=OFFICE)
    office.run("live", "on")
    return office


def check_term():
    """An attempt under way ends and is recorded; nothing new begins."""
    with SmsGateway(delay=(1.5, 1.5)) as sms, gateway_office(sms) as office:
        office.serve()
        office.run("import", "-", input=soon().format("v1", "+33639980001"))
        wait_for(lambda: sms.taken, 10, "the attempt")
        begin = time.monotonic()
        check(office.stop() == 0, "SIGTERM is a gentle end")
        check(time.monotonic() - begin > 0.5, "it waited for the answer")
        state = message(office, "+33639980001")
        check(state == [("accepted", 1, "")], f"and wrote it down: {state}")
        check(len(sms.taken) == 1, f"one attempt: {sms.taken}")
        doubtful = office.rows("SELECT count(*) FROM message"
                               " WHERE state IN ('claimed', 'unknown')")
        check(doubtful == [(0,)], "nothing is in doubt")


def check_hup():
    """A mended secret counts from the next SIGHUP on; a bad file does not."""
    with SmsGateway() as sms, gateway_office(sms) as office:
        office.write("sms.secret", "wrong", 0o600)
        office.serve()
        office.run("import", "-", input=soon().format("v1", "+33639980001"))
        result = office.result("send", "--json")
        check(result.returncode == 3 and "gateway stopped" in result.err,
              f"the gateway stops: {result.returncode} {result.err}")
        check(message(office, "+33639980001") == [("planned", 0, "")],
              "the message waits")
        check("gateway.stopped" in office.logged(), "with an alarm")
        refused = sms.refused
        time.sleep(1)
        check(sms.refused == refused, "and is left alone")

        office.write("kept.yaml", "listne: 1\n")
        office.daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: "daemon.not-reloaded" in office.logged(), 10,
                 "the daemon to say what is wrong with kept.yaml")
        check(office.daemon.poll() is None, "a bad file changes nothing")

        office.write("kept.yaml", sms.config())
        office.write("sms.secret", "token", 0o600)
        office.daemon.send_signal(signal.SIGHUP)
        wait_for(lambda: sms.taken, 10, "the gateway to try again")
        wait_for(lambda: message(office, "+33639980001") ==
                 [("accepted", 1, "")], 10, "the message to be accepted")
        sent = office.json("send")
        check(sent["refused"] == 0, f"all is well: {sent}")
        check(office.stop() == 0, "the daemon stops gently")


def main():
    check_like_alone()
    check_term()
    check_hup()
    done()


main()
