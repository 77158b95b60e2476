/*
 * child.h - foreign bytes are read in a child that cannot hurt
 *
 * The child is this program again: posix_spawn of /proc/self/exe with another
 * command line, an empty environment, the bytes as standard input (a memfd),
 * records on standard output, and no other descriptor but standard error. It
 * calls child_confine() before it reads a byte.
 */
#ifndef NET_CHILD_H
#define NET_CHILD_H

#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"

struct child_limits {
    int cpu_s;           /* processor seconds; positive */
    size_t memory_bytes; /* address space; 0: no limit */
    int wall_s;          /* seconds until it is killed; positive */
};

/* What an import may cost (ical.md 4.2 of the plans, "expansion", "memory"). */
#define CHILD_CPU_S        10
#define CHILD_MEMORY_BYTES (512UL * 1024 * 1024)
#define CHILD_WALL_S       60

static inline struct child_limits child_limits_usual(void)
{
    return (struct child_limits){
        .cpu_s = CHILD_CPU_S,
        .memory_bytes = CHILD_MEMORY_BYTES,
        .wall_s = CHILD_WALL_S,
    };
}

struct child_request {
    const char *const *argv; /* ends in NULL; argv[0] is only a name */
    struct str input;        /* its standard input */
    struct child_limits limits;
};

/*
 * Runs the child and waits: blocks, for worker threads and commands. What it
 * writes is appended to `out`, whose `max` is the limit on it. ERROR_INPUT
 * when the child died, exceeded a limit (the text says which) or exited with
 * another status than 0 (`out` then holds what it wrote); ERROR_MACHINE when
 * it could not be started.
 */
MUST_USE bool child_run(const struct child_request *request, struct buf *out,
                        struct error *err);

/*
 * In the child, before anything else: limits on processor, memory, files and
 * descriptors, no new privileges, death with the parent, no descriptor above
 * standard error. `limits` as the parent has them. ERROR_MACHINE. Memory and
 * files are not limited under the sanitizers that keep shadow memory.
 */
MUST_USE bool child_confine(const struct child_limits *limits,
                            struct error *err);

#endif
