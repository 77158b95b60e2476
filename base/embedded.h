/*
 * embedded.h - files that travel inside the program
 *
 * tools/cmake/embed.cmake puts them there. Tables are sorted by name; every
 * file ends in a NUL that `len` does not count. All of it is read-only and
 * lives as long as the program.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
    const char *name; /* without folder: "0001_start.sql" */
    const char *data; /* NUL-terminated */
    size_t len;       /* bytes, without the NUL */
};

/* store/migrations, the SQL files */
extern const struct embedded store_migrations[];
extern const size_t store_migrations_count;

/* notifiers/texts, one file per language */
extern const struct embedded notifier_texts[];
extern const size_t notifier_texts_count;

/* docs/examples/mappings, the YAML files */
extern const struct embedded shipped_mappings[];
extern const size_t shipped_mappings_count;

/* app/completion.bash; empty when the build had none */
extern const char bash_completion[];
extern const size_t bash_completion_len;

#endif
