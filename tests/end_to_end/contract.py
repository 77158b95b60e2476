#!/usr/bin/python3
"""The command line as scripts outside this repository rely on it.

Each command of the plans: its help, its status, its JSON keys, the global
options on either side of it; then backup and restore, doctor, completion.
"""
import json
import os
import re
import subprocess

from harness import KEPT, Office, check, done

AT = ("--at", "2026-11-24T08:00:00+01:00")

COMMANDS = ("init office expand import plan live send serve day mark why "
            "report review doctor backup restore text completion").split()

OFFICE = """
office: {name: Cabinet des Lilas, zone: Europe/Paris, country: FR,
         currency: EUR, language: fr}
services:
  - {name: Contrôle, price: "45.00", duration: 20m}
providers:
  - {name: Dr Martin, hourly_cost: "72.00"}
"""

VISITS = """id,start,duration_min,name,phone,email,service,provider,status
v1,2026-11-23T09:00,20,Camille Lilas,+33 6 39 98 00 01,,Contrôle,Dr Martin,
v2,2026-11-24T09:00,20,Alex Lilas,,v2@test.example,Contrôle,Dr Martin,
v3,2026-11-26T09:00,20,Sacha Lilas,06 39 98 00 03,,Contrôle,Dr Martin,
v4,2026-10-26T09:00,20,Lou Lilas,06 39 98 00 04,,Contrôle,Dr Martin,no-show
v5,2026-10-27T09:00,20,Lou Lilas,06 39 98 00 04,,Contrôle,Dr Martin,attended
"""


def event(uid, start, more=(), zone=";TZID=Europe/Paris", minutes=30):
    name, value = ("DTSTART", start)
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261101T080000Z",
             f"{name}{zone}:{value}"]
    if minutes:
        lines.append(f"DURATION:PT{minutes}M")
    return "\r\n".join([*lines, *more, "END:VEVENT"])


def calendar(*events):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0",
                        "PRODID:-//kept//tests//EN", *events,
                        "END:VCALENDAR", ""])


def has(what, value, keys):
    for key in keys.split():
        check(isinstance(value, dict) and key in value,
              f"{what} has {key}: {str(value)[:300]}")


def is_instant(text):
    return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text) is not None


def check_help():
    def said(*words):
        result = subprocess.run([KEPT, *words], capture_output=True,
                                timeout=60, check=False, text=True)
        check(result.returncode == 0 and result.stderr == "",
              f"kept {' '.join(words)}: {result.returncode} {result.stderr}")
        return result.stdout

    general = said("--help")
    for command in COMMANDS:
        check(re.search(rf"^  {command} +\S", general, re.M),
              f"{command} is listed")
        text = said(command, "--help")
        check(re.search(rf"^Example: .*kept {command}\b", text, re.M),
              f"{command} --help has an example")
        check(f"Usage: kept {command}" in text and "--json" in text,
              f"{command} --help tells its options: {text}")
        check(said("--help", command) == text or command == "",
              f"--help before {command}")
    check(re.fullmatch(r"kept \d+\.\d+\.\d+\S*\n", said("--version")),
          "the version is one line")


def check_globals(office):
    """Before the command or after it; else from the environment."""
    day = ["day", "2026-11-24"]
    usual = office.result(*day, *AT, "--json")
    check(usual.returncode == 0, f"day: {usual.err}")
    for words in (["--db", office.db, *AT, "--json", *day],
                  [*day, "--db", office.db, *AT, "--json"],
                  ["--json", *day, f"--at={AT[1]}", f"--db={office.db}"],
                  ["--db", office.db, "day", *AT, "2026-11-24", "--json"]):
        result = subprocess.run([KEPT, *words], capture_output=True,
                                timeout=60, check=False)
        check(result.stdout == usual.stdout and result.returncode == 0,
              f"kept {words}: {result.stderr}")
    config = office.write("other.yaml", "listne: 1\n")
    for environment, status in (({"KEPT_DB": office.db}, 0),
                                ({"KEPT_DB": "/nowhere/kept.db"}, 1)):
        result = subprocess.run([KEPT, *day, *AT, "--json"],
                                env={**os.environ, **environment},
                                capture_output=True, timeout=60, check=False)
        check(result.returncode == status, f"KEPT_DB: {result.stderr}")
    for words, environment in ((["--config", config], {}),
                               ([], {"KEPT_CONFIG": config})):
        result = subprocess.run(
            [KEPT, "--db", office.db, *words, "send", *AT],
            env={**os.environ, **environment}, capture_output=True,
            timeout=60, check=False)
        check(result.returncode == 2 and b"listne" in result.stderr,
              f"the configuration is that one: {result.stderr}")


