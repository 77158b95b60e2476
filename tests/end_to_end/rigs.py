"""Real servers for a test: Postfix, Dovecot, Kannel with a fake SMS centre.

Their configurations lie in ../shared and are only read: copies with free
ports run in a scratch folder, on loopback. Whatever a rig starts dies with
the test, whichever way that ends.
"""
import ctypes
import email
import email.policy
import glob
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.parse
import urllib.request

from harness import SHARED, check, free_port, skip, wait_for

FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
ENVIRONMENT = {**os.environ, "PATH": PATH, "LC_ALL": "C.UTF-8"}
PR_SET_PDEATHSIG = 1


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(words, folder, log, **more):
    """A process that does not outlive us."""
    with open(os.path.join(folder, log), "ab") as out:
        return subprocess.Popen(words, cwd=folder, env=ENVIRONMENT,
                                stdout=out, stderr=out,
                                preexec_fn=die_with_parent, **more)


def end(process, with_signal=signal.SIGTERM):
    if process is None or process.poll() is not None:
        return
    process.send_signal(with_signal)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def need(*programs):
    """Skips the test, visibly, where a program is not installed."""
    for program in programs:
        if shutil.which(program, path=PATH) is None:
            skip(f"{program} is not installed")


def shared(name):
    path = os.path.join(SHARED, "gateways", name)
    if not os.path.exists(path):
        skip(f"../shared/gateways/{name} is not there")
    with open(path, encoding="utf-8") as file:
        return file.read()


def accepts(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def new_folder(name):
    """Postfix's own users must be able to get there."""
    folder = tempfile.mkdtemp(prefix=f"kept-{name}-")
    os.chmod(folder, 0o755)
    return folder


class Authority:
    """A certificate authority of the test's own, and what it signed."""

    def __init__(self):
        need("openssl")
        self.folder = new_folder("tls")
        self.ca = self.path("ca.pem")
        self.cert = self.path("cert.pem")
        self.key = self.path("key.pem")
        self.openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days",
                     "7", "-subj", "/CN=kept test authority", "-keyout",
                     self.path("ca-key.pem"), "-out", self.ca)
        self.openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj",
                     "/CN=localhost", "-keyout", self.key, "-out",
                     self.path("request.pem"))
        with open(self.path("names"), "w", encoding="ascii") as names:
            names.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        self.openssl("x509", "-req", "-in", self.path("request.pem"), "-CA",
                     self.ca, "-CAkey", self.path("ca-key.pem"),
                     "-CAcreateserial", "-days", "7", "-extfile",
                     self.path("names"), "-out", self.cert)

    def path(self, name):
        return os.path.join(self.folder, name)

    def openssl(self, *words):
        subprocess.run(["openssl", *words], check=True, capture_output=True,
                       env=ENVIRONMENT)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)


