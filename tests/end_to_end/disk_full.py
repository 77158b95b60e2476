#!/usr/bin/python3
"""A disk that is full: nothing is said to be done, and nothing is lost.

The limit on a file's size plays the disk: every write behind the first page
fails, as it would there.
"""
import resource

from harness import Office, check, done

TABLE = ("start,name,phone\n"
         "2026-11-26T10:00,Ada Lilas,+33 6 39 98 01 01\n"
         "2026-11-26T11:00,Ben Lilas,+33 6 39 98 01 02\n")
NOW = ("--at", "2026-11-25T12:00:00+01:00")


def full():
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def refused(office, *arguments):
    """A command that fails with one line that says why."""
    result = office.result(*arguments, preexec_fn=full)
    check(result.returncode == 1, f"{arguments}: status {result.returncode}")
    check(result.out == "", f"{arguments} printed {result.out}")
    last = result.err.strip().splitlines()[-1]
    check(last.startswith("kept: "), f"{arguments} said {result.err}")


def half_way():
    """A large table stops half way: said so, and taken up again."""
    rows = [f"2026-12-{1 + i % 28:02}T{8 + i % 9:02}:{i % 60:02},"
            f"Ada Lilas {i},+33 6 39 98 {i // 100 % 100:02} {i % 100:02}"
            for i in range(20000)]
    with Office(name="Cabinet des Lilas", zone="Europe/Paris",
                country="FR") as office:
        office.write("large.csv", "start,name,phone\n" + "\n".join(rows))
        result = office.result(
            "import", "large.csv", *NOW, preexec_fn=lambda: resource.setrlimit(
                resource.RLIMIT_FSIZE, (3 << 20, 3 << 20)))
        check(result.returncode == 3, f"status {result.returncode}")
        check("import it again" in result.err, f"what to do: {result.err}")
        written = office.rows("SELECT count(*) FROM appointment")[0][0]
        check(0 < written < len(rows), f"{written} were written")
        again = office.json("import", "large.csv", *NOW)
        check(again["new"] == len(rows) - written, f"the rest: {again['new']}")
        check(office.rows("SELECT count(*) FROM appointment")[0][0]
              == len(rows), "each once")


def main():
    with Office(name="Cabinet des Lilas", zone="Europe/Paris",
                country="FR") as office:
        office.write("table.csv", TABLE)
        refused(office, "import", "table.csv", "--at",
                "2026-11-24T12:00:00+01:00")
        day = office.json("day", "2026-11-26")
        check(day["appointments"] == [], f"nothing was imported: {day}")

        office.run("import", "table.csv", "--at", "2026-11-24T12:00:00+01:00")
        refused(office, "send", *NOW)
        refused(office, "mark", "1", "attended", "--at",
                "2026-11-26T12:00:00+01:00")

        sent = office.json("send", *NOW)
        check(sent["accepted"] == 2, f"both leave once there is room: {sent}")
        again = office.json("send", *NOW)
        check(again["accepted"] == 0, f"and only once: {again}")
    half_way()
    done()


main()
