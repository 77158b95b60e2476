#!/usr/bin/env python3
"""`kept gateway`: what it shows, and what it must not."""
import os

from harness import Office, check, done, free_port
from servers import Web

SECRET = "s3cret/& word"

CONFIG = """
public_url: https://rdv.example.org
sms:
  gateway: {gateway}
  url: "{url}"
  user: ada
  secret_file: sms.secret
  sender: Cabinet
  timeout: 2s
"""


class Service(Web):
    """Takes anything, and says again what it was told."""

    def __init__(self):
        super().__init__()
        self.count = 0
        self.said = b'{"data": {"messages": []}}'
        self.status = 200

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def serve(self, request, body):
        with self.lock:
            self.count += 1
        said = self.said or body + request.headers.as_bytes()
        self.answer(request, self.status, said)


def use(office, gateway, url):
    office.config = office.write("kept.yaml",
                                 CONFIG.format(gateway=gateway, url=url))


def check_secrets(office, service):
    """Not even when the other side repeats them."""
    service.said = b""
    for gateway in ("kannel", "clicksend", "vonage_sms"):
        use(office, gateway, service.url())
        if gateway == "vonage_sms":
            office.write("kept.yaml", CONFIG.format(
                gateway=gateway, url=service.url()) + "  receipts: no\n")
        for words in ((), ("--json",)):
            got = office.result("gateway", "test", gateway, "+33639980001",
                                *words)
            shown = got.out + got.err
            check(got.returncode == 3, f"{gateway}: {got.returncode} {shown}")
            for dress in (SECRET, "s3cret%2F%26%20word", "s3cret\\/",
                          "YWRhOnMzY3JldC8mIHdvcmQ="):
                check(dress not in shown, f"{gateway} shows {dress}: {shown}")
            check("•••" in shown or "\\u2022" in shown, f"{gateway}: {shown}")


def check_pretended(office, service):
    """Invariant 21: a pretended clock reaches this machine only."""
    use(office, "clicksend", service.url())
    before = service.count
    office.run("gateway", "test", "sms", "+33639980001", "--at",
               "2026-11-20T10:00:00Z", status=(3,))
    check(service.count == before + 1, "loopback is reached")
    use(office, "clicksend", "https://203.0.113.7")
    got = office.result("gateway", "test", "sms", "+33639980001", "--at",
                        "2026-11-20T10:00:00Z")
    check(got.returncode == 2 and "--at" in got.err, f"refused: {got.err}")


def check_usage(office, service):
    use(office, "clicksend", service.url())
    before = service.count
    for words in (("test",), ("test", "sms"), ("send", "sms", "x"), ("list", "x"),
                  ("test", "twilio", "+33639980001"),
                  ("test", "sms", "ada@example.org"),
                  ("test", "sms", "12")):
        got = office.result("gateway", *words)
        check(got.returncode == 2, f"{words}: {got.returncode} {got.err}")
    check(service.count == before, "nothing left")


def check_fates(office, service):
    use(office, "clicksend", f"http://127.0.0.1:{free_port()}")
    said = office.json("gateway", "test", "sms", "+33639980001", status=(3,))
    check(said["answer"]["fate"] == "unreachable" and
          said["verdict"]["outcome"] == "retry", f"{said}")
    use(office, "clicksend", service.url())
    service.said = (b'{"data": {"messages": [{"status": "SUCCESS",'
                    b' "message_id": "m-1"}]}}')
    said = office.json("gateway", "test", "clicksend", "06 39 98 00 01",
                       "--text", "Bonjour")
    check(said["verdict"]["reference"] == "m-1" and
          "Bonjour" in said["request"]["body"] and
          "+33639980001" in said["request"]["body"], f"{said}")


def check_list(office, service):
    use(office, "kannel", service.url())
    listed = office.json("gateway", "list")
    sms = next(one for one in listed["gateways"] if one["channel"] == "sms")
    check(sms["gateway"] == "kannel" and "receipts" in sms["can"] and
          sms["hook"].startswith("https://rdv.example.org/hook/sms/-."),
          f"{sms}")
    check({"twilio", "ses", "command"} <= set(listed["known"]), f"{listed}")
    check("kannel" in office.run("gateway", "list"), "for people, too")


def check_program(office):
    """A program gets the message, and its status is the verdict."""
    path = office.write("send", '#!/bin/sh\nread text\n'
                        'echo "$KEPT_TO $text" >"$0.log"\nexit 75\n', 0o755)
    office.config = office.write(
        "kept.yaml", f"sms: {{gateway: command, url: {path}}}\n")
    said = office.json("gateway", "test", "command", "+33639980001",
                       "--text", "Bonjour", status=(3,))
    check(said["verdict"]["outcome"] == "retry", f"{said}")
    with open(path + ".log", encoding="utf-8") as log:
        check(log.read() == "+33639980001 Bonjour\n", "what it was given")
    os.unlink(path)
    said = office.json("gateway", "test", "command", "+33639980001",
                       status=(3,))
    check(said["verdict"]["outcome"] == "config", f"{said}")


def main():
    with Service() as service, Office(name="Cabinet", zone="Europe/Paris",
                                      country="FR") as office:
        office.write("sms.secret", SECRET, 0o600)
        check_list(office, service)
        check_secrets(office, service)
        check_pretended(office, service)
        check_usage(office, service)
        check_fates(office, service)
        check_program(office)
    done()


main()
