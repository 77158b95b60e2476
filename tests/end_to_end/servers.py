"""Servers of the test's own: a calendar's, an SMS gateway, a mail server.

They live in threads of the test, write down every request before they
answer it, and so outlive a daemon that is killed.
"""
import asyncio
import collections
import hashlib
import http.server
import json
import logging
import random
import ssl
import threading
import time

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


# aiosmtpd tells of each login what its next version will be like, and of
# each client that was killed.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


class Web:
    """A small HTTP server on a free port of loopback."""

    def __init__(self):
        web = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                web.serve(self, b"")

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length)
                if len(body) == length:
                    web.serve(self, body)

            def log_message(self, *_):
                pass

            def handle(self):
                try:
                    super().handle()
                except OSError:
                    pass  # the client was killed

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0),
                                                      Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever,
                                       args=(0.05,), daemon=True)
        self.lock = threading.Lock()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    @staticmethod
    def answer(request, status, body=b"", **headers):
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        if status != 304:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if status != 304:
            request.wfile.write(body)

    def serve(self, request, body):
        raise NotImplementedError


class Calendars(Web):
    """Documents by path, with ETags; counts what it was asked."""

    def __init__(self):
        super().__init__()
        self.documents = {}
        self.statuses = collections.Counter()

    def url(self, path):
        return f"http://127.0.0.1:{self.port}{path}"

    def serve(self, request, body):
        document = self.documents.get(request.path)
        status = 200
        tag = None
        if document is None:
            status, document = 404, "nothing here"
        else:
            tag = f'"{hashlib.sha256(document.encode()).hexdigest()}"'
            if request.headers.get("If-None-Match") == tag:
                status = 304
        with self.lock:
            self.statuses[status] += 1
        headers = {"Content_Type": "text/calendar; charset=utf-8"}
        if tag:
            headers["ETag"] = tag
        self.answer(request, status, document.encode(), **headers)


class SmsGateway(Web):
    """Takes {"to", "text", "ref"}, with a token; `behave` may refuse.

    A message is taken, and written down, before the answer leaves.
    """

    settings = """sms:
  gateway: http
  url: "http://127.0.0.1:{port}/send"
  method: POST
  headers: {{Content-Type: application/json, Authorization: "Bearer {{{{secret}}}}"}}
  body: '{{"to":"{{{{to}}}}","text":"{{{{text}}}}","ref":"{{{{key}}}}"}}'
  secret_file: sms.secret
  id: /message_id
  repeatable: {repeatable}
"""

    def __init__(self, delay=(0, 0), secret="token", seed=0):
        super().__init__()
        self.delay = delay
        self.secret = secret
        self.dice = random.Random(seed)
        self.taken = []  # (ref, to, text)
        self.refused = 0

    def config(self, repeatable=False):
        return self.settings.format(
            port=self.port, repeatable="yes" if repeatable else "no")

    def behave(self, message, count):
        """The status of the answer; None: none, the connection breaks."""
        return 200

    def serve(self, request, body):
        if request.headers.get("Authorization") != f"Bearer {self.secret}":
            with self.lock:
                self.refused += 1
            self.answer(request, 401, b'{"error": "who are you?"}')
            return
        message = json.loads(body)
        with self.lock:
            count = sum(taken[0] == message["ref"] for taken in self.taken)
            status = self.behave(message, count)
            if status is None or status < 300:
                self.taken.append((message["ref"], message["to"],
                                   message["text"]))
            else:
                self.refused += 1
            delay = self.dice.uniform(*self.delay)
        time.sleep(delay)
        if status is None:
            request.close_connection = True
            return
        self.answer(request, status, json.dumps(
            {"message_id": f"id-{message['ref']}"}).encode(),
            Content_Type="application/json")


class MailServer:
    """STARTTLS and AUTH by aiosmtpd; keeps every message it took."""

    settings = """mail:
  gateway: smtp
  url: "smtp://localhost:{port}"
  tls: required
  ca_file: {ca}
  user: office
  secret_file: mail.secret
  from: "Cabinet des Lilas <office@test.example>"
"""

    def __init__(self, authority, secret="secret", delay=(0, 0), seed=0):
        self.authority = authority
        self.secret = secret
        self.delay = delay
        self.dice = random.Random(seed)
        self.taken = []  # bytes of each message, with its recipients
        self.logins_refused = 0
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever,
                                       daemon=True)
        self.port = None
        self.server = None

    def config(self, ca=None):
        return self.settings.format(port=self.port,
                                    ca=ca or self.authority.ca)

    def authenticate(self, server, session, envelope, mechanism, data):
        good = (isinstance(data, LoginPassword) and data.login == b"office" and
                data.password == self.secret.encode())
        if not good:
            self.logins_refused += 1
        # handled=False, or a wrong password leaves the client waiting.
        return AuthResult(success=good, handled=False)

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((bytes(envelope.content), list(envelope.rcpt_tos)))
        await asyncio.sleep(self.dice.uniform(*self.delay))
        return "250 2.0.0 queued as test"

    def protocol(self):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.authority.cert, self.authority.key)
        return SMTP(self, hostname="mail.test.example", tls_context=context,
                    authenticator=self.authenticate, auth_required=True,
                    require_starttls=True, enable_SMTPUTF8=True,
                    loop=self.loop)

    async def listen(self):
        self.server = await self.loop.create_server(self.protocol,
                                                    "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]

    def __enter__(self):
        self.loop.set_exception_handler(lambda *_: None)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self.listen(), self.loop).result(10)
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.server.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)