def one_object(office, *words, status=(0,), **more):
    """Standard output is one JSON object, standard error is for people."""
    result = office.result(*words, "--json", **more)
    what = f"kept {' '.join(words)}"
    check(result.returncode in status,
          f"{what}: status {result.returncode}: {result.err}")
    try:
        value = json.loads(result.out)
    except ValueError:
        check(False, f"{what} prints one object: {result.out!r}")
        return {}
    check(isinstance(value, dict), f"{what} prints an object: {value}")
    return value


def check_commands(office):
    """What each command of the table has in its JSON."""
    has("office import", one_object(office, "office", "import", "-",
                                    input=OFFICE), "changes")
    office.write("visits.csv", VISITS)
    imported = one_object(office, "import", "visits.csv", *AT)
    has("import", imported, "state new changed moved cancelled missing "
        "withdrawn restored unchanged skipped rejected changes")
    check(imported["state"] == "ok" and imported["new"] == 5,
          f"import: {imported}")
    for change in imported["changes"]:
        has("a change", change, "change uid start_utc")
    broken = one_object(office, "import", "-", *AT, status=(3,),
                        input="id,start,name\nw1,whenever,Lilas\n"
                        "w2,2026-12-24T09:00,Sol Lilas\n")
    check(broken["new"] == 1 and len(broken["rejected"]) == 1,
          f"a bad row: {broken}")
    has("a rejected row", broken["rejected"][0], "line reason")
    check(broken["rejected"][0]["line"] == 2, f"its line: {broken}")

    plan = one_object(office, "plan", "--days", "3", *AT)
    check(plan["reminders"], "something is planned")
    for reminder in plan["reminders"]:
        has("a reminder", reminder,
            "appointment rule channel to due state reason")
        check(isinstance(reminder["appointment"], str) and
              is_instant(reminder["due"]), f"its types: {reminder}")
    for words in ([], ["status"], ["off"], ["--to", "me@test.example"],
                  ["on"]):
        live = one_object(office, "live", *words, *AT)
        has("live", live, "live")
        check(live["live"] is (words == ["on"]), f"live {words}: {live}")
    office.run("live", "off", *AT)
    has("send", one_object(office, "send", *AT),
        "accepted refused retry unknown skipped")

    day = one_object(office, "day", "2026-11-23", *AT)
    check(len(day["appointments"]) == 1, f"day: {day}")
    has("a visit", day["appointments"][0],
        "id start customer service state attendance risk")
    number = day["appointments"][0]["id"]
    check(isinstance(number, str), "ids are strings")
    check_marks(office, number)
    why = one_object(office, "why", number, *AT)
    has("why", why, "events sources")
    check(why["sources"][0]["origins"]["name"]["from"] == "column",
          f"where its name comes from: {why['sources']}")
    check(any("late" in event["text"] for event in why["events"]),
          f"the mark is told: {why}")
    check_report(office)


def check_marks(office, number):
    for result in ("attended late left no-show unmarked confirmed cancelled "
                   "cancelled-office attended").split():
        one_object(office, "mark", number, result, "--reason", "as it was",
                   "--said", "2026-11-22T12:00:00Z", *AT)
    one_object(office, "mark", number, "late", *AT)
    visit = one_object(office, "day", "2026-11-23", *AT)["appointments"][0]
    check(visit["attendance"] == "late" and visit["state"] == "booked",
          f"the last mark counts: {visit}")


def check_report(office):
    loss = one_object(office, "report", "loss", "--month", "2026-10", *AT)
    has("report loss", loss,
        "period counts rates loss segments people definitions")
    has("counts", loss["counts"],
        "attended attended_late not_seen no_show cancelled_early "
        "cancelled_short cancelled_office moved_early moved_short withdrawn "
        "unmarked future total")
    has("rates", loss["rates"],
        "fta fta_due short_notice broken cancellation coverage")
    for rate in loss["rates"].values():
        has("a rate", rate, "numerator denominator value low high bound_low "
            "bound_high definition")
    check(loss["rates"]["fta"]["value"] == 0.5, f"fta: {loss['rates']}")
    has("loss", loss["loss"],
        "currency time_minor contribution_minor contract_minor gross_minor "
        "refilled_minor rebooked_minor fees_minor messages_minor net_minor "
        "net_contribution_minor short_unrefilled_minor price_tiers")
    check(loss["loss"]["contract_minor"] == 4500, f"loss: {loss['loss']}")
    profiles = one_object(office, "report", "profiles", *AT)
    check(profiles, "profiles say something")
    office.run("report", "loss", "--month", "2026-10", "--format",
               "text,json", "-o", "october", *AT)
    for ending in (".txt", ".json"):
        check(os.path.getsize(os.path.join(office.folder,
                                           "october" + ending)) > 100,
              f"october{ending} is written")


