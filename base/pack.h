/*
 * pack.h - short texts made small, each by itself
 *
 * Zstandard (RFC 8878) with a dictionary of what calendar events have in
 * common, so that an event of 300 bytes takes about a third. Each text stands
 * alone: one that has to be forgotten can be, without its neighbours.
 */
#ifndef BASE_PACK_H
#define BASE_PACK_H

#include "base/buf.h"
#include "base/error.h"

/* Packs text after text; for one thread. Aborts when memory runs out. */
struct packer;

struct packer *packer_create(void) NEVER_NULL;
void packer_destroy(struct packer *packer); /* NULL is accepted */

/*
 * The packed form of `text`, valid until the next call. It never starts with
 * anything a text could start with.
 */
struct str packer_pack(struct packer *packer, struct str text);

/*
 * Appends what was packed; bytes that were not are appended as they are (old
 * versions lie in the database unpacked). ERROR_MACHINE when they are damaged
 * or larger than `out` allows.
 */
MUST_USE bool unpack(struct str packed, struct buf *out, struct error *err);

#endif
