/*
 * caldav_talk.h - a conversation with a CalDAV server that the test plays
 *
 *     begin(&talk, WORK);
 *     check_asked(&talk, "PROPFIND", WORK, "<resourcetype/>");
 *     answer(&talk, 207, MULTI(SHOWN));
 *     …
 *     delta = check_done(&talk);
 *     end(&talk);
 */
#ifndef TESTS_HARNESS_CALDAV_TALK_H
#define TESTS_HARNESS_CALDAV_TALK_H

#include "importers/caldav.h"

#define HOST  "https://dav.example.org"
#define PLACE "/calendars/ada/work/"
#define WORK  HOST PLACE

#define MULTI(responses)                         \
    "<d:multistatus xmlns:d=\"DAV:\" "           \
    "xmlns:c=\"urn:ietf:params:xml:ns:caldav\" " \
    "xmlns:s=\"http://calendarserver.org/ns/\">" responses "</d:multistatus>"
#define FOUND(href, props)                                            \
    "<d:response><d:href>" href "</d:href><d:propstat><d:prop>" props \
    "</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat>"      \
    "</d:response>"
#define STATUS(href, status)                                          \
    "<d:response><d:href>" href "</d:href><d:status>HTTP/1.1 " status \
    " So</d:status></d:response>"
#define ETAG(etag)  "<d:getetag>\"" etag "\"</d:getetag>"
#define TOKEN(word) "<d:sync-token>" word "</d:sync-token>"
#define CTAG(word)  "<s:getctag>" word "</s:getctag>"
#define IS_CALENDAR \
    "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype>"
#define PRINCIPAL(href)                       \
    "<d:current-user-principal><d:href>" href \
    "</d:href></d:current-user-principal>"
#define HOME(href) \
    "<c:calendar-home-set><d:href>" href "</d:href></c:calendar-home-set>"
#define EVENT(uid)                                                           \
    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:" uid "\nDTSTART:20260101T080000Z\n" \
    "END:VEVENT\nEND:VCALENDAR\n"
#define DATA(etag, uid) \
    ETAG(etag) "<c:calendar-data>" EVENT(uid) "</c:calendar-data>"

/* The calendar as the server shows it by itself. */
#define SHOWN FOUND(PLACE, IS_CALENDAR TOKEN("t2") CTAG("c2"))

struct talk {
    struct arena arena;
    struct arena scratch;
    struct buf document;
    struct caldav_memory memory;
    struct caldav_request request;
    struct caldav *sync;
    struct exchange_request ask;
    const char *etag;     /* of the next answers */
    const char *location; /* of the next answer */
    bool ok;
    bool more;
    struct error err;
};

/* An hour ago it held 1.ics (e1, "one") and 2.ics (e2, "two"), ctag c1. */
void remember(struct talk *talk, const char *token);

/* Starts with a zeroed talk, or one that remembers. */
void begin(struct talk *talk, const char *url);

/* An answer, over which the conversation may break: `ok`, `err`. */
void say(struct talk *talk, int status, const char *body);

/* An answer, over which it does not. */
void answer(struct talk *talk, int status, const char *body);

/* The question that is open; `part` stands in its body. */
void check_asked(const struct talk *talk, const char *method, const char *url,
                 const char *part);

void check_failed(const struct talk *talk, enum error_kind kind,
                  const char *said);

/* What came of it. */
const struct caldav_delta *check_done(const struct talk *talk);

void end(struct talk *talk);

#endif
