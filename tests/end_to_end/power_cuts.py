#!/usr/bin/python3
"""200 power cuts, and nothing that was acknowledged is lost.

The recorder of ../shared/peers/faults writes down every write and sync of the
daemon while it imports, is told what happened to visits, and sends; each
command that ended well and each request that reached the gateway is noted in
the same recording, since its claim must be on disk by then. A cut is built
from a prefix of the recording: what was synced stays, of what came after it
each write survives by a coin toss, whole or by sectors of 512 bytes.

The same cuts with the syncs left out of the recording, as synchronous=OFF
would leave them out, must lose something: else this test tests nothing.
KEPT_CUTS has another number, KEPT_SEED repeats a run.
"""
import os
import random
import sqlite3
import struct
import subprocess
import tempfile

from harness import SHARED, Office, check, done, skip, wait_for
from servers import SmsGateway

NOW = "2026-10-14T10:00:00+02:00"
VISITS = 40
HEAD = struct.Struct("=c3xIQQ")  # struct rec of pcut_rec.c
SECTOR = 512

OFFICE = """
office: {name: Cabinet, zone: Europe/Paris, country: FR, currency: EUR,
         language: en}
rules:
  - {name: text, before: 1d, channels: [sms], late: send}
"""


class Witness(SmsGateway):
    """Notes in the recording that a message has reached it."""

    def __init__(self, recording):
        super().__init__()
        self.recording = recording

    def behave(self, message, count):
        acknowledge(self.recording, f"message {message['ref']}")
        return 200


def acknowledge(recording, what):
    """One record, appended whole: it stands behind all that came before."""
    name = what.encode()
    with open(recording, "ab", buffering=0) as file:
        file.write(HEAD.pack(b"a", len(name), 0, 0) + name)


def compile_recorder(folder):
    source = os.path.join(SHARED, "peers", "faults", "pcut_rec.c")
    if not os.path.exists(source):
        skip("../shared/peers/faults is not there")
    recorder = os.path.join(folder, "pcut_rec.so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", source, "-o", recorder,
                    "-ldl", "-lpthread"], check=True)
    return recorder


def preload(recorder):
    """The sanitizer's library has to come first where there is one."""
    linked = subprocess.run(["ldd", os.environ["KEPT"]], check=True,
                            capture_output=True).stdout.decode().split()
    first = [word for word in linked if word.startswith("/") and
             "libasan" in word]
    return ":".join(first + [recorder])


def table(first, count):
    rows = ["id,start,name,phone"]
    rows += [f"v{i},2026-10-15 10:00,Ada {i},+33 6 39 98 {i:02} 00"
             for i in range(first, first + count)]
    return "\n".join(rows)


