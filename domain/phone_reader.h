/*
 * phone_reader.h - many telephone numbers of one country, read quickly
 *
 * phone_read() asks libphonenumber, whose regular expressions cost more than
 * all the rest of an event. What they decide, how a number is split and
 * whether it can be one, hangs on its first digits and its length: numbers
 * that differ in their last few digits alone share the verdict. A reader
 * remembers it for the rest of them. Everything else the library judges, each
 * time or once a text. Answers are those of phone_read(), which
 * tests/unit/domain/test_phone_reader.c proves over all countries.
 */
#ifndef DOMAIN_PHONE_READER_H
#define DOMAIN_PHONE_READER_H

#include "domain/phone.h"

struct phone_reader;

/*
 * `country` as for phone_read(). For one thread at a time; never NULL, the
 * caller destroys it.
 */
struct phone_reader *phone_reader_create(const char *country) NEVER_NULL;
void phone_reader_destroy(struct phone_reader *reader);

/* As phone_read(). */
enum phone_verdict phone_reader_read(struct phone_reader *reader,
                                     const char *text,
                                     char out[PHONE_E164_MAX]);

#endif
