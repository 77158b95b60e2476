#include "importers/extract.h"

#include "base/buf.h"
#include "base/pattern.h"
#include "base/utf8.h"
#include "importers/clean.h"
#include "importers/extract_plain.h"
#include "importers/extract_scan.h"
#include "importers/extract_state.h"
#include "importers/extract_words.h"
#include "importers/extraction.h"

static const struct {
    const char *name;
    const char *reason;
} blocks[EXTRACT_BLOCK_COUNT] = {
    [BLOCK_NONE] = {"", ""},
    [BLOCK_IGNORED] = {"ignored", "its title matches the feed's 'ignore'"},
    [BLOCK_UNMATCHED] = {"unmatched",
                         "nothing of it matches the feed's 'match'"},
    [BLOCK_BUSY] = {"busy", "its title says no more than that time is taken"},
    [BLOCK_PREPARATION] = {"preparation",
                           "it is time before or after an appointment"},
    [BLOCK_ALL_DAY] = {"all-day", "it takes whole days and names nobody to "
                                  "reach"},
    [BLOCK_NO_CUSTOMER] = {"no-customer", "it has no title and names nobody"},
    [BLOCK_PRIVATE] = {"private", "it is marked private and names nobody to "
                                  "reach"},
};

const char *extract_block_name(enum extract_block block)
{
    return blocks[block].name;
}

const char *extract_block_reason(enum extract_block block)
{
    return blocks[block].reason;
}

/* Line breaks become ", "; a place that is only a number is a number. */
static void read_location(struct extraction *extraction)
{
    struct arena *arena = extraction->arena;
    const char *text = extract_plain(extraction->event->location, arena);
    struct buf line;

    if (*text == '\0')
        return;
    if (extract_is_number(extraction, text)) {
        extract_phones_in(extraction, text, origin_by(ORIGIN_PLACE));
        return;
    }
    buf_init(&line, 2 * strlen(text) + 1);
    for (const char *at = text; *at != '\0'; at++) {
        if (*at != '\n')
            (void)buf_add_char(&line, *at);
        else if (at[1] != '\n')
            (void)buf_add_text(&line, ", ");
    }
    found_keep(&extraction->location,
               clean_cut(buf_text(&line), CLEAN_LOCATION_MAX, arena),
               origin_by(ORIGIN_PLACE));
    buf_finish(&line);
}

static bool contains(const char *text, const char *part)
{
    return text != NULL && strstr(text, part) != NULL;
}

static bool has_extra(const struct ical_event *event, const char *prefix)
{
    for (size_t i = 0; i < event->extra_count; i++) {
        if (strncmp(event->extras[i].name, prefix, strlen(prefix)) == 0)
            return true;
    }
    return false;
}

static enum source source_of(const struct extraction *extraction)
{
    const struct ical_event *event = extraction->event;

    if (contains(event->description, "AcuityID=") ||
        contains(event->description, "acuityscheduling.com"))
        return SOURCE_ACUITY;
    if (contains(event->description, "calendly.com") ||
        contains(event->description, "Calendly.com"))
        return SOURCE_CALENDLY;
    if (contains(extraction->from->product, "calcom"))
        return SOURCE_CALCOM;
    if (contains(extraction->from->product, "Appointments App"))
        return SOURCE_NEXTCLOUD_APP;
    if (has_extra(event, "X-NC-APPOINTMENT"))
        return SOURCE_NEXTCLOUD_BOOKING;
    return SOURCE_UNKNOWN;
}

/* Ticks, hourglasses and the like before a title are a state, not a name. */
static const char *behind_signs(const char *text)
{
    struct str rest = str_of(text);
    struct str next = rest;
    uint32_t point;

    while (utf8_next(&next, &point)) {
        bool is_sign = (point < 0x80 && strchr(" -*!?.,;:|_~", (int)point)) ||
                       (point >= 0x2010 && point < 0x2E80) || point > 0xFFFF;

        if (!is_sign)
            break;
        rest = next;
    }
    return rest.at == NULL ? "" : rest.at;
}