def check_expand(office):
    """The shape that other programs compare with."""
    office.write("sample.ics", calendar(
        event("b@test.example", "20261126T100000", ["SUMMARY:Second"]),
        event("a@test.example", "20261126T100000",
              ["SUMMARY:First", "STATUS:TENTATIVE"]),
        event("c@test.example", "20261127", ["SUMMARY:Whole day"],
              ";VALUE=DATE", 0),
        event("d@test.example", "20261024T100000",
              ["RRULE:FREQ=DAILY;COUNT=3", "SUMMARY:Across"]),
        event("e@test.example", "20261201T000000", (), ""),
        event("f@test.example", "99999999T999999", ["SUMMARY:Never"])))
    out = one_object(office, "expand", "sample.ics", "--from", "2026-10-24",
                     "--to", "2026-12-01", "--zone", "Europe/Paris")
    has("expand", out, "window occurrences skipped")
    check(out["window"] == {"from": "2026-10-24", "to": "2026-12-01"},
          f"window: {out['window']}")
    for occurrence in out["occurrences"]:
        has("an occurrence", occurrence,
            "uid start_utc end_utc all_day status summary")
    got = [(one["uid"][0], one["start_utc"], one["end_utc"], one["all_day"],
            one["summary"]) for one in out["occurrences"]]
    # 2026-12-01 00:00 in Paris is still November in UTC.
    wanted = [
        ("d", "2026-10-24T08:00:00Z", "2026-10-24T08:30:00Z", False, "Across"),
        ("d", "2026-10-25T09:00:00Z", "2026-10-25T09:30:00Z", False, "Across"),
        ("d", "2026-10-26T09:00:00Z", "2026-10-26T09:30:00Z", False, "Across"),
        ("a", "2026-11-26T09:00:00Z", "2026-11-26T09:30:00Z", False, "First"),
        ("b", "2026-11-26T09:00:00Z", "2026-11-26T09:30:00Z", False, "Second"),
        ("c", "2026-11-27", "2026-11-28", True, "Whole day"),
        ("e", "2026-11-30T23:00:00Z", "2026-11-30T23:30:00Z", False, None),
    ]
    check([one[:4] for one in got] == [one[:4] for one in wanted],
          f"occurrences: {got}")
    check([one[4] for one in got][:6] == [one[4] for one in wanted][:6],
          f"summaries: {got}")
    check([one["uid"][0] for one in out["skipped"]] == ["f"] and
          all(one["reason"] for one in out["skipped"]),
          f"skipped: {out['skipped']}")
    check(office.result("expand", "sample.ics", "--json").returncode == 2,
          "expand wants its dates")


def visit(uid, start, name="Camille Lilas", more=()):
    return event(uid, start, [
        f"SUMMARY:{name}", f"DESCRIPTION:Name: {name}\\nPhone: 06 39 98 00 09"
        "\\nEmail: v9@test.example\\nService: Contrôle\\nPrice: 50.00 EUR",
        *more])


def look(office, document, at):
    office.write("chair.ics", document)
    return one_object(office, "import", "chair.ics", "--at", at,
                      status=(0, 3))


