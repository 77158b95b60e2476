/*
 * source_login.h - who asks for a calendar
 */
#ifndef APP_JOBS_SOURCE_LOGIN_H
#define APP_JOBS_SOURCE_LOGIN_H

#include "app/call.h"

/* All NULL: nobody, or whom the URL names. Never shown or logged. */
struct source_login {
    const char *user;   /* NULL: `secret` is a bearer token */
    const char *secret; /* NULL: there is no login */
};

/*
 * Reads the files that a feed names. Relative ones lie beside kept.yaml, or,
 * without one, beside the database. ERROR_USAGE as config_secret_read().
 */
MUST_USE bool source_login_read(const struct call *call,
                                const struct feed *feed,
                                struct source_login *out, struct error *err);

#endif