static void start(struct extraction *extraction,
                  const struct extractor *extractor,
                  const struct extract_source *from,
                  const struct ical_event *event)
{
    struct arena *arena = extraction->arena;
    const char *summary = str_or_empty(
        clean_line(str_of(extract_plain(event->summary, arena)), arena));
    const char *title = state_behind_cancelled(summary, arena);

    extraction->extractor = extractor;
    extraction->from = from;
    extraction->event = event;
    extraction->phones = extractor->phones;
    extraction->summary = clean_cut(summary, CLEAN_LOCATION_MAX, arena);
    extraction->title_says_cancelled = title != summary;
    title = behind_signs(state_without(behind_signs(title), arena));
    extraction->title = behind_signs(
        scan_without_contacts(clean_cut(title, CLEAN_LOCATION_MAX, arena),
                              extraction->phones, extractor->labels, arena));
    extraction->description = extract_plain(event->description, arena);
    extraction->whole =
        clean_cut(extraction->description, CLEAN_NOTES_MAX, arena);
    extraction->source = source_of(extraction);
}

/* The office's own names have the last word. */
static const char *own_name(const struct named_pattern *patterns, size_t count,
                            const char *text, struct arena *arena)
{
    if (str_is_empty(text))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (patterns[i].pattern != NULL
                ? pattern_occurs(patterns[i].pattern, str_of(text))
                : words_have_name(text, patterns[i].name, arena))
            return patterns[i].name;
    }
    return NULL;
}

static void settle_own(struct found *found,
                       const struct named_pattern *patterns, size_t count,
                       const struct extraction *extraction)
{
    const char *own = own_name(patterns, count, found->text, extraction->arena);

    if (own != NULL) {
        found->text = own;
        return;
    }
    own = own_name(patterns, count, extraction->summary, extraction->arena);
    if (own != NULL && found->origin.way != ORIGIN_LABEL &&
        found->origin.way != ORIGIN_PATTERN)
        *found = (struct found){own, origin_by(ORIGIN_OFFICE)};
}

static void settle_names(struct extraction *extraction)
{
    const struct extractor *extractor = extraction->extractor;
    const struct feed *feed = extractor->feed;
    const struct office *office = extractor->office;

    settle_own(&extraction->service, extractor->services, office->service_count,
               extraction);
    settle_own(&extraction->provider, extractor->providers,
               office->provider_count, extraction);
    if (feed == NULL)
        return;
    found_keep(&extraction->service, feed->service, origin_by(ORIGIN_SETTING));
    /* The feed belongs to somebody: only another of the office is surer. */
    if (!str_is_empty(feed->provider) &&
        (extraction->provider.text == NULL ||
         office_provider(office, extraction->provider.text) == NULL))
        extraction->provider =
            (struct found){feed->provider, origin_by(ORIGIN_SETTING)};
}

static const char *site_of(const struct extraction *extraction)
{
    const struct office *office = extraction->extractor->office;
    const struct feed *feed = extraction->extractor->feed;
    const struct provider *provider =
        extraction->provider.text == NULL
            ? NULL
            : office_provider(office, extraction->provider.text);

    if (feed != NULL && !str_is_empty(feed->site))
        return feed->site;
    for (size_t i = 0; i < office->site_count; i++) {
        if (extraction->location.text != NULL &&
            words_have_name(extraction->location.text, office->sites[i].name,
                            extraction->arena))
            return office->sites[i].name;
    }
    if (provider != NULL && !str_is_empty(provider->site))
        return provider->site;
    return NULL;
}

static bool has_contact(const struct extraction *extraction)
{
    return extraction->phone.text != NULL ||
           extraction->phone_doubt.text != NULL ||
           extraction->mail.text != NULL;
}

/* Whether the feed's `match` leaves the event out. */
static bool is_unmatched(const struct extraction *extraction)
{
    const struct pattern *match = extraction->extractor->match;

    return match != NULL &&
           !pattern_occurs(match, str_of(extraction->summary)) &&
           !pattern_occurs(match, str_of(extraction->whole)) &&
           !pattern_occurs(match, str_of(extraction->location.text));
}

