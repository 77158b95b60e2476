#!/usr/bin/python3
"""The worked month of the plans, from CSV through the command line.

400 appointments give every figure of its table, to the cent and to the
printed digit, in JSON and in text.
"""
import csv
import datetime
import io

from harness import Office, check, done

PROVIDERS = ["Dr Martin", "Dr Blanc"]
OFFICE = """
office: {name: Cabinet des Lilas, zone: Europe/Paris, country: FR,
         currency: EUR, language: fr, short_notice: 24h}
services:
  - {name: Cleaning, price: "90.00", duration: 40m}
providers:
  - {name: Dr Martin, hourly_cost: "72.00"}
  - {name: Dr Blanc, hourly_cost: "72.00"}
"""


def slots():
    """Free slots of October 2026, two chairs, every 45 minutes."""
    day = datetime.date(2026, 10, 1)
    while day.month == 10:
        if day.weekday() < 5:
            for minute in range(9 * 60, 18 * 60, 45):
                for provider in PROVIDERS:
                    yield day, minute, provider
        day += datetime.timedelta(days=1)


def row(number, slot, status, customer, **more):
    day, minute, provider = slot
    return {
        "id": f"v{number}",
        "start": f"{day}T{minute // 60:02}:{minute % 60:02}",
        "duration_min": "40",
        "booked_at": "2026-09-01T10:00",
        "status": status,
        "customer_id": customer,
        "service": "Cleaning",
        "provider": provider,
        "price": "90.00",
        **more,
    }


def instant(slot, hours_before):
    day, minute, _ = slot
    at = datetime.datetime.combine(day, datetime.time()) + datetime.timedelta(
        minutes=minute, hours=-hours_before)
    return at.strftime("%Y-%m-%dT%H:%M")


def month():
    free = slots()
    rows = []

    def add(status, customer=None, slot=None, **more):
        slot = slot or next(free)
        rows.append(row(len(rows), slot, status,
                        customer or f"c{len(rows)}", **more))
        return slot

    for miss in range(20):
        add("no-show", f"missed{miss}",
            fee="6.00" if miss < 10 else "0")
    for _ in range(12):
        add("")
    for short in range(15):
        slot = next(free)
        said = instant(slot, 5)
        add("cancelled", slot=slot, status_at=said)
        if short < 9:
            add("attended", slot=slot, booked_at=instant(slot, 3))
    for _ in range(30):
        slot = next(free)
        add("cancelled", slot=slot, status_at=instant(slot, 72))
    for _ in range(10):
        slot = next(free)
        add("cancelled-office", slot=slot, status_at=instant(slot, 30))
    late = [slot for slot in free if slot[0].day > 20]
    for back in range(5):
        add("attended", f"missed{back}", slot=late.pop(),
            booked_at="2026-10-12T09:00")
    earlier = [slot for slot in slots()
               if not any(r["start"] == f"{slot[0]}T{slot[1] // 60:02}:"
                          f"{slot[1] % 60:02}" and r["provider"] == slot[2]
                          for r in rows)]
    while len(rows) < 400:
        add("attended", slot=earlier.pop(0))
    return rows


def as_csv(rows):
    out = io.StringIO()
    names = sorted({name for r in rows for name in r})
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def near(value, expected, digits):
    return round(value, digits) == round(expected, digits)


def check_rate(rates, key, numerator, denominator, low=None, high=None,
               bounds=None):
    rate = rates[key]
    check(rate["numerator"] == numerator, f"{key} numerator {rate}")
    check(rate["denominator"] == denominator, f"{key} denominator {rate}")
    check(near(rate["value"], numerator / denominator, 6), f"{key} {rate}")
    if low is not None:
        check(near(rate["low"], low, 4) and near(rate["high"], high, 4),
              f"{key} interval {rate}")
    if bounds:
        check(near(rate["bound_low"], bounds[0], 3) and
              near(rate["bound_high"], bounds[1], 3), f"{key} bounds {rate}")
    else:
        check(rate["bound_low"] is None, f"{key} has no bounds {rate}")
    check(len(rate["definition"]) > 10, f"{key} says what it is")


def main():
    rows = month()
    check(len(rows) == 400, "the month has 400 rows")
    office = Office(name="Cabinet des Lilas", zone="Europe/Paris")
    office.run("office", "import", "-", input=OFFICE)
    office.write("month.csv", as_csv(rows))
    at = ("--at", "2026-11-15T09:00:00+01:00")
    first = office.json("import", "month.csv", *at)
    check(first["new"] == 400 and first["rejected"] == [], f"import {first}")
    again = office.json("import", "month.csv", *at)
    check(again["new"] == 0 and again["changed"] == 0 and
          again["unchanged"] == 400, f"the same file twice {again}")

    report = office.json("report", "loss", "--month", "2026-10", *at)
    counts = report["counts"]
    check(counts["total"] == 400, f"total {counts}")
    check(counts["no_show"] == 20 and counts["unmarked"] == 12 and
          counts["cancelled_short"] == 15 and
          counts["cancelled_early"] == 30 and
          counts["cancelled_office"] == 10 and counts["attended"] == 313,
          f"counts {counts}")
    rates = report["rates"]
    check_rate(rates, "fta", 20, 400, 0.0326, 0.0760, (0.05, 0.08))
    check_rate(rates, "fta_due", 20, 333, bounds=(0.058, 0.093))
    check_rate(rates, "short_notice", 15, 348)
    check_rate(rates, "broken", 35, 348, bounds=(35 / 360, 47 / 360))
    check_rate(rates, "cancellation", 45, 378)
    check_rate(rates, "coverage", 333, 345)
    loss = report["loss"]
    expected = {
        "currency": "EUR", "contract_minor": 180000, "time_minor": 96000,
        "contribution_minor": 180000, "gross_minor": 276000,
        "refilled_minor": 0, "rebooked_minor": 45000, "fees_minor": 6000,
        "messages_minor": 0, "net_minor": 225000,
        "net_contribution_minor": 129000, "short_unrefilled_minor": 82800,
    }
    for key, value in expected.items():
        check(loss[key] == value, f"{key}: {loss[key]}, not {value}")
    check(loss["price_tiers"], "the price tiers are told")
    check(isinstance(report["definitions"], (dict, list)), "definitions")

    text = office.run("report", "loss", "--month", "2026-10", *at)
    for printed in ("5.0 %", "3.26–7.60 %", "5.0–8.0 %", "6.0 %",
                    "5.8–9.3 %", "4.3 %", "10.1 %", "11.9 %", "96.5 %",
                    "1,800.00", "960.00", "2,760.00", "2,250.00",
                    "1,290.00", "828.00"):
        check(printed in text, f"the text says {printed}")
    done()


main()
