/* caldav_find.c - from an address to the one calendar that is meant */
#include <string.h>

#include "importers/caldav_href.h"
#include "importers/caldav_state.h"

/* RFC 6764, 5. */
static const char well_known[] = "/.well-known/caldav";

/* Where to knock next; NULL: nowhere. The bare host has its calendars at
 * .well-known, any other address names something itself. */
static const char *next_door(struct caldav *sync)
{
    const char *source = sync->request->url;
    bool is_bare = strcmp(caldav_href_path(source), "/") == 0;
    int door = sync->doors++;

    if (door >= 2)
        return NULL;
    if ((door == 0) == is_bare)
        return arena_printf(sync->arena, "%s%s",
                            caldav_href_origin(source, sync->arena),
                            well_known);
    return is_bare ? arena_printf(sync->arena, "%s/",
                                  caldav_href_origin(source, sync->arena))
                   : source;
}

void caldav_find_start(struct caldav *sync)
{
    sync->doors = 0;
    sync->step = CALDAV_DOOR;
    sync->url = next_door(sync);
}

void caldav_settle_on(struct caldav *sync, const char *url,
                      const struct caldav_props *props)
{
    struct arena *arena = sync->arena;

    sync->collection = arena_strdup(arena, url);
    sync->collection_key = caldav_href_key(caldav_href_path(url), arena);
    sync->url = sync->collection;
    sync->name = arena_strdup(arena, props->name);
    sync->token = arena_strdup(arena, props->token);
    sync->ctag = arena_strdup(arena, props->ctag);
}

/* The calendar's address as its server writes it: with its slash at the end. */
static const char *own_address(const struct caldav *sync, const char *base,
                               const struct caldav_answer *answer)
{
    const char *url =
        caldav_href_resolve(base, answer->responses[0].href, sync->arena);

    return url != NULL && caldav_href_is_near(base, url) ? url : base;
}

/* What a server says of an address, in however many responses. */
static struct caldav_props summary_of(const struct caldav_answer *answer)
{
    struct caldav_props all = {0};

    for (size_t i = 0; i < answer->count; i++) {
        const struct caldav_props *props = &answer->responses[i].props;

        if (i == 0)
            all = *props;
        if (all.principal == NULL)
            all.principal = props->principal;
        all.is_stranger |= props->is_stranger;
    }
    return all;
}

/* An address the server gave, when the login may go there. */
static bool follow(struct caldav *sync, const char *base, const char *href,
                   const char **out, struct error *err)
{
    const char *url = caldav_href_resolve(base, href, sync->arena);

    if (url == NULL)
        return error_set(err, ERROR_INPUT,
                         "the server names an address that is none");
    if (!caldav_href_may_follow(base, url))
        return error_set(err, ERROR_REFUSED,
                         "it says that the calendars are at '%s', where the "
                         "login does not go by itself; name an address there "
                         "if that is right",
                         caldav_href_origin(url, sync->arena));
    *out = url;
    return true;
}

static bool go_home(struct caldav *sync, const char *base,
                    const struct caldav_props *props, struct error *err)
{
    for (size_t i = 0; i < props->home_count; i++) {
        if (!follow(sync, base, props->homes[i], &sync->homes[i], err))
            return false;
    }
    sync->home_count = props->home_count;
    sync->url = sync->homes[0];
    sync->step = CALDAV_HOME;
    return true;
}

static bool needs_login(struct error *err)
{
    return error_set(err, ERROR_REFUSED,
                     "the server shows nothing without a login");
}

static bool nothing_there(const struct caldav *sync, struct error *err)
{
    int status = sync->door_status;

    if (status == 404 || status == 410)
        return error_set(err, ERROR_REFUSED,
                         "there is no calendar at that address (%d); is it "
                         "still right?",
                         status);
    if (status == 403)
        return error_set(err, ERROR_REFUSED,
                         "the server does not let this login in (403)");
    return error_set(err, ERROR_REFUSED,
                     "nothing at that address speaks CalDAV (the server "
                     "answered %d)",
                     status);
}