/* Whoever marks an entry so means their own time, unless it says who comes. */
static bool is_private(const struct ical_event *event)
{
    return str_same(event->privacy, "PRIVATE") ||
           str_same(event->privacy, "CONFIDENTIAL");
}

/* Whether the description says who comes, in so many words. */
static bool is_named(const struct extraction *extraction)
{
    enum origin_way way = extraction->name.origin.way;

    return way == ORIGIN_LABEL || way == ORIGIN_HEADING;
}

/* Of an event that names nobody to reach. */
static enum extract_block block_without_contact(
    const struct extraction *extraction, bool all_day)
{
    const struct ical_event *event = extraction->event;
    const char *busy = str_or_empty(event->busy);
    struct arena *arena = extraction->arena;

    if (!is_named(extraction) &&
        (words_are_busy(extraction->title, arena) || strcmp(busy, "OOF") == 0 ||
         strcmp(busy, "WORKINGELSEWHERE") == 0))
        return BLOCK_BUSY;
    if (words_are_preparation(extraction->title, arena))
        return BLOCK_PREPARATION;
    if (all_day)
        return BLOCK_ALL_DAY;
    if (is_private(event) && !is_named(extraction))
        return BLOCK_PRIVATE;
    if (extraction->title[0] == '\0' && extraction->name.text == NULL)
        return BLOCK_NO_CUSTOMER;
    return BLOCK_NONE;
}

static enum extract_block block_of(const struct extraction *extraction,
                                   bool all_day)
{
    const struct ical_event *event = extraction->event;
    const struct pattern *ignore = extraction->extractor->ignore;

    if (ignore != NULL && pattern_occurs(ignore, str_of(extraction->summary)))
        return BLOCK_IGNORED;
    if (is_unmatched(extraction))
        return BLOCK_UNMATCHED;
    if (has_extra(event, "X-NC-PRE-APPOINTMENT") ||
        has_extra(event, "X-NC-POST-APPOINTMENT"))
        return BLOCK_PREPARATION;
    if (has_contact(extraction) || extraction->is_mapped)
        return BLOCK_NONE;
    return block_without_contact(extraction, all_day);
}

static bool is_cancelled(const struct extraction *extraction)
{
    const struct ical_event *event = extraction->event;
    const char *status = str_or_empty(event->status);
    bool is_free = str_same(event->transparency, "TRANSPARENT") ||
                   str_same(event->busy, "FREE");

    return strcmp(status, "CANCELLED") == 0 ||
           strcmp(status, "CANCELED") == 0 ||
           str_same(extraction->from->method, "CANCEL") ||
           (extraction->title_says_cancelled && is_free) ||
           extraction->is_declined;
}

static const char *status_of(const struct extraction *extraction)
{
    if (is_cancelled(extraction))
        return "cancelled";
    if (str_same(extraction->event->status, "TENTATIVE"))
        return "tentative";
    return "confirmed";
}

static const char *short_text(const char *text, struct arena *arena)
{
    return str_is_empty(text) ? NULL : clean_cut(text, CLEAN_NAME_MAX, arena);
}

static void write_price(const struct extraction *extraction,
                        struct booking *booking)
{
    const struct amount *price =
        extraction->has_price ? &extraction->price : &extraction->service_price;

    booking->has_price = extraction->has_price || price->minor > 0;
    if (!booking->has_price)
        return;
    booking->price_minor = price->minor;
    if (strcmp(price->currency, extraction->extractor->office->currency) != 0)
        booking->price_currency =
            arena_strdup(extraction->arena, price->currency);
}

/* Whether a VEVENT plans its visits by a rule or a list of dates. */
static bool has_rule(const char *raw)
{
    return contains(raw, "\nRRULE") || contains(raw, "\nRDATE");
}

static void write_booking(const struct extraction *extraction,
                          struct booking *out)
{
    const struct ical_event *event = extraction->event;
    struct arena *arena = extraction->arena;
    bool cancelled = is_cancelled(extraction);

