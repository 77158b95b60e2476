#include "importers/caldav_xml.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum kind {
    KIND_OTHER,
    KIND_MULTISTATUS,
    KIND_RESPONSE,
    KIND_PROPSTAT,
    KIND_PROP,
    KIND_ERROR,
    KIND_HREF,
    KIND_STATUS,
    KIND_RESOURCE_TYPE,
    KIND_COLLECTION,
    KIND_CALENDAR,
    KIND_COMPONENTS,
    KIND_COMPONENT,
    KIND_NAME,
    KIND_ETAG,
    KIND_CTAG,
    KIND_TOKEN,
    KIND_PRINCIPAL,
    KIND_STRANGER,
    KIND_HOME,
    KIND_DATA,
};

#define DAV    "DAV:"
#define CALDAV "urn:ietf:params:xml:ns:caldav"
#define SERVER "http://calendarserver.org/ns/"

static const struct {
    const char *space;
    const char *name;
    enum kind kind;
} elements[] = {
    {DAV, "multistatus", KIND_MULTISTATUS},
    {DAV, "response", KIND_RESPONSE},
    {DAV, "propstat", KIND_PROPSTAT},
    {DAV, "prop", KIND_PROP},
    {DAV, "error", KIND_ERROR},
    {DAV, "href", KIND_HREF},
    {DAV, "status", KIND_STATUS},
    {DAV, "resourcetype", KIND_RESOURCE_TYPE},
    {DAV, "collection", KIND_COLLECTION},
    {CALDAV, "calendar", KIND_CALENDAR},
    {CALDAV, "supported-calendar-component-set", KIND_COMPONENTS},
    {CALDAV, "comp", KIND_COMPONENT},
    {DAV, "displayname", KIND_NAME},
    {DAV, "getetag", KIND_ETAG},
    {SERVER, "getctag", KIND_CTAG},
    {DAV, "sync-token", KIND_TOKEN},
    {DAV, "current-user-principal", KIND_PRINCIPAL},
    {DAV, "unauthenticated", KIND_STRANGER},
    {CALDAV, "calendar-home-set", KIND_HOME},
    {CALDAV, "calendar-data", KIND_DATA},
};

struct reading {
    xmlParserCtxt *parser;
    struct arena *arena;
    struct caldav_answer *out;
    size_t room;
    enum kind open[CALDAV_DEPTH_MAX];
    size_t depth;
    struct buf text; /* of the innermost element that has some */

    struct caldav_response response;
    struct caldav_props before; /* the open propstat */
    int propstat_status;
    const char *fault; /* why we stopped; NULL so far */
};

static void stop(struct reading *reading, const char *why)
{
    if (reading->fault == NULL)
        reading->fault = why;
    xmlStopParser(reading->parser);
}

static bool is_word(const xmlChar *text, const char *word)
{
    return text != NULL && strcmp((const char *)text, word) == 0;
}

static enum kind kind_of(const xmlChar *space, const xmlChar *name)
{
    for (size_t i = 0; i < ARRAY_LEN(elements); i++) {
        if (is_word(name, elements[i].name) &&
            is_word(space, elements[i].space))
            return elements[i].kind;
    }
    return KIND_OTHER;
}

/* What the innermost element stands in; its own kind with `up` 0. */
static enum kind inside(const struct reading *reading, size_t up)
{
    return reading->depth > up ? reading->open[reading->depth - 1 - up]
                               : KIND_OTHER;
}

/* Whether the open property is one of a response. */
static bool is_property(const struct reading *reading, size_t up)
{
    return inside(reading, up) == KIND_PROP &&
           inside(reading, up + 1) == KIND_PROPSTAT &&
           inside(reading, up + 2) == KIND_RESPONSE;
}

static void start_response(struct reading *reading)
{
    reading->response = (struct caldav_response){0};
    if (reading->out->count >= CALDAV_RESPONSES_MAX)
        stop(reading, "it has too many responses");
}

/* "VEVENT" of <comp name="VEVENT"/>. */
static bool takes_events(int count, const xmlChar **attributes)
{
    for (int i = 0; i < count; i++) {
        const xmlChar **at = attributes + 5L * i;

        if (is_word(at[0], "name") && at[4] - at[3] == 6 &&
            memcmp(at[3], "VEVENT", 6) == 0)
            return true;
    }
    return false;
}

/* The child of <error> names the precondition. */
static void take_error(struct reading *reading, const xmlChar *name)
{
    const char **into = inside(reading, 2) == KIND_RESPONSE
                            ? &reading->response.error
                            : &reading->out->error;

    if (*into == NULL && strlen((const char *)name) < CALDAV_TEXT_MAX)
        *into = arena_strdup(reading->arena, (const char *)name);
}