bool caldav_take_door(struct caldav *sync, const char *base, int status,
                      const struct caldav_answer *answer, struct error *err)
{
    struct caldav_props props = summary_of(answer);

    if (props.is_calendar && props.names_components && !props.takes_events)
        return error_set(err, ERROR_USAGE,
                         "the calendar at that address takes no events, only "
                         "tasks or notes");
    if (props.is_calendar) {
        caldav_settle_on(sync, own_address(sync, base, answer), &props);
        sync->step = CALDAV_LIST;
        return true;
    }
    if (props.home_count > 0)
        return go_home(sync, base, &props, err);
    if (props.principal != NULL) {
        sync->step = CALDAV_PRINCIPAL;
        return follow(sync, base, props.principal, &sync->url, err);
    }
    if (props.is_stranger)
        return needs_login(err);
    /* What the address itself says matters more than .well-known's answer. */
    if (sync->door_status == 0 || strstr(sync->url, well_known) == NULL)
        sync->door_status = status;
    sync->url = next_door(sync);
    return sync->url != NULL || nothing_there(sync, err);
}

bool caldav_take_principal(struct caldav *sync, const char *base, int status,
                           const struct caldav_answer *answer,
                           struct error *err)
{
    struct caldav_props props = summary_of(answer);

    if (props.home_count > 0)
        return go_home(sync, base, &props, err);
    if (props.is_stranger)
        return needs_login(err);
    return error_set(err, ERROR_REFUSED,
                     "the server names no home of this login's calendars "
                     "(%d); name the calendar's own address",
                     status);
}

static void add_choice(struct caldav *sync, const char *base,
                       const struct caldav_response *response)
{
    const struct caldav_props *props = &response->props;
    const char *url;

    if (!props->is_calendar ||
        (props->names_components && !props->takes_events))
        return;
    url = caldav_href_resolve(base, response->href, sync->arena);
    if (url == NULL || !caldav_href_is_near(base, url))
        return;
    arena_reserve(sync->arena, sync->choices, sync->choice_count,
                  sync->choice_room, struct caldav_choice);
    sync->choices[sync->choice_count++] = (struct caldav_choice){
        url,
        arena_strdup(sync->arena, props->name),
    };
    sync->found = *props;
    sync->found.token = arena_strdup(sync->arena, props->token);
    sync->found.ctag = arena_strdup(sync->arena, props->ctag);
    sync->found.name = sync->choices[sync->choice_count - 1].name;
}

/* "https://… ('Work'), https://… ('Private')", as far as an error goes. */
static bool ask_which(const struct caldav *sync, struct error *err)
{
    struct buf list;

    buf_init(&list, ERROR_TEXT_MAX);
    for (size_t i = 0; i < sync->choice_count; i++) {
        const struct caldav_choice *choice = &sync->choices[i];

        (void)buf_printf(&list, "%s%s", i == 0 ? "" : ", ", choice->url);
    }
    (void)error_set(err, ERROR_USAGE,
                    "there are %zu calendars, name one of them: %s%s",
                    sync->choice_count, buf_text(&list), list.full ? " …" : "");
    buf_finish(&list);
    return false;
}

bool caldav_take_home(struct caldav *sync, const char *base, int status,
                      const struct caldav_answer *answer, struct error *err)
{
    for (size_t i = 0; i < answer->count; i++)
        add_choice(sync, base, &answer->responses[i]);
    if (++sync->homes_seen < sync->home_count) {
        sync->url = sync->homes[sync->homes_seen];
        return true;
    }
    if (sync->choice_count == 0)
        return error_set(err, ERROR_REFUSED,
                         "this login has no calendar for events there (%d)",
                         status);
    if (sync->choice_count > 1)
        return ask_which(sync, err);
    caldav_settle_on(sync, sync->choices[0].url, &sync->found);
    sync->step = CALDAV_LIST;
    return true;
}
