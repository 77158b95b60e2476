"""A calendar server that may answer badly, each path in a way of its own."""
import collections
import gzip
import socketserver
import threading
import time

# Who gives up first: far beyond what kept waits for.
PATIENCE = 100

HEAD = "HTTP/1.1 {}\r\nContent-Type: text/calendar\r\n{}\r\n"


def said(status, body=b"", headers=""):
    """A whole and honest answer, whatever it says."""
    return HEAD.format(status, f"{headers}Content-Length: {len(body)}\r\n"
                       "Connection: close\r\n").encode() + body


def event(number, day, summary):
    return "\r\n".join([
        "BEGIN:VEVENT", f"UID:visit-{number}@hostile.test",
        "DTSTAMP:20261101T080000Z",
        f"DTSTART:202612{day:02}T{8 + number % 9:02}0000Z",
        f"DTEND:202612{day:02}T{8 + number % 9:02}3000Z",
        f"SUMMARY:{summary}", "DESCRIPTION:Phone: +33 6 39 98 "
        f"{number // 100:02} {number % 100:02}", "END:VEVENT", ""])


def calendar(events):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//hostile//EN\r\n" +
            "".join(events) + "END:VCALENDAR\r\n").encode()


EVENTS = [event(n, 1 + n % 20, f"Cleaning - Ada Martin {n}")
          for n in range(40)]
GOOD = calendar(EVENTS)
PAGE = b"<!DOCTYPE html><html><body><form>Please sign in</form></body></html>"


def cut(client, _):
    """The generator died: the answer is shorter than it said."""
    client.sendall(said("200 OK", GOOD)[:-len(GOOD) // 2])


def stall(client, _):
    client.sendall(said("200 OK", GOOD)[:-len(GOOD) // 2])
    time.sleep(PATIENCE)


def loris(client, _):
    """Heads that never end, one byte at a time."""
    for byte in (said("200 OK", GOOD)[:20] + b"X-Slow: " + b"x" * PATIENCE):
        client.sendall(bytes([byte]))
        time.sleep(1)


def mute(client, _):
    client.recv(1)
    time.sleep(PATIENCE)


def hang_up(_client, _):
    """Nothing at all."""


def bomb(client, _):
    body = gzip.compress(b"BEGIN:VCALENDAR\r\n" + b"X" * 50_000_000)
    client.sendall(said("200 OK", body, "Content-Encoding: gzip\r\n"))


def nested_bomb(client, _):
    body = gzip.compress(gzip.compress(b"X" * 50_000_000))
    client.sendall(said("200 OK", body, "Content-Encoding: gzip, gzip\r\n"))


def torn_gzip(client, _):
    body = gzip.compress(GOOD)
    client.sendall(said("200 OK", body[:len(body) // 2],
                        "Content-Encoding: gzip\r\n"))


def no_gzip(client, _):
    client.sendall(said("200 OK", GOOD, "Content-Encoding: gzip\r\n"))


def other_packing(client, _):
    client.sendall(said("200 OK", GOOD, "Content-Encoding: br\r\n"))


def too_large(client, _):
    client.sendall(said("200 OK", b"X" * 1_000_000))


def endless(client, _):
    client.sendall(HEAD.format("200 OK", "Connection: close\r\n").encode())
    while True:
        client.sendall(b"X-MORE:xxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n" * 1000)


def short(client, _):
    """It has more to say than it announces."""
    head = f"Content-Length: {len(GOOD) // 2}\r\nConnection: close\r\n"
    client.sendall(HEAD.format("200 OK", head).encode() + GOOD)


def chunks(client, _):
    client.sendall(HEAD.format("200 OK", "Transfer-Encoding: chunked\r\n")
                   .encode() + b"zzzz\r\n" + GOOD + b"\r\n0\r\n\r\n")


def torn_chunks(client, _):
    half = GOOD[:len(GOOD) // 2]
    client.sendall(HEAD.format("200 OK", "Transfer-Encoding: chunked\r\n")
                   .encode() + b"%x\r\n" % len(half) + half + b"\r\n")


def no_http(client, _):
    client.sendall(b"220 mail.hostile.test ESMTP\r\n" + GOOD)


def many_heads(client, _):
    client.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(200_000):
        client.sendall(b"X-%d: %s\r\n" % (number, b"x" * 100))


def round_and_round(client, path):
    client.sendall(said("302 Found", headers=f"Location: {path}\r\n"))


def into_files(client, _):
    client.sendall(said("302 Found",
                        headers="Location: file:///etc/passwd\r\n"))


def to_login(client, path):
    client.sendall(said("302 Found", headers=f"Location: {path}/login\r\n"))


def always(status, body=b"", headers=""):
    """A way of answering that is no more than one honest answer."""
    return lambda client, _: client.sendall(said(status, body, headers))


class Hostile(socketserver.ThreadingTCPServer):
    """Serves GOOD at every path until `ways` has another way for it."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), None)
        self.port = self.server_address[1]
        self.ways = {}
        self.heard = collections.defaultdict(list)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.05,),
                         daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    def handle_error(self, *_):
        pass  # a client that went away is what we are for

    def finish_request(self, request, client_address):
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            byte = request.recv(1)
            if not byte:
                return
            head += byte
        path = head.split(b" ")[1].decode()
        self.heard[path].append(head.decode())
        self.answer(request, path, head)

    def answer(self, client, path, head):
        if path.endswith("/login"):
            client.sendall(said("200 OK", PAGE))
        elif path in self.ways:
            self.ways[path](client, path)
        elif b'If-None-Match: "good"' in head:
            client.sendall(said("304 Not Modified"))
        else:
            client.sendall(said("200 OK", GOOD, 'ETag: "good"\r\n'))
