/*
 * office_reader.h - from the office file as written to the checked office
 *
 * For app/office.c alone. Each function fills its part of `out`; the parts
 * that others rest on come first: about, sites, days, then the lists.
 */
#ifndef APP_OFFICE_READER_H
#define APP_OFFICE_READER_H

#include "app/office.h"
#include "app/office_schema.h"
#include "app/settings_read.h"

struct office_reader {
    struct settings settings;
    const struct raw_office *raw;
    struct office *out;
};

/* The `office` section: name, zone, country, currency, language… */
MUST_USE bool office_read_about(const struct office_reader *reader);
MUST_USE bool office_read_sites(const struct office_reader *reader);

/* hours, closed, holidays and window. */
MUST_USE bool office_read_days(const struct office_reader *reader);
MUST_USE bool office_read_closed(const struct office_reader *reader,
                                 const char *path, struct raw_list list,
                                 struct date_ranges *out);

MUST_USE bool office_read_services(const struct office_reader *reader);
MUST_USE bool office_read_providers(const struct office_reader *reader);
MUST_USE bool office_read_feeds(const struct office_reader *reader);
/* What reading feeds[i] may cost. */
MUST_USE bool office_read_limits(const struct office_reader *reader, size_t i,
                                 struct feed_limits *out);
MUST_USE bool office_read_rules(const struct office_reader *reader);
/* Channels in order, none of them twice; at least one unless `may_be_none`. */
MUST_USE bool office_read_channels(const struct office_reader *reader,
                                   const char *path, struct raw_list list,
                                   bool may_be_none, struct rule *out);
/* Which visits rules[i] is for. */
MUST_USE bool office_read_scope(const struct office_reader *reader, size_t i,
                                struct rule *out);
/* The sections `notices` and `limits`. */
MUST_USE bool office_read_notices(const struct office_reader *reader);
MUST_USE bool office_read_caps(const struct office_reader *reader);
MUST_USE bool office_read_texts(const struct office_reader *reader);

/* A name of a list's entry: one line, and no other entry's. */
MUST_USE bool office_read_name(const struct office_reader *reader,
                               const char *path, const char *text, bool taken,
                               const char **out);

/* A name of another section's entry; "" when the file does not say. */
MUST_USE bool office_read_site(const struct office_reader *reader,
                               const char *path, const char *text,
                               const char **out);

#endif
