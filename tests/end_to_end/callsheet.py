#!/usr/bin/python3
"""The call sheet as a page for a browser and for a printer.

Names of every script, as many as fill several pages; what a name writes into
HTML is text; the same day makes the same bytes.
"""
import html.parser
import os
import subprocess

from harness import Office, check, done
from rigs import need

need("pdftotext", "pdfinfo")
NAMES = ["Ada Martin", "Zoë Käßler", "Łukasz Żółw", "Иван Петров", "محمد علي",
         "<b>Bob</b> & Co", "=SUM(A1)"]
AT = "2026-11-26T18:30:00+01:00"


def write_list(office):
    rows = ["id,start,name,phone,service"]
    for i in range(70):
        rows.append(f"v{i},2026-11-27 {8 + i // 8:02d}:{i % 8 * 7:02d},"
                    f"\"{NAMES[i % len(NAMES)]} {i}\",,Cleaning")
    office.write("list.csv", "\n".join(rows) + "\n")
    office.run("import", "list.csv", "--at", "2026-11-20T10:00:00+01:00")


class Texts(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = set()
        self.text = ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def path(office, name):
    return os.path.join(office.folder, name)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True,
                          check=True).stdout


with Office(name="Cabinet", zone="Europe/Paris", country="FR",
            currency="EUR", language="en") as office:
    write_list(office)
    office.run("callsheet", "2026-11-27", "--format", "pdf,html,text,json",
               "-o", "calls", "--at", AT)
    office.run("callsheet", "2026-11-27", "--format", "pdf", "-o", "again.pdf",
               "--at", AT)
    pdf = path(office, "calls.pdf")
    about = run("pdfinfo", pdf)
    check("Title:           Cabinet: whom to telephone" in about,
          f"the document has a title: {about}")
    check("Pages:           3" in about, f"it has three pages: {about}")
    text = run("pdftotext", "-layout", pdf, "-")
    for i, name in enumerate(NAMES):
        if name != "محمد علي":  # drawn from right to left, read as drawn
            check(f"{name} {i}" in text, f"{name} is on paper")
    check(text.count("no number or mailbox") == 70, "every visit is")
    with open(pdf, "rb") as one, open(path(office, "again.pdf"), "rb") as two:
        check(one.read() == two.read(), "the same day makes the same bytes")
    page = Texts()
    with open(path(office, "calls.html"), encoding="utf-8") as file:
        page.feed(file.read())
    check("<b>Bob</b> & Co 5" in page.text, "what a name writes is text")
    check("b" not in page.tags and "script" not in page.tags, "and no tag")
    sheet = office.json("callsheet", "2026-11-27", "--at", AT)
    check(len(sheet["calls"]) == 70 and sheet["visits"] == 70, "all in JSON")
    office.run("callsheet", "--format", "pdf", status=(2,))
    office.run("callsheet", "--format", "pdf", "-o", "/nowhere/x.pdf",
               status=(1,))
done()
