/*
 * extract_state.h - what in a title is neither who nor what for
 *
 * "New booking: ", "FW: ", "- Paid", "(new client)", "#12345": a state, a way
 * it came, a number of the office's own.
 */
#ifndef IMPORTERS_EXTRACT_STATE_H
#define IMPORTERS_EXTRACT_STATE_H

#include "base/arena.h"

/* Behind "Canceled: ", "[Annulé] ", "Abgesagt - "; else `title` itself. */
const char *state_behind_cancelled(const char *title,
                                   struct arena *arena) NEVER_NULL;

/*
 * The title without what stands before its words ("New booking: ", "FW: "),
 * without "#12345", and with full-width signs as plain ones.
 */
const char *state_without(const char *title, struct arena *arena) NEVER_NULL;

/* Whether a part of a title is nothing but a state: "Paid", "new client". */
bool state_is(const char *part, struct arena *arena);

/* "Room 2", "Fauteuil 1": where, not what. */
bool state_is_room(const char *part, struct arena *arena);

#endif
