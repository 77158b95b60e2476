/*
 * why_slot.h - the part of a visit's story that its calendar does not tell
 *
 * When a cancellation or a move was said, as far as looks at the feed can
 * tell; where the visit was before; who took its slot, and how fast; how often
 * its words were changed.
 */
#ifndef APP_COMMANDS_WHY_SLOT_H
#define APP_COMMANDS_WHY_SLOT_H

#include "app/call.h"
#include "store/appointments.h"
#include "store/slot_past.h"
#include "store/sources.h"

struct slot_story {
    const struct visit *visit;
    struct slot_moves moves;
    struct slot_refill refill;
    size_t rewritten; /* versions of its sources' words that were replaced */
    struct instant rewritten_last;
};

MUST_USE bool slot_story_of(struct db *db, const struct visit *visit,
                            struct arena *arena, struct slot_story *out,
                            struct error *err);

void slot_story_print(const struct call *call, const struct slot_story *story);

/* Adds the members `said`, `moves`, `refilled` and `rewritten`. */
void slot_story_add_json(const struct slot_story *story, json_t *object);

#endif