/* What an element says by being there. */
static void note_start(struct reading *reading, enum kind kind,
                       const xmlChar *name)
{
    struct caldav_props *props = &reading->response.props;

    if (inside(reading, 1) == KIND_ERROR)
        take_error(reading, name);
    if (kind == KIND_RESPONSE && inside(reading, 1) == KIND_MULTISTATUS)
        start_response(reading);
    if (kind == KIND_PROPSTAT) {
        reading->before = *props;
        reading->propstat_status = 0;
    }
    if (!is_property(reading, 1) && !is_property(reading, 2))
        return;
    if (inside(reading, 1) == KIND_RESOURCE_TYPE) {
        props->is_collection |= kind == KIND_COLLECTION;
        props->is_calendar |= kind == KIND_CALENDAR;
    }
    if (inside(reading, 1) == KIND_PRINCIPAL && kind == KIND_STRANGER)
        props->is_stranger = true;
    if (kind == KIND_COMPONENTS)
        props->names_components = true;
}

/* The type is libxml2's: NOLINTNEXTLINE(readability-function-size) */
static void on_start(void *context, const xmlChar *name, const xmlChar *prefix,
                     const xmlChar *space, int space_count,
                     const xmlChar **spaces, int attribute_count,
                     int default_count, const xmlChar **attributes)
{
    struct reading *reading = context;
    enum kind kind = kind_of(space, name);

    (void)prefix;
    (void)space_count;
    (void)spaces;
    (void)default_count;
    if (reading->depth == CALDAV_DEPTH_MAX) {
        stop(reading, "it is nested too deeply");
        return;
    }
    reading->open[reading->depth++] = kind;
    if (reading->depth == 1 && kind != KIND_MULTISTATUS && kind != KIND_ERROR)
        stop(reading, "it is no answer of CalDAV");
    buf_clear(&reading->text);
    note_start(reading, kind, name);
    if (kind == KIND_COMPONENT && inside(reading, 1) == KIND_COMPONENTS &&
        is_property(reading, 2) && takes_events(attribute_count, attributes))
        reading->response.props.takes_events = true;
}

static struct str trimmed(const struct buf *text)
{
    struct str out = buf_str(text);

    while (out.len > 0 && strchr(" \t\r\n", out.at[out.len - 1]) != NULL)
        out.len--;
    while (out.len > 0 && strchr(" \t\r\n", *out.at) != NULL)
        out = (struct str){out.at + 1, out.len - 1};
    return out;
}

/* The text of the element that ends; NULL when it is empty or too long. */
static const char *take_text(struct reading *reading)
{
    struct str text = trimmed(&reading->text);

    if (text.len == 0 || text.len > CALDAV_TEXT_MAX || reading->text.full)
        return NULL;
    return arena_strndup(reading->arena, text.at, text.len);
}

/* "HTTP/1.1 404 Not Found": 404, or 0 for what is no status. */
static int take_status(const struct reading *reading)
{
    struct str text = trimmed(&reading->text);
    int status = 0;

    if (text.len < 12 || strncmp(text.at, "HTTP/", 5) != 0)
        return 0;
    while (text.len > 0 && *text.at != ' ')
        text = (struct str){text.at + 1, text.len - 1};
    for (size_t i = 1; i < 4 && i < text.len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return 0;
        status = status * 10 + (text.at[i] - '0');
    }
    return status;
}

const char *caldav_etag(const char *text, struct arena *arena)
{
    size_t len;

    if (text == NULL)
        return NULL;
    if (strncmp(text, "W/", 2) == 0)
        text += 2;
    len = strlen(text);
    if (len >= 2 && *text == '"' && text[len - 1] == '"') {
        text++;
        len -= 2;
    }
    /* Apache marks what it has compressed on the way. */
    if (len > 5 && memcmp(text + len - 5, "-gzip", 5) == 0)
        len -= 5;
    return arena_strndup(arena, text, len);
}

static void take_href(struct reading *reading)
{
    struct caldav_props *props = &reading->response.props;
    enum kind parent = inside(reading, 1);

    if (parent == KIND_RESPONSE && reading->response.href == NULL)
        reading->response.href = take_text(reading);
    if (parent == KIND_PRINCIPAL && is_property(reading, 2))
        props->principal = take_text(reading);
    if (parent == KIND_HOME && is_property(reading, 2) &&
        props->home_count < CALDAV_HOMES_MAX) {
        props->homes[props->home_count] = take_text(reading);
        props->home_count += props->homes[props->home_count] != NULL;
    }
}

