#!/usr/bin/python3
"""What a gateway may do wrong, each with its verdict (product.md), while the
mails of the same office go their way.

Every case has an office of its own, as it was when a text and five mails were
due; the SMS gateway is a socket that misbehaves as the case says. `kept send`
must end in time, the text in the state that follows, and every mail accepted
while a gateway hangs.
"""
import concurrent.futures
import contextlib
import os
import shutil
import socket
import ssl
import struct
import sys
import threading
import time

from harness import Office, check, done
from rigs import Authority
from servers import MailServer

NOW = "2026-10-14T10:00:00+02:00"
NOW_S = 1791964800
TIMEOUT_S = 2
MAILS = 5
WINDOW = 3

CONFIG = """
sms:
  gateway: http
  url: "{url}"
  headers: {{Content-Type: application/json}}
  body: '{{"to":"{{{{to}}}}","text":"{{{{text}}}}","ref":"{{{{key}}}}"}}'
  id: /id
  timeout: {timeout}s
  window: {window}
  {more}
"""

OFFICE = """
office: {name: Cabinet, zone: Europe/Paris, country: FR, currency: EUR,
         language: en}
rules:
  - {name: text, before: 1d, channels: [sms], late: send}
  - {name: letter, before: 1d, channels: [mail], late: send}
"""


class Socket:
    """Takes connections and lets `behave` have each, with its request."""

    def __init__(self, behave, context=None):
        self.behave = behave
        self.context = context
        self.requests = []
        self.most_open = self.open = 0
        self.lock = threading.Lock()
        self.over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.listener.close()

    def accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,),
                             daemon=True).start()

    def serve(self, connection):
        with self.lock:
            self.open += 1
            self.most_open = max(self.most_open, self.open)
        try:
            with connection:
                self.talk(connection)
        except (OSError, ssl.SSLError):
            pass  # the client has gone
        finally:
            with self.lock:
                self.open -= 1

    def talk(self, connection):
        if self.context is not None:
            connection = self.context.wrap_socket(connection, server_side=True)
        request = b""
        if self.behave is not before_request:
            while b'"ref"' not in request or not request.endswith(b"}"):
                piece = connection.recv(65536)
                if not piece:
                    return
                request += piece
            with self.lock:
                self.requests.append(request)
        self.behave(connection, self)


