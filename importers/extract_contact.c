#include <strings.h>

#include "base/buf.h"
#include "domain/customer.h"
#include "importers/clean.h"
#include "importers/extract_scan.h"
#include "importers/extract_words.h"
#include "importers/extraction.h"

/* A doubtful number is kept as it was written, to this length. */
#define PHONE_DOUBT_MAX 64

static bool is_offices_own(const struct extraction *extraction,
                           const char *e164)
{
    return strcmp(extraction->extractor->own_phone, e164) == 0;
}

void extract_phone(struct extraction *extraction, const char *text,
                   enum origin_way way)
{
    char e164[PHONE_E164_MAX];

    switch (phone_reader_read(extraction->phones, text, e164)) {
    case PHONE_GOOD:
        if (!is_offices_own(extraction, e164))
            found_keep(&extraction->phone,
                       arena_strdup(extraction->arena, e164), way);
        return;
    case PHONE_DOUBTFUL:
        found_keep(&extraction->phone_doubt,
                   clean_cut(text, PHONE_DOUBT_MAX, extraction->arena), way);
        return;
    case PHONE_NONE:
        return;
    }
}

/* Addresses that stand for something else than a mailbox of the customer. */
static bool is_alias(const char *mail)
{
    static const char *const domains[] = {
        "@sms.cal.com",
        "@group.calendar.google.com",
        "@resource.calendar.google.com",
        "@import.calendar.google.com",
    };

    for (size_t i = 0; i < ARRAY_LEN(domains); i++) {
        const char *at = strchr(mail, '@');

        if (at != NULL && strcasecmp(at, domains[i]) == 0)
            return true;
    }
    return strncasecmp(mail, "noreply@", 8) == 0 ||
           strncasecmp(mail, "no-reply@", 9) == 0;
}

void extract_mail(struct extraction *extraction, const char *text,
                  enum origin_way way)
{
    const struct ical_person *organizer = extraction->event->organizer;
    struct str rest = str_of(text);
    char *mail = text == NULL ? NULL : scan_mail(&rest, extraction->arena);

    if (mail == NULL || is_alias(mail) || !mail_is_plausible(mail))
        return;
    if (organizer != NULL && organizer->mail != NULL &&
        strcasecmp(organizer->mail, mail) == 0 && way != ORIGIN_LABEL &&
        way != ORIGIN_PATTERN)
        return;
    found_keep(&extraction->mail, mail, way);
}

void extract_price(struct extraction *extraction, const char *text,
                   enum origin_way way)
{
    if (extraction->has_price)
        return;
    extraction->has_price =
        amount_read(str_of(text), extraction->extractor->office->currency,
                    &extraction->price);
    if (extraction->has_price)
        extraction->price_origin = origin_by(way);
}

/* Whether a bracket's inside is a price; it is added to `sum`. */
static bool add_price(const struct extraction *extraction, const char *inside,
                      struct amount *sum)
{
    struct amount price;

    if (!amount_read(str_of(inside), extraction->extractor->office->currency,
                     &price) ||
        !price.is_marked)
        return false;
    if (sum->currency[0] != '\0' && strcmp(sum->currency, price.currency) != 0)
        return true; /* cannot be added up */
    price.minor += sum->minor;
    *sum = price;
    return true;
}

/* Whether what a bracket holds is no part of the service's name. */
static bool is_beside(const struct extraction *extraction, struct str inside,
                      struct amount *sum)
{
    char *text = arena_strndup(extraction->arena, inside.at, inside.len);

    return words_are_duration(text, extraction->arena) ||
           add_price(extraction, text, sum);
}

const char *extract_service_text(struct extraction *extraction,
                                 const char *text)
{
    struct amount sum = {0};
    struct buf kept;
    char *line;

    buf_init(&kept, strlen(text) + 1);
    while (*text != '\0') {
        size_t before = strcspn(text, "(");
        size_t end = before + strcspn(text + before, ")");
        size_t next = end + (text[end] != '\0');

        if (text[end] == '\0' ||
            !is_beside(extraction,
                       (struct str){text + before + 1, end - before - 1},
                       &sum)) {
            (void)buf_add(&kept, text, next);
        } else {
            while (before > 0 && text[before - 1] == ' ')
                before--;
            (void)buf_add(&kept, text, before);
        }
        text += next;
    }
    line = clean_line(buf_str(&kept), extraction->arena);
    buf_finish(&kept);
    if (sum.currency[0] != '\0' && extraction->service_price.minor == 0)
        extraction->service_price = sum;
    return str_or_empty(line);
}

void extract_phones_in(struct extraction *extraction, const char *text,
                       enum origin_way way)
{
    struct str rest = str_of(text);
    char first[PHONE_E164_MAX] = "";
    char e164[PHONE_E164_MAX];
    struct str written;
    size_t others = 0;

    if (extraction->phone.text != NULL)
        return;
    while (scan_phone(&rest, extraction->phones, &written, e164)) {
        if (is_offices_own(extraction, e164))
            continue;
        if (first[0] == '\0')
            memcpy(first, e164, sizeof(first));
        others += strcmp(first, e164) != 0;
    }
    if (first[0] == '\0')
        return;
    /* Whose is which? A person has to look. */
    if (others > 0)
        found_keep(&extraction->phone_doubt,
                   arena_strdup(extraction->arena, first), way);
    else
        found_keep(&extraction->phone, arena_strdup(extraction->arena, first),
                   way);
}

static void scan_mails(struct extraction *extraction, const char *text,
                       enum origin_way way)
{
    struct str rest = str_of(text);
    const char *only = NULL;
    const char *mail;

    while ((mail = scan_mail(&rest, extraction->arena)) != NULL) {
        if (is_alias(mail))
            continue;
        if (only != NULL && strcmp(only, mail) != 0)
            return; /* several: none is sure */
        only = mail;
    }
    extract_mail(extraction, only, way);
}

void extract_contacts(struct extraction *extraction)
{
    const struct ical_event *event = extraction->event;
    const char *url = str_or_empty(event->url);

    if (strncasecmp(url, "tel:", 4) == 0)
        extract_phone(extraction, url + 4, ORIGIN_TEXT);
    extract_phones_in(extraction, extraction->description, ORIGIN_TEXT);
    scan_mails(extraction, extraction->description, ORIGIN_TEXT);
    extract_phones_in(extraction, extraction->summary, ORIGIN_TITLE);
    scan_mails(extraction, extraction->summary, ORIGIN_TITLE);
}
