/*
 * feed_view.h - feeds as `kept feed list` and `kept feed show` print them
 */
#ifndef APP_COMMANDS_FEED_VIEW_H
#define APP_COMMANDS_FEED_VIEW_H

#include "app/call.h"
#include "store/feed_watch.h"

/* Events that `show` lists. */
#define FEED_VIEW_DEEDS 20

struct feed_view {
    const struct feed *feed; /* the office's, or NULL: imported by hand */
    const char *source;      /* for people: without secrets; "" unknown */
    struct feed_row row;
    struct feed_sum sum;
};

/* What the store knows of a feed; ERROR_MISSING when that is nothing. */
MUST_USE bool feed_view_read(struct call *call, const struct office *office,
                             const char *name, struct feed_view *out,
                             struct error *err);

/* `kept feed list`. */
MUST_USE bool feed_view_list(struct call *call, const struct office *office,
                             struct error *err);

/* `kept feed show NAME`. */
MUST_USE bool feed_view_show(struct call *call, const struct office *office,
                             const char *name, struct error *err);

/* The held visits, a line each, with what would happen to them. */
void feed_view_print_held(const struct call *call,
                          const struct held_visits *held);

/* The same as JSON. */
json_t *feed_view_held_json(const struct held_visits *held);

#endif
