"""Appointments of a made-up office, and what must be said about them.

The second half is an opinion of its own on when a reminder is due: wall time
by Python's zoneinfo, from the words of the plans.
"""
import datetime
import random
import zoneinfo

PARIS = zoneinfo.ZoneInfo("Europe/Paris")
CLOSED = datetime.date(2026, 10, 23)
WINDOW = (9, 20)

OFFICE = """
office: {{name: Cabinet des Lilas, zone: Europe/Paris, country: FR,
         currency: EUR, language: fr, phone: "+33 1 99 00 12 34"}}
hours:
  - {{monday: ["08:00-19:00"], tuesday: ["08:00-19:00"],
     wednesday: ["08:00-19:00"], thursday: ["08:00-19:00"],
     friday: ["08:00-19:00"]}}
closed: [2026-10-23]
providers:
  - {{name: Dr Martin}}
feeds:
  - {{name: chair-1, source: "{source}", provider: Dr Martin, refresh: 6h,
     allow_local: true}}
rules:
  - {{name: three-days, before: 3 open days, channels: [sms, mail], late: merge}}
  - {{name: one-day, before: 1d, channels: [sms, mail], late: send}}
"""

DAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


class Visit:
    def __init__(self, number, wall, reach, language):
        self.uid = f"visit-{number}@test.example"
        self.wall = wall
        self.language = language
        self.name = f"{['Camille', 'Alex'][language == 'en']} Lilas {number}"
        self.phone = self.mail = None
        if "phone" in reach:
            self.phone = f"+336399{80000 + number:05}"
        if "mail" in reach:
            self.mail = f"customer-{number}@test.example"

    @property
    def start(self):
        return self.wall.replace(tzinfo=PARIS)

    def lines(self):
        said = {"fr": ("Nom", "Téléphone", "E-mail", "Langue"),
                "en": ("Name", "Phone", "Email", "Language")}[self.language]
        values = (self.name, self.phone, self.mail, self.language)
        return "\\n".join(f"{label}: {value}"
                          for label, value in zip(said, values) if value)

    def event(self):
        end = self.wall + datetime.timedelta(minutes=20)
        return "\r\n".join([
            "BEGIN:VEVENT", f"UID:{self.uid}", "DTSTAMP:20261001T080000Z",
            f"DTSTART;TZID=Europe/Paris:{self.wall:%Y%m%dT%H%M%S}",
            f"DTEND;TZID=Europe/Paris:{end:%Y%m%dT%H%M%S}",
            f"SUMMARY:{self.name}", *folded(f"DESCRIPTION:{self.lines()}"),
            "END:VEVENT"])

    def when(self):
        """How a message of the visit names its time."""
        day = DAYS[self.language][self.wall.weekday()]
        if self.language == "fr":
            month = {10: "octobre", 11: "novembre"}[self.wall.month]
            number = "1er" if self.wall.day == 1 else self.wall.day
            return (f"le {day} {number} {month} à "
                    f"{self.wall.hour}h{self.wall:%M}")
        month = {10: "October", 11: "November"}[self.wall.month]
        return f"on {day}, {month} {self.wall.day} at {self.wall:%H:%M}"

    def greeting(self, channel):
        """Words that only this language has in a message."""
        return {("fr", "sms"): "rappel de votre rendez-vous",
                ("en", "sms"): "reminder of your appointment",
                ("fr", "mail"): f"Bonjour {self.name}",
                ("en", "mail"): f"Hello {self.name}"}[self.language, channel]


def folded(line):
    """Lines of at most 75 bytes, as RFC 5545 wants them."""
    pieces, piece = [], b""
    for character in line:
        coded = character.encode()
        if len(piece) + len(coded) > 74:
            pieces.append(piece.decode())
            piece = b" "
        piece += coded
    return pieces + [piece.decode()]


def make(count, first, last, seed, step=20):
    """`count` visits on the days from `first` to `last`, `step` minutes apart.

    Weekdays, and the weekend of the clock change; from early to late, so
    that some reminders fall outside the window.
    """
    dice = random.Random(seed)
    slots = []
    day = first
    while day <= last:
        if day != CLOSED and (day.weekday() < 5 or
                              datetime.date(2026, 10, 24) <= day <=
                              datetime.date(2026, 10, 25)):
            for minute in [*range(8 * 60, 18 * 60 + 40, step), 20 * 60 + 30]:
                slots.append(datetime.datetime.combine(day, datetime.time()) +
                             datetime.timedelta(minutes=minute))
        day += datetime.timedelta(days=1)
    # The hours next to the clock change are always among them.
    sure = [slot for slot in slots if datetime.date(2026, 10, 24) <=
            slot.date() <= datetime.date(2026, 10, 26) and slot.minute == 0]
    rest = [slot for slot in slots if slot not in sure]
    chosen = sorted(sure + dice.sample(rest, count - len(sure)))
    reaches = [("phone",), ("mail",), ("phone", "mail")]
    return [Visit(number, wall, reaches[number % 3],
                  "en" if dice.random() < 0.3 else "fr")
            for number, wall in enumerate(chosen)]


def calendar(visits):
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0",
                        "PRODID:-//kept//tests//EN",
                        *(visit.event() for visit in visits),
                        "END:VCALENDAR", ""])


def day_before(wall):
    return wall - datetime.timedelta(days=1)


def open_days_before(wall, count):
    while count > 0:
        wall = day_before(wall)
        if wall.weekday() < 5 and wall.date() != CLOSED:
            count -= 1
    return wall


def in_window(wall):
    return WINDOW[0] <= wall.hour < WINDOW[1]


def earlier(wall):
    """The nearest allowed minute before a wall time outside the window."""
    if wall.hour < WINDOW[0]:
        wall = day_before(wall)
    return wall.replace(hour=WINDOW[1] - 1, minute=59)


def expected(visits, known):
    """{(uid, rule): (channel, address, due)} of all that must be sent."""
    wanted = {}
    for visit in visits:
        channel = "sms" if visit.phone else "mail"
        for rule, wall in (("three-days", open_days_before(visit.wall, 3)),
                           ("one-day", day_before(visit.wall))):
            if wall.replace(tzinfo=PARIS) < known:
                assert rule == "three-days", "merged into one-day"
                continue
            if not in_window(wall):
                wall = earlier(wall)
            wanted[visit.uid, rule] = (channel, visit.phone or visit.mail,
                                       wall.replace(tzinfo=PARIS))
    return wanted