def record(office, recording, recorder):
    """Three lives of the daemon; each command is acknowledged as it ends."""
    environment = {"LD_PRELOAD": preload(recorder), "PCUT_DIR":
                   office.folder + "/", "PCUT_LOG": recording}
    for life in range(3):
        os.environ.update(environment)
        try:
            office.spawn("--at", NOW, "--speed", "1")
        finally:
            for name in environment:
                del os.environ[name]
        wait_for(office.listens, 20, "the daemon")
        first = life * VISITS // 2
        office.run("import", "-", "--feed", f"list-{life}",
                   input=table(first, VISITS // 2), status=(0, 3))
        acknowledge(recording, f"visits {first + VISITS // 2}")
        for i in range(first, first + 6):
            number = office.rows("SELECT id FROM appointment ORDER BY id"
                                 " LIMIT 1 OFFSET ?", i)[0][0]
            office.run("mark", str(number), "confirmed")
            acknowledge(recording, f"marked {number}")
        wait_for(lambda: office.rows("SELECT count(*) FROM reminder WHERE"
                                     " state IN ('planned', 'claimed') AND"
                                     f" due_s <= 1791964800")[0][0] == 0,
                 60, "the messages to leave")
        check(office.stop() == 0, "the daemon stops")


class Record:
    """One operation of the recording."""

    def __init__(self, kind, name, offset, data):
        self.kind = kind
        self.name = name
        self.offset = offset
        self.data = data


def read(recording):
    records = []
    with open(recording, "rb") as file:
        while head := file.read(HEAD.size):
            kind, length, offset, size = HEAD.unpack(head)
            name = file.read(length).decode()
            data = file.read(size) if kind == b"w" else b""
            if kind == b"a" or not name.endswith((".sock", "-shm")):
                records.append(Record(kind.decode(), name, offset, data or
                                      size))
    return records


def put(content, offset, data):
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset:offset + len(data)] = data


def survive(content, one, dice, torn):
    """A write of which nobody made sure: whole, in part, or not at all."""
    if one.kind == "t":
        if dice.random() < 0.5:
            truncate(content, one.offset)
    elif not torn:
        if dice.random() < 0.5:
            put(content, one.offset, one.data)
    else:
        for at in range(0, len(one.data), SECTOR):
            if dice.random() < 0.5:
                put(content, one.offset + at, one.data[at:at + SECTOR])


def truncate(content, size):
    del content[size:]
    content.extend(bytes(size - len(content)))


def after_cut(records, stop, dice, torn, has_syncs):
    """The files as they may be found, and what was acknowledged by then."""
    last_sync = {}
    if has_syncs:
        for i, one in enumerate(records[:stop]):
            if one.kind == "s":
                last_sync[one.name] = i
    files, acknowledged = {}, []
    for i, one in enumerate(records[:stop]):
        content = files.setdefault(one.name, bytearray())
        if one.kind == "a":
            acknowledged.append(one.name)
            del files[one.name]
        elif one.kind == "u":
            files[one.name] = bytearray()
        elif one.kind in "wt":
            if i >= last_sync.get(one.name, -1):
                survive(content, one, dice, torn)
            elif one.kind == "w":
                put(content, one.offset, one.data)
            else:
                truncate(content, one.offset)
    return files, acknowledged


def lost(folder, files, acknowledged):
    """What is not there although somebody was told so; None: not whole."""
    for ending in ("", "-wal"):
        with open(os.path.join(folder, "kept.db" + ending), "wb") as file:
            file.write(files.get("kept.db" + ending, b""))
    db = sqlite3.connect(os.path.join(folder, "kept.db"))
    try:
        if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            return None
        visits = db.execute("SELECT count(*) FROM appointment").fetchone()[0]
        confirmed = {str(row[0]) for row in db.execute(
            "SELECT id FROM appointment WHERE state = 'confirmed'")}
        messages = {row[0] for row in db.execute(
            "SELECT key FROM message WHERE state <> 'planned'")}
    except sqlite3.DatabaseError:
        return None
    finally:
        db.close()
        shm = os.path.join(folder, "kept.db-shm")
        if os.path.exists(shm):
            os.remove(shm)
    count = 0
    for what, which in (line.split() for line in acknowledged):
        count += (what == "visits" and visits < int(which) or
                  what == "marked" and which not in confirmed or
                  what == "message" and which not in messages)
    return count


def cut(records, cuts, seed, has_syncs):
    """How many cuts lost something, or left a file that is not whole."""
    dice = random.Random(seed)
    begin = next(i for i, one in enumerate(records) if one.kind == "a")
    bad = []
    with tempfile.TemporaryDirectory(prefix="kept-cut-") as folder:
        for number in range(cuts):
            stop = dice.randrange(begin, len(records) + 1)
            files, acknowledged = after_cut(records, stop, dice,
                                            number % 2 == 1, has_syncs)
            if lost(folder, files, acknowledged) != 0:
                bad.append((number, stop))
    return bad


def main():
    cuts = int(os.environ.get("KEPT_CUTS", "200"))
    seed = int(os.environ.get("KEPT_SEED",
                              random.SystemRandom().randrange(10**6)))
    with tempfile.TemporaryDirectory(prefix="kept-cuts-") as folder:
        recorder = compile_recorder(folder)
        recording = os.path.join(folder, "recording")
        with Office(init=False) as office, Witness(recording) as sms:
            # Recorded from the first byte on, the schema too.
            environment = {**os.environ, "LD_PRELOAD": preload(recorder),
                           "PCUT_DIR": office.folder + "/",
                           "PCUT_LOG": recording,
                           "ASAN_OPTIONS": "detect_leaks=0"}
            for words in (("init", "--name", "Cabinet", "--zone",
                           "Europe/Paris"),
                          ("office", "import", "-"), ("live", "on")):
                office.run(*words, env=environment,
                           input=OFFICE if words[0] == "office" else None)
            office.write("sms.secret", sms.secret, 0o600)
            office.config = office.write("kept.yaml", sms.config())
            record(office, recording, recorder)
        records = read(recording)
        kinds = {kind: sum(one.kind == kind for one in records)
                 for kind in "wsa"}
        check(kinds["w"] > 100 and kinds["s"] > 30 and kinds["a"] > 50,
              f"something was recorded: {kinds}")
        bad = cut(records, cuts, seed, True)
        check(not bad, f"seed {seed}: lost something: {bad[:5]}")
        anchor = cut(records, cuts // 4, seed, False)
        check(len(anchor) > cuts // 20,
              f"without syncs nothing is lost: {len(anchor)} of {cuts // 4}")
        print(f"{kinds['w']} writes, {kinds['s']} syncs, {kinds['a']} "
              f"acknowledgements; {len(bad)} of {cuts} cuts lost something, "
              f"without syncs {len(anchor)} of {cuts // 4} (seed {seed})",
              flush=True)
    done()


main()
