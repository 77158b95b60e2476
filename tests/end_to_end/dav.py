"""CalDAV servers for a test: a real Radicale, and a small one of our own.

Radicale (Debian's package) runs on loopback with a storage in a scratch
folder and dies with the test. It knows Basic only: the small one in front of
it wants Digest or a token, and hands everything on.
"""
import base64
import hashlib
import html
import http.client
import os
import re
import secrets
import shutil
import subprocess
import tempfile

from harness import check, free_port, skip, wait_for
from rigs import end, start
from servers import Web

PYTHON = "/usr/bin/python3"  # where Debian's modules are
USER = "ada"
PASSWORD = "Fl%ieder:7"

SETTINGS = """[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/store
[logging]
level = warning
"""

MKCALENDAR = """<?xml version="1.0"?>
<C:mkcalendar xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<displayname>{}</displayname><C:supported-calendar-component-set>
<C:comp name="{}"/></C:supported-calendar-component-set>
</prop></set></C:mkcalendar>"""


def calendar(*events):
    """A document of these VEVENTs; each a list of its lines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//kept//tests//EN"]
    for event in events:
        lines += ["BEGIN:VEVENT", "DTSTAMP:20261101T080000Z", *event,
                  "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


class Radicale:
    """A real server, started and stopped by the test."""

    def __init__(self):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(prefix="kept-radicale-")
        self.process = None
        with open(os.path.join(self.folder, "users"), "w") as file:
            file.write(f"{USER}:{PASSWORD}\nbob:other\n")
        with open(os.path.join(self.folder, "config"), "w") as file:
            file.write(SETTINGS.format(port=self.port, folder=self.folder))

    def __enter__(self):
        if subprocess.run([PYTHON, "-c", "import radicale"],
                          capture_output=True, check=False).returncode != 0:
            skip("radicale is not installed")
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = start([PYTHON, "-m", "radicale", "--config",
                              os.path.join(self.folder, "config")],
                             self.folder, "log")
        wait_for(lambda: self.process.poll() is not None or self.answers(),
                 20, "Radicale")
        check(self.process.poll() is None, "Radicale runs")

    def stop(self):
        end(self.process)
        self.process = None

    def answers(self):
        try:
            self.ask("OPTIONS", "/")
            return True
        except OSError:
            return False

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"

    def ask(self, method, path, body="", **headers):
        """One request with our login; status, headers and body."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        login = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        link.request(method, path, body.encode(), {
            "Authorization": f"Basic {login}",
            **{name.replace("_", "-"): value
               for name, value in headers.items()}})
        answer = link.getresponse()
        result = answer.status, answer.headers, answer.read()
        link.close()
        return result

    def must(self, method, path, body="", **headers):
        status, _, said = self.ask(method, path, body, **headers)
        check(200 <= status < 300, f"{method} {path}: {status} {said[:200]}")

    def make(self, path, name, component="VEVENT"):
        self.must("MKCALENDAR", path, MKCALENDAR.format(
            html.escape(name), component))

    def put(self, path, *events):
        self.must("PUT", path, calendar(*events),
                  Content_Type="text/calendar; charset=utf-8")

    def delete(self, path):
        self.must("DELETE", path)

    def forget_tokens(self):
        """What a server does that was restored, or is short of room."""
        for folder, folders, _ in os.walk(os.path.join(self.folder, "store")):
            if ".Radicale.cache" in folders:
                shutil.rmtree(os.path.join(folder, ".Radicale.cache"))


class Gate(Web):
    """Wants a login of its own kind, and hands on to Radicale."""

    def __init__(self, behind, kind):
        super().__init__()
        self.behind = behind
        self.kind = kind
        self.nonce = secrets.token_hex(8)
        self.token = secrets.token_urlsafe(12)
        self.asked = []  # method and whether the login was good

        handler = self.server.RequestHandlerClass
        for method in ("PROPFIND", "REPORT"):
            setattr(handler, f"do_{method}", handler.do_POST)

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"

    def digest_is_good(self, request):
        said = dict(re.findall(r'(\w+)="?([^",]*)"?',
                               request.headers.get("Authorization", "")))

        def md5(*words):
            return hashlib.md5(":".join(words).encode()).hexdigest()

        wanted = md5(md5(USER, "dav", PASSWORD), self.nonce,
                     said.get("nc", ""), said.get("cnonce", ""), "auth",
                     md5(request.command, request.path))
        return said.get("username") == USER and said.get("response") == wanted

    def is_good(self, request):
        if self.kind == "Digest":
            return self.digest_is_good(request)
        return request.headers.get("Authorization") == f"Bearer {self.token}"

    def serve(self, request, body):
        good = self.is_good(request)
        self.asked.append((request.command, good))
        if not good:
            more = f', nonce="{self.nonce}", qop="auth", algorithm=MD5'
            self.answer(request, 401, WWW_Authenticate=(
                f'{self.kind} realm="dav"'
                + (more if self.kind == "Digest" else "")))
            return
        keep = ("Depth", "Content-Type", "Accept")
        status, headers, said = self.behind.ask(
            request.command, request.path, body.decode(),
            **{name: request.headers[name] for name in keep
               if name in request.headers})
        self.answer(request, status, said, **{
            name: value for name, value in headers.items()
            if name in ("Content-Type", "ETag", "Location")})
