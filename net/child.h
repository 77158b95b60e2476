/*
 * child.h - foreign bytes are read in a child that cannot hurt
 *
 * The child is this program again: posix_spawn of /proc/self/exe with another
 * command line, an empty environment, the document (document.h) as standard
 * input, a spool for its records as standard output, perhaps a second document
 * as descriptor 3, and no other descriptor but standard error. It calls
 * child_confine() before it reads a byte.
 */
#ifndef NET_CHILD_H
#define NET_CHILD_H

#include <stdatomic.h>
#include <stddef.h>

#include "base/error.h"

struct child_limits {
    int cpu_s;           /* processor seconds; positive */
    size_t memory_bytes; /* address space; 0: no limit */
    size_t output_bytes; /* of its spool; positive */
    int wall_s;          /* seconds until it is killed; positive */
};

/* What an import may cost (ical.md 4.2 of the plans, "expansion", "memory"). */
#define CHILD_CPU_S        30
#define CHILD_MEMORY_BYTES (512UL * 1024 * 1024)
/* A busy machine gives a child a third of its time. */
#define CHILD_WALL_PER_CPU 3

struct child_limits child_limits_usual(void);

/* The second document, when there is one. */
#define CHILD_EXTRA_FD 3

struct child_request {
    const char *const *argv; /* ends in NULL; argv[0] is only a name */
    int input_fd;            /* its standard input, from the start */
    int extra_fd;            /* its descriptor 3, or −1 */
    int spool_fd;            /* its standard output: child_spool() */
    struct child_limits limits;
    const atomic_bool *give_up; /* another thread's word that nobody waits for
                                   it any more; or NULL */
};

/* An empty file in memory for a child's output; −1: ERROR_MACHINE. */
int child_spool(struct error *err);

/*
 * Runs the child and waits: blocks, for worker threads and commands. What it
 * writes is in the spool afterwards. The child's last argument is
 * "--limits=…", for child_limits_read(). ERROR_INPUT when it died, exceeded a
 * limit (the text says which) or exited with another status than 0;
 * ERROR_TEMPORARY when nobody waits for it any more; ERROR_MACHINE when it
 * could not be started.
 */
MUST_USE bool child_run(const struct child_request *request, struct error *err);

/* In the child: the limits its parent said. ERROR_USAGE. */
MUST_USE bool child_limits_read(const char *text, struct child_limits *out,
                                struct error *err);

/*
 * In the child, before anything else: limits on processor, memory, output
 * and descriptors, no new privileges, death with the parent, no descriptor
 * above the second document's, and the walls of child_walls.h. ERROR_MACHINE.
 * In a build with the address or thread sanitizer memory is not limited and
 * there are no walls.
 */
MUST_USE bool child_confine(const struct child_limits *limits,
                            struct error *err);

#endif