static void take_property(struct reading *reading, enum kind kind)
{
    struct caldav_props *props = &reading->response.props;

    if (kind == KIND_NAME)
        props->name = take_text(reading);
    else if (kind == KIND_ETAG)
        props->etag = caldav_etag(take_text(reading), reading->arena);
    else if (kind == KIND_CTAG)
        props->ctag = take_text(reading);
    else if (kind == KIND_TOKEN)
        props->token = take_text(reading);
    else if (kind == KIND_DATA && !reading->text.full)
        props->data = (struct str){
            arena_strndup(reading->arena, buf_text(&reading->text),
                          reading->text.len),
            reading->text.len,
        };
}

static void end_propstat(struct reading *reading)
{
    int status = reading->propstat_status;

    if (status != 0 && (status < 200 || status > 299))
        reading->response.props = reading->before;
}

static void end_response(struct reading *reading)
{
    struct caldav_answer *out = reading->out;

    if (reading->response.href == NULL)
        return; /* it is about nothing we could name */
    arena_reserve(reading->arena, out->responses, out->count, reading->room,
                  struct caldav_response);
    out->responses[out->count++] = reading->response;
}

static void note_end(struct reading *reading, enum kind kind)
{
    enum kind parent = inside(reading, 1);

    if (kind == KIND_HREF)
        take_href(reading);
    else if (kind == KIND_STATUS && parent == KIND_RESPONSE)
        reading->response.status = take_status(reading);
    else if (kind == KIND_STATUS && parent == KIND_PROPSTAT)
        reading->propstat_status = take_status(reading);
    else if (kind == KIND_TOKEN && parent == KIND_MULTISTATUS)
        reading->out->token = take_text(reading);
    else if (is_property(reading, 1))
        take_property(reading, kind);
    else if (kind == KIND_PROPSTAT && parent == KIND_RESPONSE)
        end_propstat(reading);
    else if (kind == KIND_RESPONSE && parent == KIND_MULTISTATUS)
        end_response(reading);
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix,
                   const xmlChar *space)
{
    struct reading *reading = context;

    (void)name;
    (void)prefix;
    (void)space;
    if (reading->depth == 0)
        return;
    note_end(reading, inside(reading, 0));
    reading->depth--;
    buf_clear(&reading->text);
}

static void on_text(void *context, const xmlChar *text, int len)
{
    struct reading *reading = context;

    (void)buf_add(&reading->text, text, (size_t)len);
}

/* An honest answer has none; whatever it would define, we will not hear. */
static void on_dtd(void *context, const xmlChar *name, const xmlChar *external,
                   const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    stop(context, "it has a DTD");
}

static xmlEntity *on_entity(void *context, const xmlChar *name)
{
    (void)context;
    return xmlGetPredefinedEntity(name);
}

/* libxml2 would otherwise write to standard error. */
static void on_problem(void *context, xmlError *problem)
{
    (void)context;
    (void)problem;
}

static bool parse(struct reading *reading, struct str xml)
{
    xmlSAXHandler handler = {
        .internalSubset = on_dtd,
        .getEntity = on_entity,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_text,
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .serror = on_problem,
    };
    bool ok;

    xmlInitParser();
    reading->parser = xmlCreatePushParserCtxt(&handler, reading, NULL, 0, NULL);
    if (reading->parser == NULL)
        abort();
    (void)xmlCtxtUseOptions(reading->parser, XML_PARSE_NONET);
    for (size_t at = 0; at < xml.len && reading->fault == NULL;) {
        size_t len = xml.len - at < 65536 ? xml.len - at : 65536;

        if (xmlParseChunk(reading->parser, xml.at + at, (int)len, 0) != 0)
            break;
        at += len;
    }
    if (reading->fault == NULL)
        (void)xmlParseChunk(reading->parser, NULL, 0, 1);
    ok = reading->parser->wellFormed == 1 && reading->fault == NULL;
    xmlFreeDoc(reading->parser->myDoc);
    xmlFreeParserCtxt(reading->parser);
    return ok;
}

bool caldav_answer_read(struct str xml, struct arena *arena,
                        struct caldav_answer *out, struct error *err)
{
    struct reading reading = {.arena = arena, .out = out};
    bool ok;

    *out = (struct caldav_answer){0};
    buf_init(&reading.text, CALDAV_DATA_MAX);
    ok = parse(&reading, xml);
    buf_finish(&reading.text);
    if (ok)
        return true;
    return error_set(err, ERROR_INPUT, "the server's XML is not good: %s",
                     reading.fault == NULL ? "it is none, or cut"
                                           : reading.fault);
}
