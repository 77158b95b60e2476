/*
 * ical_piece.h - values taken off a piece of a record, with suspicion
 *
 * The first thing that is wrong is remembered and empties the piece: whatever
 * is taken after that is 0, NULL or false, so that a reader may go on
 * harmlessly and look once, at its end. ical_record.c says how values lie.
 */
#ifndef IMPORTERS_ICAL_PIECE_H
#define IMPORTERS_ICAL_PIECE_H

#include "base/arena.h"
#include "base/str.h"

struct ical_piece {
    struct str rest;
    struct arena *arena;
    const char *wrong; /* the first thing that was; then nothing is read */
};

/* Says what is wrong, unless something was already. Returns 0. */
int64_t ical_piece_fail(struct ical_piece *piece, const char *what);

/* The next `len` bytes as they are; NULL when there are fewer. */
const char *ical_piece_bytes(struct ical_piece *piece, size_t len);

/* A number of at most `max`; there is one way only to write it. */
size_t ical_piece_number(struct ical_piece *piece, size_t max);

/* One that may be negative, within [min, max]. */
int64_t ical_piece_signed(struct ical_piece *piece, int64_t min, int64_t max);

bool ical_piece_bool(struct ical_piece *piece);

/* The size of a list that the rest of the piece can hold, when no item takes
 * fewer than `item_bytes`. */
size_t ical_piece_count(struct ical_piece *piece, size_t max,
                        size_t item_bytes);

/* Valid UTF-8 of at most `max` bytes without control characters but line
 * breaks and tabs, copied and ended by a NUL; at NULL when there is none. */
struct str ical_piece_str(struct ical_piece *piece, size_t max);

const char *ical_piece_text(struct ical_piece *piece, size_t max);

/* A text that must be there and not be empty. */
const char *ical_piece_name(struct ical_piece *piece, size_t max) NEVER_NULL;

#endif