def answer(status, body=b'{"id": "abc"}', *headers):
    """A whole answer."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}",
             *headers]

    def behave(connection, _):
        connection.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + body)

    return behave


def raw(text):
    """Bytes as they are, and the end of the connection."""
    def behave(connection, _):
        connection.sendall(text)

    return behave


def hang(connection, _):
    """Until the other side has had enough."""
    connection.settimeout(60)
    while connection.recv(4096):
        pass


def hang_after(text):
    def behave(connection, server):
        connection.sendall(text)
        hang(connection, server)

    return behave


def slowly(text, pause_s):
    def behave(connection, server):
        for byte in text:
            connection.sendall(bytes([byte]))
            if server.over.wait(pause_s):
                return

    return behave


def reset(connection, _):
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                          struct.pack("ii", 1, 0))
    connection.close()


def before_request(connection, server):
    reset(connection, server)


def close(connection, _):
    connection.close()


OK = b"HTTP/1.1 200 OK\r\n"
TAKEN = OK + b'Content-Length: 13\r\n\r\n{"id": "abc"}'

# name: behaviour, settings, state, outcome, and what else holds
PLANNED = "planned"
CASES = {
    "accepts": (answer(200), "", "accepted", "accepted", {}),
    "accepts with 202": (answer(202), "", "accepted", "accepted", {}),
    "answers slowly, byte by byte":
        (slowly(TAKEN, 0.01), "", "accepted", "accepted", {}),
    "429 without a time": (answer(429), "", PLANNED, "retry",
                           {"pause": (30, 60)}),
    "429 with Retry-After": (answer(429, b"", "Retry-After: 600"), "", PLANNED,
                             "retry", {"pause": (600, 600)}),
    "429 with a date": (answer(429, b"",
                               "Retry-After: Wed, 14 Oct 2099 08:00:00 GMT"),
                        "", "expired", "retry", {}),
    "503 that is named as a retry":
        (answer(503, b"", "Retry-After: 120"), 'retry: "503"', PLANNED,
         "retry", {"pause": (120, 120)}),
    "500": (answer(500), "", "unknown", "unknown", {}),
    "502 with a page": (answer(502, b"<html>Bad Gateway</html>"), "",
                        "unknown", "unknown", {}),
    "500, and it ignores repeats": (answer(500), "repeatable: yes", PLANNED,
                                    "unknown", {"pause": (30, 60)}),
    "400": (answer(400), "", "refused", "refused", {}),
    "422": (answer(422), "", "refused", "refused", {}),
    "401: our key": (answer(401), "", PLANNED, "config", {"stopped": True}),
    "403: our sender": (answer(403), "", PLANNED, "config",
                        {"stopped": True}),
    "hangs": (hang, "", "unknown", "unknown", {"seconds": TIMEOUT_S}),
    "hangs in the headers": (hang_after(OK + b"Content-Le"), "", "unknown",
                             "unknown", {"seconds": TIMEOUT_S}),
    "hangs in the body": (hang_after(OK + b"Content-Length: 13\r\n\r\n{"), "",
                          "unknown", "unknown", {"seconds": TIMEOUT_S}),
    "hangs in its headers for ever, byte by byte":
        (slowly(OK + b"X: " + b"y" * 10000, 0.1), "", "unknown", "unknown",
         {"seconds": TIMEOUT_S}),
    "resets before the request": (before_request, "", None, None, {}),
    "resets after the request": (reset, "", "unknown", "unknown", {}),
    "closes after the request": (close, "", "unknown", "unknown", {}),
    "closes in the headers": (raw(OK + b"Content-"), "", "unknown", "unknown",
                              {}),
    "closes in the body": (raw(OK + b"Content-Length: 99\r\n\r\n{"), "",
                           "unknown", "unknown", {}),
    "garbage": (raw(b"\x00\xff\x13garbage\r\n\r\n" * 50), "", "unknown",
                "unknown", {}),
    "another protocol": (raw(b"220 mail.example.org ESMTP\r\n"), "",
                         "unknown", "unknown", {}),
    "200 with an error inside":
        (answer(200, b'{"status": "9", "error": "no balance"}'),
         "config_text: '\"status\": *\"9\"'", PLANNED, "config",
         {"stopped": True}),
    "200 with a refusal inside":
        (answer(200, b'{"status": "6"}'),
         "refused_text: '\"status\": *\"6\"'", "refused", "refused", {}),
    "200 without the word that says yes":
        (answer(200, b"<html>maintenance</html>"),
         "accepted_text: '\"id\"'", "unknown", "unknown", {}),
    "200 without a body": (answer(200, b""), "", "accepted", "accepted", {}),
    "a huge answer": (answer(200, b'{"id": "abc"}' + b" " * 10_000_000), "",
                      "accepted", "accepted", {}),
    "a huge header": (raw(OK + b"X: " + b"y" * 2_000_000 + b"\r\n\r\n"), "",
                      "unknown", "unknown", {}),
    "a redirect": (answer(302, b"", "Location: http://127.0.0.1:9/"), "",
                   "unknown", "unknown", {}),
    "100 and nothing more": (raw(b"HTTP/1.1 100 Continue\r\n\r\n"), "",
                             "unknown", "unknown", {}),
}

# A URL instead of a server.
PLACES = {
    "nobody listens": ("http://127.0.0.1:1/", PLANNED, "retry",
                       {"pause": (30, 60)}),
}


class Case:
    """One gateway, one office, one run."""

    def __init__(self, template, config_of_mail):
        self.office = Office(init=False)
        for name in ("kept.db", "mail.secret"):
            shutil.copy(os.path.join(template.folder, name),
                        os.path.join(self.office.folder, name))
        os.chmod(os.path.join(self.office.folder, "mail.secret"), 0o600)
        self.mail = config_of_mail

    def send(self, url, more="", at=("--at", NOW)):
        self.office.config = self.office.write("kept.yaml", CONFIG.format(
            url=url, timeout=TIMEOUT_S, window=WINDOW, more=more) + self.mail)
        begin = time.monotonic()
        result = self.office.result("send", *at, "--json")
        self.seconds = time.monotonic() - begin
        self.said = result.err
        return result.returncode

    def text(self):
        return self.office.rows(
            "SELECT m.state, d.outcome, m.due_s, d.detail"
            "  FROM message m LEFT JOIN delivery d ON d.message = m.id"
            " WHERE m.channel = 'sms'")

    def mails(self):
        return self.office.rows("SELECT count(*) FROM message WHERE"
                                " channel = 'mail' AND state = 'accepted'"
                                )[0][0]

    def stopped(self):
        return bool(self.office.rows(
            "SELECT 1 FROM gateway WHERE name = 'sms' AND stopped_s > 0"))


def judge(name, case, wanted, more):
    """The rows say what the table says."""
    rows = case.text()
    check(len(rows) == 1, f"{name}: one attempt: {rows} {case.said}")
    if not rows:
        return
    state, outcome, due, detail = rows[0]
    if wanted is not None:
        check((state, outcome) == wanted, f"{name}: {wanted}: {rows[0]}")
    if "pause" in more:
        least, most = more["pause"]
        check(least <= due - NOW_S <= most + 5,
              f"{name}: again after {least} to {most} s: {due - NOW_S}")
    check(case.stopped() == more.get("stopped", False),
          f"{name}: stopped: {case.stopped()}")
    check("+336" not in detail and "39980001" not in detail,
          f"{name}: a number in {detail!r}")
    check(case.mails() == MAILS, f"{name}: {case.mails()} mails went")
    check(case.seconds < more.get("seconds", 0) + 8,
          f"{name}: took {case.seconds:.1f} s")


def run_case(template, mail, name):
    behave, settings, state, outcome, more = CASES[name]
    wanted = None if state is None else (state, outcome)
    with Socket(behave) as server:
        case = Case(template, mail)
        with case.office:
            case.send(f"http://127.0.0.1:{server.port}/send", settings)
            judge(name, case, wanted, more)
            check(len(server.requests) <= 1, f"{name}: asked "
                  f"{len(server.requests)} times")
            if name == "resets before the request":
                # The bytes may have left before the reset came.
                check(case.text()[0][0] in ("planned", "unknown"),
                      f"{name}: {case.text()}")


def run_place(template, mail, name):
    url, state, outcome, more = PLACES[name]
    case = Case(template, mail)
    with case.office:
        case.send(url)
        judge(name, case, (state, outcome), more)


def run_tls(template, mail, name, context, ca, wanted, more):
    with Socket(answer(200), context) as server:
        case = Case(template, mail)
        with case.office:
            case.send(f"https://localhost:{server.port}/send",
                      f"ca_file: {ca}" if ca else "")
            judge(name, case, wanted, more)


def run_name(template, mail):
    """A name that nobody knows: by the real clock, since under a pretended
    one nothing but this machine is looked for, and where it is noon now."""
    name = "no such name"
    hours = 12 - time.gmtime().tm_hour
    case = Case(template, mail)
    with case.office as office:
        office.change("UPDATE reminder SET due_s = unixepoch() - 5,"
                      " expires_s = unixepoch() + 7200",
                      "UPDATE appointment SET start_s = unixepoch() + 9000,"
                      f" replan = 0, zone = 'Etc/GMT{-hours:+d}'")
        case.send("http://no-such-name.invalid/", at=())
        judge(name, case, ("planned", "retry"), {})


def run_full_house(template, mail):
    """A gateway that hangs holds its window and no more; mails go on."""
    with Socket(hang) as server:
        case = Case(template, mail)
        with case.office as office:
            office.change(
                "INSERT INTO customer (id, name, phone, created_s)"
                " SELECT 100 + value, 'N ' || value,"
                "        '+336399900' || (10 + value), 1"
                "   FROM json_each('[1,2,3,4,5,6,7,8,9]')",
                "INSERT INTO appointment (id, customer, start_s, end_s, zone,"
                "  wall, state, created_s, replan)"
                " SELECT id, id, 1792051200, 1792053000, 'Europe/Paris',"
                "        '2026-10-15T10:00:00', 'booked', 1, 0"
                "   FROM customer WHERE id > 100",
                "INSERT INTO reminder (appointment, rule, channel, due_s,"
                "  expires_s, state) SELECT id, 'text', 'sms', 1791964800,"
                "  1792044000, 'planned' FROM customer WHERE id > 100")
            sent = threading.Thread(target=case.send, args=(
                f"http://127.0.0.1:{server.port}/send",))
            sent.start()
            time.sleep(TIMEOUT_S * 0.8)
            # While the first ones hang, every mail has gone.
            check(case.mails() == MAILS, f"mails wait: {case.mails()}")
            claimed = office.rows("SELECT count(*) FROM message"
                                  " WHERE state = 'claimed'")[0][0]
            check(claimed == WINDOW, f"the window holds {claimed}")
            sent.join()
            check(server.most_open <= WINDOW, f"{server.most_open} at once")
            states = dict(office.rows("SELECT state, count(*) FROM message"
                                      " WHERE channel = 'sms'"
                                      " GROUP BY state"))
            # After five in a row it is left alone: the rest keeps waiting.
            check(5 <= states.get("unknown", 0) <= 5 + WINDOW,
                  f"left alone: {states}")
            check(len(server.requests) == states["unknown"],
                  f"{len(server.requests)} requests: {states}")


def make_template(mail):
    template = Office(name="Cabinet", zone="Europe/Paris")
    template.write("mail.secret", "secret", 0o600)
    template.config = template.write("kept.yaml", mail)
    template.run("office", "import", "-", input=OFFICE)
    rows = ["id,start,name,phone,email",
            "v0,2026-10-15 10:00,Ada Martin,+33 6 39 98 00 01,"]
    rows += [f"v{i},2026-10-15 10:00,Bea {i},,bea-{i}@test.example"
             for i in range(1, MAILS + 1)]
    at = ("--at", "2026-10-12T08:00:00+02:00")
    template.run("import", "-", "--feed", "list", *at, input="\n".join(rows))
    template.run("live", "on", *at)
    template.change("PRAGMA wal_checkpoint(TRUNCATE)")
    return template


def contexts(authority):
    """Whom a client believes, and whom it must not."""
    good = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    good.load_cert_chain(authority.cert, authority.key)
    return good


def main():
    only = sys.argv[1:]
    with Authority() as authority, MailServer(authority) as server, \
            contextlib.ExitStack() as stack:
        mail = server.config()
        template = stack.enter_context(make_template(mail))
        good = contexts(authority)
        jobs = [(run_case, name) for name in CASES]
        jobs += [(run_place, name) for name in PLACES]
        tls = [("a certificate nobody vouches for", good, None,
                ("planned", "config"), {"stopped": True}),
               ("a certificate we believe", good, authority.ca,
                ("accepted", "accepted"), {})]
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            waiting = [pool.submit(job, template, mail, name)
                       for job, name in jobs if not only or name in only]
            if not only:
                waiting += [pool.submit(run_tls, template, mail, *case)
                            for case in tls]
            for each in waiting:
                each.result()
        if not only:
            run_name(template, mail)
            run_full_house(template, mail)
        print(f"{len(CASES) + len(PLACES) + len(tls) + 2} cases", flush=True)
    done()


main()
