#include "importers/caldav_document.h"

#include <string.h>
#include <strings.h>

static const char calendar_start[] = "BEGIN:VCALENDAR";
static const char calendar_end[] = "END:VCALENDAR";
static const char event_start[] = "BEGIN:VEVENT";
static const char event_end[] = "END:VEVENT";

/* The readers want a calendar even where nothing is in it. */
static const char nothing[] =
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kept//caldav//EN\r\n"
    "END:VCALENDAR\r\n";

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct str trimmed(struct str text)
{
    if (text.len >= 3 && memcmp(text.at, "\xEF\xBB\xBF", 3) == 0)
        text = (struct str){text.at + 3, text.len - 3};
    while (text.len > 0 && is_blank(*text.at))
        text = (struct str){text.at + 1, text.len - 1};
    while (text.len > 0 && is_blank(text.at[text.len - 1]))
        text.len--;
    return text;
}

/* Whether a line that is nothing but `word` starts at `at`. */
static bool is_line(struct str text, size_t at, const char *word)
{
    size_t len = strlen(word);

    return text.len - at >= len && strncasecmp(text.at + at, word, len) == 0 &&
           (at == 0 || text.at[at - 1] == '\n' || text.at[at - 1] == '\r') &&
           (text.len - at == len || is_blank(text.at[at + len]));
}

bool caldav_document_is_whole(struct str calendar)
{
    struct str text = trimmed(calendar);
    size_t end = sizeof(calendar_end) - 1;

    return text.len > sizeof(calendar_start) + end &&
           is_line(text, 0, calendar_start) &&
           is_line(text, text.len - end, calendar_end);
}

/* Where the line `word` stands for the first time, or the last; else
 * `text.len`. */
static size_t find_line(struct str text, const char *word, bool last)
{
    size_t found = text.len;

    for (size_t at = 0; at < text.len; at++) {
        if (!is_line(text, at, word))
            continue;
        found = at;
        if (!last)
            break;
    }
    return found;
}

/* Takes a calendar apart; false when more than its end follows the events. */
static bool split(struct str calendar, struct str *head, struct str *events)
{
    struct str text = trimmed(calendar);
    size_t first = find_line(text, event_start, false);
    size_t last = find_line(text, event_end, true);
    struct str rest;

    if (first >= last || last == text.len)
        return false;
    last += sizeof(event_end) - 1;
    rest = trimmed((struct str){text.at + last, text.len - last});
    *head = (struct str){text.at, first};
    *events = (struct str){text.at + first, last - first};
    return rest.len == sizeof(calendar_end) - 1;
}

static bool add_line(struct caldav_document *document, struct str text)
{
    return buf_add(document->out, text.at, text.len) &&
           buf_add_text(document->out, "\r\n");
}

static bool close_calendar(struct caldav_document *document)
{
    if (document->open[0] == '\0')
        return true;
    document->open[0] = '\0';
    return add_line(document, STR("END:VCALENDAR"));
}

bool caldav_document_add(struct caldav_document *document, struct str calendar)
{
    char fingerprint[CRYPTO_FINGERPRINT_MAX];
    struct str head;
    struct str events;

    document->has_any = true;
    if (!split(calendar, &head, &events))
        return close_calendar(document) && add_line(document, calendar);
    (void)crypto_fingerprint(&head, 1, fingerprint);
    if (strcmp(fingerprint, document->open) != 0) {
        if (!close_calendar(document) ||
            !buf_add(document->out, head.at, head.len))
            return false;
        memcpy(document->open, fingerprint, sizeof(fingerprint));
    }
    return add_line(document, events);
}

void caldav_document_end(struct caldav_document *document)
{
    (void)close_calendar(document);
    if (!document->has_any)
        (void)buf_add_text(document->out, nothing);
}
