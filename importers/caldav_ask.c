#include "importers/caldav_ask.h"

#include "base/buf.h"
#include "base/civil.h"
#include "base/escape.h"
#include "importers/caldav.h"
#include "importers/caldav_href.h"

#define HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define SPACES                                                  \
    " xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"" \
    " xmlns:S=\"http://calendarserver.org/ns/\""

static const char what_body[] =
    HEAD "<propfind" SPACES "><prop>"
         "<resourcetype/><displayname/><current-user-principal/>"
         "<C:calendar-home-set/><C:supported-calendar-component-set/>"
         "<S:getctag/><sync-token/></prop></propfind>\n";

static const char members_body[] =
    HEAD "<propfind" SPACES "><prop><resourcetype/><getetag/></prop>"
         "</propfind>\n";

static void fill(struct exchange_request *ask, const char *method,
                 const char *depth, struct str body)
{
    ask->method = method;
    ask->body = body;
    ask->header_count = 0;
    ask->headers[ask->header_count++] =
        (struct exchange_header){"Depth", depth};
    ask->headers[ask->header_count++] =
        (struct exchange_header){"Content-Type",
                                 "application/xml; charset=utf-8"};
}

void caldav_ask_what(struct exchange_request *ask, const char *depth)
{
    fill(ask, "PROPFIND", depth, str_of(what_body));
}

void caldav_ask_members(struct exchange_request *ask)
{
    fill(ask, "PROPFIND", "1", str_of(members_body));
}

/* "20260121T100000Z" */
static const char *utc_of(struct instant at, struct arena *arena)
{
    struct civil_time time = civil_from_seconds(at.unix_s);

    return arena_printf(arena, "%04d%02d%02dT%02d%02d%02dZ", time.date.year,
                        time.date.month, time.date.day, time.hour, time.minute,
                        time.second);
}

void caldav_ask_list(struct exchange_request *ask, struct instant from,
                     struct instant until, struct arena *arena)
{
    const char *body = arena_printf(
        arena,
        HEAD "<C:calendar-query" SPACES "><prop><getetag/></prop><C:filter>"
             "<C:comp-filter name=\"VCALENDAR\"><C:comp-filter name=\"VEVENT\">"
             "<C:time-range start=\"%s\" end=\"%s\"/>"
             "</C:comp-filter></C:comp-filter></C:filter></C:calendar-query>\n",
        utc_of(from, arena), utc_of(until, arena));

    fill(ask, "REPORT", "1", str_of(body));
}

static const char *escaped(const char *text, struct arena *arena)
{
    const char *copy;
    struct buf out;

    buf_init(&out, 8 * strlen(text));
    escape_html(str_of(text), &out);
    copy = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return copy;
}

void caldav_ask_changes(struct exchange_request *ask, const char *token,
                        struct arena *arena)
{
    const char *body =
        arena_printf(arena,
                     HEAD "<sync-collection" SPACES
                          "><sync-token>%s</sync-token>"
                          "<sync-level>1</sync-level><prop><getetag/></prop>"
                          "</sync-collection>\n",
                     escaped(token, arena));

    /* RFC 6578, 3.2: any other depth is a mistake. */
    fill(ask, "REPORT", "0", str_of(body));
}

void caldav_ask_these(struct exchange_request *ask, const char *const *hrefs,
                      size_t count, struct arena *arena)
{
    struct buf body;

    buf_init(&body, (count + 1) * 8UL * CALDAV_HREF_MAX);
    (void)buf_add_text(&body,
                       HEAD "<C:calendar-multiget" SPACES
                            "><prop><getetag/><C:calendar-data/></prop>");
    for (size_t i = 0; i < count; i++) {
        (void)buf_add_text(&body, "\n<href>");
        escape_html(str_of(hrefs[i]), &body);
        (void)buf_add_text(&body, "</href>");
    }
    (void)buf_add_text(&body, "\n</C:calendar-multiget>\n");
    /* Many servers read this header although RFC 4791, 7.9 says not to. */
    fill(ask, "REPORT", "1",
         (struct str){arena_strndup(arena, body.at, body.len), body.len});
    buf_finish(&body);
}

void caldav_ask_one(struct exchange_request *ask)
{
    ask->method = "GET";
    ask->body = (struct str){0};
    ask->header_count = 0;
    ask->headers[ask->header_count++] =
        (struct exchange_header){"Accept", "text/calendar"};
}
