#!/usr/bin/env python3
"""The gammu dialect against gammu-smsd and its dummy telephone."""
import glob
import os
import shutil

from harness import Office, check, done, wait_for
from rigs import end, need, new_folder, shared, start

ADA = "+33639980001"
TEXTS = ("Rappel: demain à 10:00", "Rappel: 明天 10:00 à l'hôpital",
         "Une longue ligne & des signes € " * 12)

CONFIG = """
sms:
  gateway: gammu
  profile: {profile}
"""


class Telephone:
    """gammu-smsd with files for its queue and a folder for a telephone."""

    def __init__(self):
        need("gammu-smsd", "gammu-smsd-inject")
        text = shared("gammu/smsdrc-files")
        self.folder = new_folder("gammu")
        for name in ("inbox", "outbox", "sent", "error"):
            os.makedirs(self.path(f"spool/{name}"))
        for number in range(1, 6):
            os.makedirs(self.path(f"phone/sms/{number}"))
        text = text.replace("spool/", self.path("spool/"))
        text = text.replace("device = phone", f"device = {self.path('phone')}")
        text = "\n".join(line for line in text.splitlines()
                         if not line.startswith("RunOnReceive"))
        self.profile = self.path("smsdrc")
        with open(self.profile, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        self.process = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        end(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = start(["gammu-smsd", "-c", self.profile], self.folder,
                             "out")

    def files(self, name):
        return glob.glob(self.path(f"spool/{name}/*"))

    def sent(self):
        """The texts in its folder of what was sent, decoded."""
        texts = []
        for path in self.files("sent"):
            with open(path, encoding="utf-8") as file:
                texts.append("".join(
                    bytes.fromhex(line.split("=")[1].strip()).decode(
                        "utf-16-be")
                    for line in file if line.startswith("Text")))
        return texts


def verdict(office, text, status=(0,)):
    return office.json("gateway", "test", "sms", ADA, "--text", text,
                       status=status)["verdict"]


def main():
    with Telephone() as phone, \
            Office(name="Cabinet", zone="Europe/Paris") as office:
        office.config = office.write("kept.yaml",
                                     CONFIG.format(profile=phone.profile))
        for text in TEXTS:
            said = verdict(office, text)
            check(said["outcome"] == "accepted" and
                  said["reference"].startswith("OUTC") and
                  ADA not in str(said), f"{said}")
        check(len(phone.files("outbox")) == len(TEXTS), "all are queued")
        phone.start()
        wait_for(lambda: len(phone.files("sent")) == len(TEXTS), 60,
                 "the telephone to send")
        # A file grows part by part, from its beginning each time.
        for text in TEXTS:
            check(any(sent.endswith(text) for sent in phone.sent()),
                  f"{text}: {phone.sent()}")

        office.config = office.write("kept.yaml",
                                     CONFIG.format(profile="/nowhere"))
        said = verdict(office, TEXTS[0], status=(3,))
        check(said["outcome"] == "config", f"{said}")
    done()


main()
