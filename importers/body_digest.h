/*
 * body_digest.h - whether a calendar says the same as before
 *
 * Many programs write the moment of the fetch into every event, so the bytes
 * always differ. Lines that say nothing about visits are left out: DTSTAMP,
 * CREATED, LAST-MODIFIED and PRODID, with their continuations. Linear; looks
 * at the bytes and interprets nothing else.
 */
#ifndef IMPORTERS_BODY_DIGEST_H
#define IMPORTERS_BODY_DIGEST_H

#include "base/digest.h"

/* As digest_text(), of what is left. */
char *body_digest(struct str body, char out[DIGEST_TEXT_MAX]) NEVER_NULL;

#endif
