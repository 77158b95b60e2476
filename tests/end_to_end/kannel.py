#!/usr/bin/env python3
"""The kannel dialect against Kannel itself, and telephones behind it.

Sends, every state that Kannel reports, people's replies, and bearerbox
killed and started again; what arrives at our hooks is read by the program's
own code. Part one has fakesmsc for telephones, part two a scripted operator,
which fails, buffers and refuses.
"""
import os
import re
import shutil
import signal
import sqlite3
import sys

import alone
from harness import SHARED, Office, check, done, wait_for
from hooks import Hooks
from rigs import Kannel, accepts, end, new_folder, shared, start

ADA = "+33639980001"
DENIED = "+33639989999"
TEXT = "Rappel: rendez-vous demain à 10:00"
WIDE = "Rappel: 明天 10:00, à l'hôpital"

CONFIG = """
public_url: {hooks}
sms:
  gateway: kannel
  url: "http://127.0.0.1:{port}/cgi-bin/sendsms"
  user: reminder
  secret_file: {secret}
  sender: "12345"
"""


class Clinic(Office):
    """An office whose SMS go to a Kannel."""

    def __init__(self, hooks, port, secret="test-pass"):
        super().__init__(name="Cabinet", zone="Europe/Paris", country="FR")
        self.hooks = hooks
        self.secret = secret
        self.write("sms.secret", secret, 0o600)
        self.write("wrong.secret", "wrong", 0o600)
        self.use(port, "sms.secret")

    def use(self, port, secret):
        self.config = self.write("kept.yaml", CONFIG.format(
            hooks=self.hooks.url(), port=port, secret=secret))

    def test(self, to, text, outcome):
        """Sends one; its key. The verdict must be that outcome."""
        said = self.json("gateway", "test", "sms", to, "--text", text,
                         status=(0,) if outcome == "accepted" else (3,))
        check(said["verdict"]["outcome"] == outcome,
              f"{to}: {outcome}: {said['verdict']}")
        check(self.secret not in str(said), "a secret is shown")
        return said["key"]

    def states(self, key):
        receipts, _ = self.hooks.heard("kannel", self.secret)
        return [one for one in receipts if one["key"] == key]

    def wait_for_states(self, key, wanted):
        found = wait_for(
            lambda: {one["state"] for one in self.states(key)} >= wanted
            and self.states(key), 30, f"{wanted} of {key}")
        return found or []