def check_preview(office):
    office.write("chair.ics", calendar(visit("p@test.example",
                                             "20261210T100000")))
    before = office.rows("SELECT count(*) FROM appointment")
    out = one_object(office, "import", "chair.ics", "--preview", *AT)
    check(office.rows("SELECT count(*) FROM appointment") == before,
          "a preview changes nothing")
    has("a preview", out, "state new appointments left_out changes rejected")
    one = out["appointments"][0]
    has("an appointment", one, "uid start_utc end_utc status customer_name "
        "phone_e164 email service staff location price")
    check((one["uid"], one["start_utc"], one["customer_name"],
           one["phone_e164"], one["email"]) ==
          ("p@test.example", "2026-12-10T09:00:00Z", "Camille Lilas",
           "+33639980009", "v9@test.example"), f"its facts: {one}")
    check(one["price"] == {"amount": "50.00", "currency": "EUR"},
          f"its price: {one['price']}")
    check(one["origins"]["phone"] == {"from": "label", "label": "Phone",
                                      "sureness": "sure"},
          f"where its number comes from: {one['origins']}")
    office.write("chair.ics", calendar(event("b@test.example",
                                             "20261210T120000",
                                             ["SUMMARY:Lunch"])))
    out = one_object(office, "import", "chair.ics", "--preview", *AT)
    check([(left["summary"], left["block"]) for left in out["left_out"]] ==
          [("Lunch", "busy")], f"what it leaves out: {out['left_out']}")


def check_changes(office):
    """The words of `changes`, one look after the other."""
    many = [visit(f"m{day}@test.example", f"202612{day}T090000",
                  f"Person {day}") for day in range(10, 31)]
    first = look(office, calendar(visit("x@test.example", "20261209T100000"),
                                  *many), "2026-11-24T08:00:00Z")
    check({change["change"] for change in first["changes"]} == {"created"},
          f"created: {first}")
    moved = look(office, calendar(visit("x@test.example", "20261209T150000"),
                                  *many), "2026-11-24T09:00:00Z")
    check(moved["moved"] == 1 and moved["changes"] == [
        {"change": "rescheduled", "uid": "x@test.example",
         "start_utc": "2026-12-09T09:00:00Z",
         "to_start_utc": "2026-12-09T14:00:00Z"}], f"moved: {moved}")
    gone = look(office, calendar(*many), "2026-11-24T10:00:00Z")
    check(gone["missing"] == 1 and
          gone["changes"][0]["change"] == "missing", f"missing: {gone}")
    withdrawn = look(office, calendar(*many), "2026-11-24T11:00:00Z")
    check(withdrawn["withdrawn"] == 1 and
          withdrawn["changes"][0]["change"] == "withdrawn",
          f"withdrawn: {withdrawn}")
    back = look(office, calendar(visit("x@test.example", "20261209T150000"),
                                 *many), "2026-11-24T12:00:00Z")
    check(back["restored"] == 1 and
          back["changes"][0]["change"] == "returned", f"returned: {back}")
    cancelled = look(office, calendar(
        visit("x@test.example", "20261209T150000",
              more=["STATUS:CANCELLED", "SEQUENCE:2"]), *many),
        "2026-11-24T13:00:00Z")
    check(cancelled["cancelled"] == 1 and
          cancelled["changes"][0]["change"] == "cancelled",
          f"cancelled: {cancelled}")
    held = look(office, calendar(many[0]), "2026-11-24T14:00:00Z")
    check(held["state"] == "suspicious" and held["missing"] == 0,
          f"held: {held}")


def check_doctor(office):
    """Each check by name; each that is not well says how to mend it."""
    out = one_object(office, "doctor", *AT, status=(0, 3))
    has("doctor", out, "checks")
    for one in out["checks"]:
        has("a check", one, "check health text mend")
        check(one["health"] == "ok" or one["mend"], f"how to mend: {one}")
    names = {one["check"] for one in out["checks"]}
    for name in "zones clock walls config mail sms database office disk " \
            "daemon live".split():
        check(name in names, f"doctor looks at {name}: {names}")
    check(any(one["check"] == "daemon" and one["health"] == "warning"
              for one in out["checks"]), "no daemon is a warning")
    check(office.result("doctor", *AT).returncode == 3,
          "a warning needs a person")


def check_backup(office):
    """A whole copy while the daemon writes; what is restored is not live."""
    office.run("live", "on", *AT)
    office.serve()
    has("backup", one_object(office, "backup", "copy.db"), "backup")
    check(one_object(office, "doctor", status=(0, 3))["checks"],
          "the doctor comes while the daemon runs")
    check(office.stop() == 0, "the daemon stops")
    wanted = office.rows("SELECT count(*), max(id) FROM appointment")
    office.run("mark", "2", "cancelled", *AT)
    has("restore", one_object(office, "restore", "copy.db"), "live")
    check(office.rows("SELECT count(*), max(id) FROM appointment") == wanted,
          "all is back")
    check(office.rows("SELECT state FROM appointment WHERE id = 2") ==
          [("booked",)], "as it was")
    check(one_object(office, "live", "status")["live"] is False,
          "the restored office is not live")
    check(office.rows("PRAGMA integrity_check") == [("ok",)], "and whole")
    with Office(init=False) as other:
        restored = other.result("restore",
                                os.path.join(office.folder, "copy.db"))
        check(restored.returncode == 0, f"into nothing: {restored.err}")
        check(other.rows("SELECT count(*), max(id) FROM appointment") ==
              wanted, "a new machine has it all")


