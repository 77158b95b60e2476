#include "importers/ical_name.h"

#include <strings.h>

/* Shortest and longest name that anybody asks for. */
#define LEN_MIN 3
#define LEN_MAX 27

struct entry {
    const char *text;
    enum ical_name name;
};

/* By length: `starts` below says where each length begins. */
static const struct entry entries[] = {
    {"UID", ICAL_NAME_UID},
    {"URL", ICAL_NAME_URL},
    {"NAME", ICAL_NAME_NAME},
    {"RRULE", ICAL_NAME_RRULE},
    {"RDATE", ICAL_NAME_RDATE},
    {"DTEND", ICAL_NAME_DTEND},
    {"CLASS", ICAL_NAME_CLASS},
    {"IMAGE", ICAL_NAME_DROPPED},
    {"STATUS", ICAL_NAME_STATUS},
    {"EXDATE", ICAL_NAME_EXDATE},
    {"EXRULE", ICAL_NAME_EXRULE},
    {"TRANSP", ICAL_NAME_TRANSP},
    {"METHOD", ICAL_NAME_METHOD},
    {"PRODID", ICAL_NAME_PRODID},
    {"ATTACH", ICAL_NAME_DROPPED},
    {"DTSTART", ICAL_NAME_DTSTART},
    {"DTSTAMP", ICAL_NAME_DTSTAMP},
    {"SUMMARY", ICAL_NAME_SUMMARY},
    {"CREATED", ICAL_NAME_CREATED},
    {"CONTACT", ICAL_NAME_CONTACT},
    {"COMMENT", ICAL_NAME_COMMENT},
    {"SEQUENCE", ICAL_NAME_SEQUENCE},
    {"LOCATION", ICAL_NAME_LOCATION},
    {"DURATION", ICAL_NAME_DURATION},
    {"ATTENDEE", ICAL_NAME_ATTENDEE},
    {"ORGANIZER", ICAL_NAME_ORGANIZER},
    {"RESOURCES", ICAL_NAME_RESOURCES},
    {"CATEGORIES", ICAL_NAME_CATEGORIES},
    {"X-ALT-DESC", ICAL_NAME_DROPPED},
    {"DESCRIPTION", ICAL_NAME_DESCRIPTION},
    {"X-WR-CALNAME", ICAL_NAME_CALNAME},
    {"LAST-MODIFIED", ICAL_NAME_MODIFIED},
    {"RECURRENCE-ID", ICAL_NAME_RECURRENCE},
    {"X-WR-TIMEZONE", ICAL_NAME_TIMEZONE},
    {"X-PUBLISHED-TTL", ICAL_NAME_TTL},
    {"REFRESH-INTERVAL", ICAL_NAME_REFRESH},
    {"STYLED-DESCRIPTION", ICAL_NAME_DROPPED},
    {"X-MICROSOFT-CDO-BUSYSTATUS", ICAL_NAME_BUSY},
    {"X-APPLE-STRUCTURED-LOCATION", ICAL_NAME_DROPPED},
};

/* The first entry of each length, from LEN_MIN; one more ends the last. */
static const unsigned char starts[LEN_MAX - LEN_MIN + 2] = {
    [0] = 0,   /* 3 */
    [1] = 2,   /* 4 */
    [2] = 3,   /* 5 */
    [3] = 8,   /* 6 */
    [4] = 15,  /* 7 */
    [5] = 21,  /* 8 */
    [6] = 25,  /* 9 */
    [7] = 27,  /* 10 */
    [8] = 29,  /* 11 */
    [9] = 30,  /* 12 */
    [10] = 31, /* 13 */
    [11] = 34, /* 14 */
    [12] = 34, /* 15 */
    [13] = 35, /* 16 */
    [14] = 36, /* 17 */
    [15] = 36, /* 18 */
    [16] = 37, [17] = 37, [18] = 37, [19] = 37,
    [20] = 37, [21] = 37, [22] = 37, /* 25 */
    [23] = 37,                       /* 26 */
    [24] = 38,                       /* 27 */
    [25] = 39,
};

_Static_assert(ARRAY_LEN(entries) == 39, "`starts` counts them");

/* ASCII letters in capitals; enough to tell the names apart. */
static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool is_x(struct str name)
{
    return name.len > 2 && upper(name.at[0]) == 'X' && name.at[1] == '-';
}

enum ical_name ical_name_of(struct str name)
{
    size_t i = ARRAY_LEN(entries);
    size_t end = 0;

    if (name.len >= LEN_MIN && name.len <= LEN_MAX) {
        i = starts[name.len - LEN_MIN];
        end = starts[name.len - LEN_MIN + 1];
    }
    for (; i < end; i++) {
        if (entries[i].text[0] != upper(name.at[0]))
            continue;
        if (memcmp(entries[i].text, name.at, name.len) == 0 ||
            strncasecmp(entries[i].text, name.at, name.len) == 0)
            return entries[i].name;
    }
    if (!is_x(name))
        return ICAL_NAME_OTHER;
    return name.len > 6 && strncasecmp(name.at, "X-LIC-", 6) == 0
               ? ICAL_NAME_LIC
               : ICAL_NAME_X;
}