class Restartable(Kannel):
    """Kannel whose parts are killed and started again."""

    def __init__(self, hooks, replies_url):
        super().__init__()
        path = self.path("kannel.conf")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        text = re.sub(r'get-url = "http://127.0.0.1:\d+/kannel/mo\?',
                      f'get-url = "{replies_url}?', text)
        text = text.replace("+1900", DENIED[:9])
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        self.hooks = hooks

    def kill(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.processes.clear()

    def say(self, line):
        phones = self.processes[-1]
        phones.stdin.write(line.encode() + b"\n")
        phones.stdin.flush()


def check_sending(office, kannel):
    keys = [office.test(ADA, TEXT, "accepted"),
            office.test(ADA, WIDE, "accepted"),
            office.test(ADA, "Ligne un\nligne deux & 100% + «vu»" * 12,
                        "accepted")]
    wait_for(lambda: len(kannel.messages()) >= 3, 30, "the telephone")
    texts = [text for number, text in kannel.messages() if number == ADA]
    check(TEXT in texts, f"the text arrives: {texts}")
    check(WIDE in texts, f"the wide text arrives: {texts}")
    check(any(text.count("ligne deux & 100% + «vu»") == 12
              for text in texts), f"the long text arrives: {texts}")
    for key in keys:
        states = office.wait_for_states(key, {"sent", "delivered"})
        check(all(one["to"] is None and not one["suppress"]
                  for one in states), f"{states}")


def check_refusals(office, kannel):
    key = office.test(DENIED, TEXT, "refused")
    check(office.states(key) == [] or
          office.states(key)[0]["state"] == "failed", "denied")
    office.use(kannel.port, "wrong.secret")
    office.test(ADA, TEXT, "config")
    office.use(kannel.port, "sms.secret")


def check_replies(office, kannel):
    """A reply comes again when we could not take it."""
    office.hooks.refused = office.hooks.refusals + 1
    kannel.say(f"{ADA} 12345 text OUI, c'est bien & merci + 1")
    found = wait_for(lambda: office.hooks.heard("kannel", office.secret)[1],
                     60, "a reply")
    check(found and found[0]["from"] == ADA and found[0]["to"] == "12345" and
          found[0]["text"] == "OUI, c'est bien & merci + 1",
          f"the reply: {found}")


def check_restart(office, kannel):
    """Queued without a link, then killed: nothing is lost."""
    phones = kannel.processes.pop()
    end(phones, signal.SIGKILL)
    wait_for(lambda: "online" not in kannel.status(), 30, "the link to go")
    before = len(kannel.messages())
    key = office.test(ADA, "Avant la panne", "accepted")
    kannel.kill()
    office.test(ADA, "Pendant la panne", "retry")
    os.rename(kannel.path("phones"), kannel.path("phones.before"))
    with kannel_again(kannel):
        wait_for(lambda: any(text == "Avant la panne"
                             for _, text in kannel.messages()), 60,
                 f"what was queued ({before} came before)")
        key = office.test(ADA, "Après la panne", "accepted")
        office.wait_for_states(key, {"delivered"})
        texts = [text for _, text in kannel.messages()]
        check("Pendant la panne" not in texts, f"{texts}")


class kannel_again:
    """The same rig, entered a second time."""

    def __init__(self, kannel):
        self.kannel = kannel

    def __enter__(self):
        return Kannel.__enter__(self.kannel)

    def __exit__(self, *_):
        return None


def with_telephones():
    with Hooks() as hooks, Clinic(hooks, 1) as office:
        listed = office.json("gateway", "list")
        replies = next(one["hook"] for one in listed["gateways"]
                       if one["channel"] == "sms")
        with Restartable(hooks, replies) as kannel:
            office.use(kannel.port, "sms.secret")
            check_sending(office, kannel)
            check_refusals(office, kannel)
            check_replies(office, kannel)
            check_restart(office, kannel)


class Operator:
    """Kannel in front of the scripted operator of ../shared."""

    def __init__(self):
        self.text = shared("kannel/kannel-http.conf")
        self.stub = os.path.join(SHARED, "gateways/kannel/upstream_stub.py")
        self.folder = new_folder("kannel-http")
        self.processes = []

    def __enter__(self):
        os.makedirs(os.path.join(self.folder, "spool-http"))
        with open(os.path.join(self.folder, "kannel.conf"), "w",
                  encoding="utf-8") as file:
            file.write(self.text)
        with sqlite3.connect(os.path.join(self.folder, "dlr.sqlite")) as db:
            db.execute(
                "CREATE TABLE dlr (smsc varchar(40), ts varchar(40),"
                " destination varchar(40), source varchar(40),"
                " service varchar(40), url varchar(255), mask int(10),"
                " status int(10), boxc varchar(40))")
        self.start(sys.executable, self.stub)
        wait_for(lambda: accepts(24114), 30, "the operator")
        self.start("bearerbox", "-v", "4", "kannel.conf")
        wait_for(lambda: accepts(24111), 60, "bearerbox")
        self.start("smsbox", "-v", "4", "kannel.conf")
        wait_for(lambda: accepts(24113), 60, "smsbox")
        return self

    def start(self, *words):
        self.processes.append(start(list(words), self.folder, "out"))

    def __exit__(self, *_):
        for process in reversed(self.processes):
            end(process, signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)


def with_operator():
    """Each of the five states, and a refusal that passes."""
    with Hooks() as hooks, Clinic(hooks, 24113) as office, Operator():
        keys = {ending: office.test(f"+33639980{ending}", TEXT, "accepted")
                for ending in ("001", "002", "004", "403", "503")}
        wanted = {"001": {"sent", "delivered"}, "002": {"sent", "undelivered"},
                  "004": {"sent", "buffered", "delivered"},
                  "403": {"failed"}, "503": {"failed"}}
        for ending, states in wanted.items():
            found = office.wait_for_states(keys[ending], states)
            check({one["state"] for one in found} == states,
                  f"{ending}: {found}")
            check(any(one["passing"] for one in found) == (ending == "503"),
                  f"{ending}: {found}")


def main():
    alone.enter()
    with_telephones()
    with_operator()
    done()


main()
