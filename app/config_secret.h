/*
 * config_secret.h - a secret in a file of its own
 */
#ifndef APP_CONFIG_SECRET_H
#define APP_CONFIG_SECRET_H

#include "base/arena.h"
#include "base/error.h"

/* `path` as it is meant in a settings file: relative to the folder of that. */
const char *config_beside(const char *settings, const char *path,
                          struct arena *arena) NEVER_NULL;

/*
 * Reads the one line of the file, without the spaces around it. ERROR_USAGE
 * when it cannot be opened, may be read by others than its owner, or is not
 * one line of at most CONFIG_SECRET_MAX bytes. No message holds any of it.
 */
MUST_USE bool config_secret_read(const char *path, struct arena *arena,
                                 const char **out, struct error *err);

#endif
