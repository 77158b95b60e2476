#include <strings.h>

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
    const struct office *office = extraction->extractor->office;
    char own[PHONE_E164_MAX];

    return office->phone != NULL &&
           phone_read(office->phone, extraction->country, own) == PHONE_GOOD &&
           strcmp(own, e164) == 0;
}

void extract_phone(struct extraction *extraction, const char *text,
                   enum extract_origin origin)
{
    char e164[PHONE_E164_MAX];

    switch (phone_read(text, extraction->country, e164)) {
    case PHONE_GOOD:
        if (!is_offices_own(extraction, e164))
            found_keep(&extraction->phone,
                       arena_strdup(extraction->arena, e164), origin);
        return;
    case PHONE_DOUBTFUL:
        found_keep(&extraction->phone_doubt,
                   clean_cut(text, PHONE_DOUBT_MAX, extraction->arena), origin);
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
                  enum extract_origin origin)
{
    const struct ical_person *organizer = extraction->event->organizer;
    struct str rest = str_of(text);
    char *mail = text == NULL ? NULL : scan_mail(&rest, extraction->arena);

    if (mail == NULL || is_alias(mail) || !mail_is_plausible(mail))
        return;
    if (organizer != NULL && organizer->mail != NULL &&
        strcasecmp(organizer->mail, mail) == 0 && origin != ORIGIN_LABEL)
        return;
    found_keep(&extraction->mail, mail, origin);
}

const char *extract_service_text(struct extraction *extraction,
                                 const char *text)
{
    struct arena *arena = extraction->arena;
    const char *open = strrchr(text, '(');
    size_t len = strlen(text);
    char *inside;
    struct amount price;

    if (open == NULL || open == text || text[len - 1] != ')')
        return text;
    inside = arena_strndup(arena, open + 1, (size_t)(text + len - open) - 2);
    if (!words_are_duration(inside, arena)) {
        if (words_person_score(inside, arena) > 0 ||
            strpbrk(inside, "0123456789") == NULL ||
            !amount_read(str_of(inside),
                         extraction->extractor->office->currency, &price) ||
            strpbrk(inside, "$") == NULL)
            return text;
        if (!extraction->has_price) {
            extraction->has_price = true;
            extraction->price = price;
        }
    }
    return str_or_empty(
        clean_line((struct str){text, (size_t)(open - text)}, arena));
}

void extract_phones_in(struct extraction *extraction, const char *text,
                       enum extract_origin origin)
{
    struct str rest = str_of(text);
    char first[PHONE_E164_MAX] = "";
    char e164[PHONE_E164_MAX];
    struct str written;
    size_t others = 0;

    if (extraction->phone.text != NULL)
        return;
    while (scan_phone(&rest, extraction->country, &written, e164)) {
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
                   arena_strdup(extraction->arena, first), origin);
    else
        found_keep(&extraction->phone, arena_strdup(extraction->arena, first),
                   origin);
}

static void scan_mails(struct extraction *extraction, const char *text,
                       enum extract_origin origin)
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
    extract_mail(extraction, only, origin);
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
