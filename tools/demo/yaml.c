#include <string.h>

#include "tools/demo/files.h"

static const char about[] =
    "# A dental office that never existed: two chairs, one reception.\n"
    "office:\n"
    "  name: Cabinet des Tilleuls\n"
    "  zone: " OFFICE_ZONE "\n"
    "  country: FR\n"
    "  currency: EUR\n"
    "  language: fr\n"
    "  phone: \"+33 1 99 00 12 34\"\n"
    "  address: 4 rue Imaginaire, Exempleville\n"
    "  short_notice: 24h\n";

static const char days[] =
    "\n"
    "hours:\n"
    "  - monday: [\"08:30-12:30\", \"14:00-18:30\"]\n"
    "    tuesday: [\"08:30-12:30\", \"14:00-18:30\"]\n"
    "    wednesday: [\"08:30-12:30\", \"14:00-18:30\"]\n"
    "    thursday: [\"08:30-12:30\", \"14:00-18:30\"]\n"
    "    friday: [\"08:30-12:30\", \"14:00-17:00\"]\n"
    "\n"
    "window:                        # when messages may leave\n"
    "  - {monday: [\"09:00-20:00\"], tuesday: [\"09:00-20:00\"],\n"
    "     wednesday: [\"09:00-20:00\"], thursday: [\"09:00-20:00\"],\n"
    "     friday: [\"09:00-20:00\"], saturday: [\"10:00-18:00\"],\n"
    "     sunday: [\"11:00-18:00\"]}\n";

static const char rules[] =
    "\n"
    "rules:\n"
    "  - {name: three-days, before: 3 open days, channels: [mail, sms],"
    " late: merge}\n"
    "  - {name: one-day, before: 1 open day, channels: [sms, mail],"
    " late: send}\n";

static const int hourly[LIFE_CHAIRS] = {78, 66};

/* Holidays from the beginning of the history to the end of next year. */
static void put_closed(const struct studio *studio, FILE *out)
{
    int64_t day = studio->from / MINUTES_A_DAY;
    int64_t end =
        civil_to_days((struct civil_date){studio->today.year + 1, 12, 31});

    (void)fputs("\nclosed:\n", out);
    for (; day <= end; day++) {
        char first[CIVIL_DATE_TEXT_MAX];
        char last[CIVIL_DATE_TEXT_MAX];

        if (!life_is_holiday(day))
            continue;
        civil_format_date(civil_from_days(day), first);
        while (day < end && life_is_holiday(day + 1))
            day++;
        civil_format_date(civil_from_days(day), last);
        if (strcmp(first, last) == 0)
            (void)fprintf(out, "  - %s\n", first);
        else
            (void)fprintf(out, "  - %s..%s\n", first, last);
    }
}

static void put_services(FILE *out)
{
    const struct treatment *treatment;

    (void)fputs("\nservices:\n", out);
    for (size_t i = 0; (treatment = treatment_at(i)) != NULL; i++) {
        (void)fprintf(out, "  - {name: %s, duration: %dm", treatment->name,
                      treatment->minutes);
        if (treatment->list != 0)
            (void)fprintf(out, ", price: \"%d.00\"", treatment->list);
        if (treatment->avoidable != 0)
            (void)fprintf(out, ", avoidable_cost: \"%d.00\"",
                          treatment->avoidable);
        (void)fputs("}\n", out);
    }
}

/* A path in double quotes. */
static void put_quoted(const char *text, FILE *out)
{
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            (void)fputc('\\', out);
        (void)fputc(*text, out);
    }
}

static void put_chairs(const struct studio *studio, FILE *out)
{
    (void)fputs("\nproviders:\n", out);
    for (int i = 0; i < LIFE_CHAIRS; i++)
        (void)fprintf(out, "  - {name: %s, hourly_cost: \"%d.00\"}\n",
                      provider_name(i), hourly[i]);
    (void)fputs("\nfeeds:\n", out);
    for (int i = 0; i < LIFE_CHAIRS; i++) {
        (void)fprintf(out, "  - name: chair-%d\n    source: \"", i + 1);
        put_quoted(studio->folder, out);
        (void)fprintf(out,
                      "/chair-%d.ics\"\n    provider: %s\n"
                      "    ignore: \"déjeuner|privé|absence\"\n",
                      i + 1, provider_name(i));
    }
}

void write_office(const struct studio *studio)
{
    FILE *out = file_open(studio, "office.yaml");

    (void)fputs(about, out);
    (void)fputs(days, out);
    put_closed(studio, out);
    put_services(out);
    put_chairs(studio, out);
    (void)fputs(rules, out);
    file_close(out);

    out = file_open(studio, "kept.yaml");
    (void)fputs("# No gateway at all: every message becomes a file.\n"
                "mail: {gateway: outbox, from: \"Cabinet des Tilleuls "
                "<rdv@example.org>\"}\n"
                "sms: {gateway: outbox, sender: Tilleuls, cost: \"0.06\"}\n",
                out);
    file_close(out);
}