class Postfix:
    """Submission with STARTTLS and AUTH; test.example lands in a Maildir.

    Who is written to at bounce.example is unknown there, at defer.example has
    a full mailbox; Postfix tells the sender at once.
    """

    user = "clinic@test.example"
    secret = "secret"

    def __init__(self, authority):
        need("postfix", "saslpasswd2")
        if os.geteuid() != 0:
            skip("Postfix is started by root alone")
        shared("mail/postfix-main.cf.in")
        self.master = None
        self.sinks = []
        self.folder = new_folder("postfix")
        self.port = free_port()
        self.bounce_port = free_port()
        self.defer_port = free_port()
        for name in ("etc/sasl", "queue", "data", "mail", "tls"):
            os.makedirs(self.path(name))
        for part in ("cert", "key"):
            shutil.copy(getattr(authority, part), self.path(f"tls/{part}.pem"))
        self.configure("postfix-main.cf.in", "etc/main.cf")
        self.configure("postfix-master.cf.in", "etc/master.cf")
        self.configure("postfix-sasl-smtpd.conf.in", "etc/sasl/smtpd.conf")
        self.configure("postfix-transport", "etc/transport")
        self.configure("postfix-rcpt_access", "etc/rcpt_access")
        self.make_user()

    def path(self, name):
        return os.path.join(self.folder, name)

    def configure(self, shared_name, name):
        text = shared(f"mail/{shared_name}").replace("@DIR@", self.folder)
        text = text.replace("127.0.0.1:24223", f"127.0.0.1:{self.port}")
        text = re.sub("127.0.0.1:2422[12]",
                      lambda _: f"127.0.0.1:{free_port()}", text)
        text = text.replace("24231", str(self.bounce_port))
        text = text.replace("24232", str(self.defer_port))
        text = text.replace("queue_lifetime = 1m", "queue_lifetime = 0")
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)

    def make_user(self):
        sasldb = self.path("etc/sasl/sasldb2")
        name, domain = self.user.split("@")
        subprocess.run(["saslpasswd2", "-p", "-c", "-f", sasldb, "-u", domain,
                        name], input=self.secret.encode(), check=True,
                       env=ENVIRONMENT)
        postfix = pwd.getpwnam("postfix")
        nobody = pwd.getpwnam("nobody")
        for path in (sasldb, self.path("data")):
            os.chown(path, postfix.pw_uid, postfix.pw_gid)
        os.chown(self.path("mail"), nobody.pw_uid, nobody.pw_gid)

    def __enter__(self):
        where = ["-c", self.path("etc")]
        subprocess.run(["postfix", *where, "check"], check=True,
                       capture_output=True, env=ENVIRONMENT)
        programs = subprocess.run(
            ["postconf", *where, "-h", "daemon_directory"], check=True,
            capture_output=True, env=ENVIRONMENT).stdout.decode().strip()
        # The master itself, in front: what "postfix start" would detach.
        self.master = start([os.path.join(programs, "master"), *where, "-d"],
                            self.folder, "out")
        wait_for(lambda: accepts(self.port), 60, "Postfix")
        self.sink("-f", "-B", "550 5.1.1 User unknown", self.bounce_port)
        self.sink("-r", "-b", "452 4.2.2 Mailbox full", self.defer_port)
        return self

    def sink(self, how, option, reply, port):
        """The mail server of a domain that takes nothing."""
        self.sinks.append(start(
            ["smtp-sink", "-u", "nobody", how, "RCPT", option, reply,
             f"127.0.0.1:{port}", "50"], self.folder, "sinks"))
        wait_for(lambda: accepts(port), 20, "smtp-sink")

    def __exit__(self, *_):
        for sink in self.sinks:
            end(sink)
        end(self.master)
        shutil.rmtree(self.folder, ignore_errors=True)

    def is_idle(self):
        """Whether nothing waits in a queue."""
        queues = ("incoming", "active", "maildrop", "deferred")
        return not any(glob.glob(self.path(f"queue/{queue}/**/*[0-9A-F]"),
                                 recursive=True) for queue in queues)

    def mails(self):
        found = []
        for path in glob.glob(self.path("mail/all/new/*")):
            with open(path, "rb") as file:
                found.append(email.message_from_binary_file(
                    file, policy=email.policy.default))
        return found

    def log(self):
        with open(self.path("data/maillog"), encoding="utf-8") as file:
            return file.read()


