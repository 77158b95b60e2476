#!/usr/bin/env python3
"""The twilio dialect against Twilio's own description, played by Prism.

Prism refuses what the (stricter) description in ../shared does not allow, and
answers what it is asked to. It comes by npm, once, into build/.
"""
import json
import os
import shutil
import subprocess
import urllib.error
import urllib.parse
import urllib.request

from harness import SOURCE, Office, check, done, free_port, skip, wait_for
from rigs import end, need, new_folder, shared, start
from servers import Web

VERSION = "5.14.2"
DESCRIPTION = "prism/twilio-messages.strict.oas.json"
ACCOUNT = "AC0123456789abcdef0123456789abcdef"
POOL = "MG0123456789abcdef0123456789abcdef"
ADA = "+33639980001"

CONFIG = """
public_url: https://rdv.example.org
sms:
  gateway: twilio
  url: "{url}"
  user: {account}
  secret_file: sms.secret
  {more}
"""

WAYS = {
    "a number": 'sender: "+33755500000"',
    "a name": "sender: Cabinet",
    "a pool": f"profile: {POOL}",
    "whatsapp": 'sender: "+33755500000"\n  via: whatsapp',
    "a template": 'sender: "+33755500000"\n  via: whatsapp\n'
                  "  content: HX0123456789abcdef0123456789abcdef",
}

# What Prism is asked to answer, and the verdict.
ANSWERS = {
    "code=400, example=invalid_to": ("refused", True),
    "code=400, example=opted_out": ("refused", True),
    "code=401": ("config", False),
    "code=429": ("retry", False),
    "code=500": ("unknown", False),
    "code=503": ("unknown", False),
}


def install():
    """The program, from the cache or by npm."""
    need("node", "npm")
    folder = os.path.join(SOURCE, "build", "npm", f"prism-{VERSION}")
    program = os.path.join(folder, "node_modules", ".bin", "prism")
    if os.path.exists(program):
        return program
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    half = f"{folder}.{os.getpid()}"
    os.makedirs(half)
    got = subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error",
         "--prefix", half, f"@stoplight/prism-cli@{VERSION}"],
        cwd=half, capture_output=True, check=False, timeout=240)
    if got.returncode != 0:
        shutil.rmtree(half)
        skip("npm cannot install Prism: " +
             got.stderr.decode("utf-8", "replace").strip()[-300:])
    os.rename(half, folder)
    return program


class Prism:
    def __init__(self):
        self.program = install()
        self.text = shared(DESCRIPTION)
        self.folder = new_folder("prism")
        self.port = free_port()
        self.process = None

    def __enter__(self):
        path = os.path.join(self.folder, "twilio.json")
        with open(path, "w", encoding="utf-8") as file:
            file.write(self.text)
        self.process = start(
            [self.program, "mock", "-h", "127.0.0.1", "-p", str(self.port),
             path], self.folder, "out")
        wait_for(self.is_up, 60, "Prism")
        return self

    def is_up(self):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=2)
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def __exit__(self, *_):
        end(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def names(self):
        """Every field of a message that the description knows."""
        operation = json.loads(self.text)["paths"][
            "/2010-04-01/Accounts/{AccountSid}/Messages.json"]["post"]
        content = operation["requestBody"]["content"]
        return set(content["application/x-www-form-urlencoded"]["schema"]
                   ["properties"])


class Between(Web):
    """Hands requests on to Prism, with a wish; keeps what was said."""

    def __init__(self, port):
        super().__init__()
        self.target = f"http://127.0.0.1:{port}"
        self.wish = None
        self.rename = None
        self.fields = []
        self.violations = None

    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def serve(self, request, body):
        headers = {name: request.headers[name]
                   for name in ("Authorization", "Content-Type", "Accept")
                   if name in request.headers}
        if self.wish:
            headers["Prefer"] = self.wish
        self.fields = urllib.parse.parse_qsl(body.decode())
        if self.rename:
            body = body.replace(*self.rename)
        asked = urllib.request.Request(self.target + request.path, data=body,
                                       headers=headers, method="POST")
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                self.hand_back(request, answer)
        except urllib.error.HTTPError as answer:
            self.hand_back(request, answer)

    def hand_back(self, request, answer):
        self.violations = answer.headers.get("sl-violations")
        more = {}
        if answer.headers.get("Retry-After"):
            more["Retry_After"] = answer.headers["Retry-After"]
        self.answer(request, answer.status, answer.read(),
                    Content_Type="application/json", **more)


def verdict(office, status=(0,)):
    return office.json("gateway", "test", "twilio", ADA, "--text",
                       "Rappel: demain à 10:00 & à l'heure 👍",
                       status=status)["verdict"]


def check_ways(office, between, known):
    """Each way of sending is a request that Twilio describes."""
    for name, more in WAYS.items():
        office.config = office.write("kept.yaml", CONFIG.format(
            url=between.url(), account=ACCOUNT, more=more))
        said = verdict(office)
        check(said["outcome"] == "accepted", f"{name}: {said}")
        check(between.violations is None, f"{name}: {between.violations}")
        check(str(said["reference"]).startswith("SM"), f"{name}: {said}")
        sent = {field for field, _ in between.fields}
        check(sent <= known, f"{name}: fields nobody knows: {sent - known}")
        check({"To", "StatusCallback"} <= sent, f"{name}: {sent}")
        check(("ValidityPeriod" in sent) == ("whatsapp" not in more),
              f"{name}: {sent}")


def check_answers(office, between):
    for wish, (outcome, suppress) in ANSWERS.items():
        between.wish = wish
        said = verdict(office, status=(3,))
        check((said["outcome"], said["suppress"]) == (outcome, suppress),
              f"{wish}: {said}")
        if wish == "code=429":
            check(said["retry_after_s"] > 0, f"{wish}: {said}")
    between.wish = None


def check_that_it_sees(office, between):
    """A misspelt request is refused: else this test would prove nothing."""
    for rename in ((b"Body=", b"Text="), (b"To=%2B", b"To=0")):
        between.rename = rename
        said = verdict(office, status=(3,))
        check(said["outcome"] == "refused", f"{rename}: {said}")
    between.rename = None


def main():
    with Prism() as prism, Between(prism.port) as between, \
            Office(name="Cabinet", zone="Europe/Paris") as office:
        office.write("sms.secret", "0123456789abcdef", 0o600)
        check_ways(office, between, prism.names())
        office.config = office.write("kept.yaml", CONFIG.format(
            url=between.url(), account=ACCOUNT, more=WAYS["a number"]))
        check_answers(office, between)
        check_that_it_sees(office, between)
    done()


main()