def check_completion():
    script = subprocess.run([KEPT, "completion", "bash"], capture_output=True,
                            timeout=60, check=True, text=True).stdout
    ask = script + """
set -eu
try() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _kept
        echo "${COMPREPLY[*]}"; }
try kept re
try kept report --mo
try kept --db x import --fe
"""
    result = subprocess.run(["bash", "-c", ask], capture_output=True,
                            timeout=60, check=False, text=True)
    check(result.returncode == 0 and result.stderr == "" and
          result.stdout.split("\n")[:3] ==
          ["report review restore", "--month", "--feed"],
          f"completion: {result.stdout!r} {result.stderr!r}")


NAMES = """id,start,name
n1,2026-11-26T09:00,Camille Lilas
n2,2026-11-26T10:00,Alex Sol
"""

LIST = """customer_id,name,phone
c1,"Lilas, Camille",06 39 98 00 01
c2,Alex Sol,06 39 98 00 02
c3,Lou Lilas,06 39 98 00 01
"""


def check_review(office):
    """What waits, as one object; an answer, and the answer taken back."""
    one_object(office, "import", "-", "--feed", "list", *AT, input=LIST)
    imported = one_object(office, "import", "-", "--feed", "names", *AT,
                          input=NAMES)
    check(imported["review"] == 2, f"two wait: {imported}")
    listed = one_object(office, "review", *AT)
    check(listed["waiting"] == 2, f"review: {listed}")
    for item in listed["items"]:
        has("an item", item, "id kind state what why waits if_approved "
            "if_rejected customer other appointment twin address start")
        check(isinstance(item["id"], str), "ids are strings")
    check({item["kind"] for item in listed["items"]} ==
          {"suggestion", "household", "unreachable"}, f"kinds: {listed}")
    first = next(item for item in listed["items"]
                 if item["kind"] == "suggestion" and
                 item["customer"]["name"] == "Camille Lilas")
    one_object(office, "review", "approve", first["id"], *AT)
    day = one_object(office, "day", "2026-11-26", *AT)
    why = one_object(office, "why", day["appointments"][0]["id"], *AT)
    check([one["name"] for one in why["household"]] == ["Lou Lilas"],
          f"the household: {why}")
    check(one_object(office, "review", "undo", first["id"], *AT)["count"] == 1,
          "taken back")
    done_all = one_object(office, "review", "approve", "--suggestions", *AT)
    check(done_all["count"] == 2, f"all at once: {done_all}")
    check(one_object(office, "review", *AT)["waiting"] == 0, "nothing waits")
    check(one_object(office, "review", "--answered", *AT)["items"][0]["who"] ==
          "command line", "who answered")
    for words in (["maybe", "1"], ["approve"], ["approve", "x"],
                  ["reject", "--suggestions"], ["--suggestions"]):
        check(office.result("review", *words, *AT).returncode == 2,
              f"kept review {words} is wrong usage")
    check(office.result("review", "approve", first["id"],
                        *AT).returncode == 1, "answered already")
    check(office.result("review", "approve", "99", *AT).returncode == 1,
          "no such item")


def check_init():
    with Office(init=False) as office:
        made = one_object(office, "init", "--name", "Lilas", "--zone",
                          "Europe/Paris", "--country", "FR", "--currency",
                          "EUR", "--language", "fr")
        check(made["zone"] == "Europe/Paris" and made["language"] == "fr",
              f"init: {made}")
        exported = one_object(office, "office", "export")
        again = one_object(office, "office", "import", "-",
                           input=exported["office"])
        check(again["changes"] == [], f"what goes out comes in: {again}")


def main():
    check_help()
    check_init()
    check_completion()
    with Office(name="Cabinet", zone="Europe/Paris") as office:
        check_commands(office)
        check_globals(office)
        check_expand(office)
        check_preview(office)
        check_doctor(office)
        check_backup(office)
    with Office(name="Cabinet", zone="Europe/Paris") as office:
        check_changes(office)
    with Office(name="Cabinet", zone="Europe/Paris", country="FR") as office:
        check_review(office)
    done()


main()