class Dovecot:
    """Shows Postfix's Maildir over IMAP, with TLS from the first byte."""

    user = "bounce@test.example"
    secret = "come-back"
    CONFIG = """
base_dir = {0}/run
state_dir = {0}/state
log_path = {0}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{1.cert}
ssl_key = <{1.key}
auth_mechanisms = plain
first_valid_uid = 1
mail_location = maildir:{2}:CONTROL={0}/home/control:INDEX={0}/home/index
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {0}/users
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={0}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {3}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
"""

    def __init__(self, authority, maildir):
        need("dovecot")
        if os.geteuid() != 0:
            skip("Dovecot is started by root alone")
        self.process = None
        self.folder = new_folder("dovecot")
        self.port = free_port()
        self.url = f"imaps://localhost:{self.port}/INBOX"
        nobody = pwd.getpwnam("nobody")
        for name in ("run", "state", "home"):
            os.makedirs(self.path(name))
        os.chown(self.path("home"), nobody.pw_uid, nobody.pw_gid)
        with open(self.path("users"), "w", encoding="ascii") as users:
            users.write(f"{self.user}:{self.secret}\n")
        with open(self.path("conf"), "w", encoding="utf-8") as file:
            file.write(self.CONFIG.format(self.folder, authority, maildir,
                                          self.port))

    def path(self, name):
        return os.path.join(self.folder, name)

    def __enter__(self):
        self.process = start(["dovecot", "-F", "-c", self.path("conf")],
                             self.folder, "out")
        wait_for(lambda: accepts(self.port), 60, "Dovecot")
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        end(self.process)


class Kannel:
    """bearerbox, smsbox and the telephones behind them."""

    user = "reminder"
    secret = "test-pass"

    def __init__(self):
        need("bearerbox", "smsbox")
        if not os.access(FAKESMSC, os.X_OK):
            skip("fakesmsc (kannel-extras) is not installed")
        text = shared("kannel/kannel-fake.conf")
        self.processes = []
        self.folder = new_folder("kannel")
        self.ports = {name: free_port() for name in
                      ("24100", "24101", "24102", "24103", "24104")}
        self.port = self.ports["24103"]
        os.makedirs(os.path.join(self.folder, "spool"))
        for name, port in self.ports.items():
            text = text.replace(name, str(port))
        with open(self.path("kannel.conf"), "w", encoding="utf-8") as file:
            file.write(text)

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, *words, **more):
        process = start(list(words), self.folder, "out", **more)
        self.processes.append(process)
        return process

    def __enter__(self):
        self.start("bearerbox", "-v", "4", "kannel.conf")
        wait_for(lambda: accepts(self.ports["24101"]), 60, "bearerbox")
        self.start("smsbox", "-v", "4", "kannel.conf")
        wait_for(lambda: accepts(self.port), 60, "smsbox")
        phones = start([FAKESMSC, "-H", "127.0.0.1", "-r",
                        str(self.ports["24102"]), "-i", "0"],
                       self.folder, "phones", stdin=subprocess.PIPE)
        self.processes.append(phones)
        wait_for(lambda: "online" in self.status(), 60, "fakesmsc")
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            end(process, signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def status(self):
        url = (f"http://127.0.0.1:{self.ports['24100']}"
               "/status.txt?password=test-status")
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode("utf-8", "replace")
        except OSError:
            return ""

    def messages(self):
        """(number, text) of all that reached a telephone, parts joined."""
        whole, parts = [], {}
        with open(self.path("phones"), encoding="utf-8",
                  errors="replace") as file:
            lines = file.read()
        for number, said in re.findall(
                r"Got message \d+: <\S+ (\S+) (.*)>$", lines, re.M):
            header = re.match(r"udh (\S+) (.*)$", said)
            if header is None:
                whole.append((number, decoded(said)))
                continue
            *_, group, count, place = urllib.parse.unquote_to_bytes(
                header[1])
            got = parts.setdefault((number, group, count), {})
            got[place] = decoded(header[2])
            if len(got) == count:
                text = "".join(got[at] for at in sorted(got))
                whole.append((number, text))
                del parts[(number, group, count)]
        check(not parts, f"messages without all their parts: {parts}")
        return whole


def decoded(said):
    """The text of "text …", "data …" or "ucs-2 …" of fakesmsc."""
    kind, _, rest = said.partition(" ")
    if kind == "text":
        return rest
    coded = urllib.parse.unquote_to_bytes(rest.replace("+", " "))
    if kind == "ucs-2" or b"\0" in coded:
        return coded.decode("utf-16-be", "replace")
    return coded.decode("utf-8", "replace")