    *out = (struct booking){
        .uid = event->uid,
        .recurrence = "",
        .sequence = event->sequence,
        .in_series = has_rule(event->raw),
        .summary = extraction->summary[0] == '\0' ? NULL : extraction->summary,
        .customer_name = short_text(extraction->name.text, arena),
        .phone = extraction->phone.text,
        .phone_doubt = extraction->phone.text == NULL
                           ? extraction->phone_doubt.text
                           : NULL,
        .mail = extraction->mail.text,
        .language = extraction->language,
        .service = short_text(extraction->service.text, arena),
        .provider = short_text(extraction->provider.text, arena),
        .site = site_of(extraction),
        .location = extraction->location.text,
        .notes = extraction->notes.text,
        .customer_external = extraction->customer.text,
        .state = cancelled ? APPOINTMENT_CANCELLED : APPOINTMENT_BOOKED,
        .cancelled_by = cancelled ? CANCELLED_BY_CUSTOMER : CANCELLED_BY_NOBODY,
        .booked_known = event->has_created,
        .booked = event->created,
        .reminded = -1,
        .raw = event->raw,
    };
    write_price(extraction, out);
}

static void write_origins(const struct extraction *extraction,
                          struct extracted *out)
{
    struct booking *booking = &out->booking;
    char text[ORIGINS_TEXT_MAX];

    out->origins = (struct origins){
        .field =
            {
                [FIELD_NAME] = extraction->name.origin,
                [FIELD_PHONE] = extraction->phone.text != NULL
                                    ? extraction->phone.origin
                                    : extraction->phone_doubt.origin,
                [FIELD_MAIL] = extraction->mail.origin,
                [FIELD_SERVICE] = extraction->service.origin,
                [FIELD_PROVIDER] = extraction->provider.origin,
                [FIELD_PRICE] = extraction->has_price ? extraction->price_origin
                                : booking->has_price
                                    ? extraction->service.origin
                                    : (struct origin){0},
                [FIELD_LOCATION] = extraction->location.origin,
                [FIELD_NOTES] = extraction->notes.origin,
                [FIELD_CUSTOMER] = extraction->customer.origin,
            },
    };
    if (words_mix_alphabets(str_or_empty(extraction->name.text)))
        out->origins.field[FIELD_NAME].sureness = SURENESS_MIXED;
    if (booking->phone_doubt != NULL)
        out->origins.field[FIELD_PHONE].sureness = SURENESS_GUESS;
    booking->phone_unsure = booking->phone != NULL &&
                            extraction->phone.origin.sureness != SURENESS_SURE;
    booking->mail_unsure = booking->mail != NULL &&
                           extraction->mail.origin.sureness != SURENESS_SURE;
    booking->origins =
        arena_strdup(extraction->arena, origins_encode(&out->origins, text));
}

void extract_event(const struct extractor *extractor,
                   const struct extract_source *source,
                   const struct ical_event *event, struct arena *arena,
                   struct extracted *out)
{
    struct extraction extraction = {.arena = arena};

    start(&extraction, extractor, source, event);
    extract_mapped(&extraction);
    extract_lines(&extraction);
    read_location(&extraction);
    extract_guests(&extraction);
    extract_contacts(&extraction);
    extract_title(&extraction);
    settle_names(&extraction);

    out->block = block_of(&extraction, false);
    out->block_all_day = block_of(&extraction, true);
    out->status = status_of(&extraction);
    write_booking(&extraction, &out->booking);
    write_origins(&extraction, out);
}

enum extract_block extract_visit(const struct extracted *found,
                                 const struct ical_occurrence *occurrence,
                                 struct booking *out)
{
    *out = found->booking;
    out->recurrence = occurrence->recurrence;
    out->start = occurrence->start;
    out->end = occurrence->end;
    out->zone = occurrence->zone;
    out->all_day = occurrence->all_day;
    out->booked_known &= !instant_before(out->start, out->booked);
    return occurrence->all_day ? found->block_all_day : found->block;
}
