/*
 * child_walls.h - what the kernel refuses a child that reads foreign bytes
 *
 * Two walls of the kernel's own, since the child's code may no longer be
 * ours once its input has hurt it. Landlock: nothing of the file system but
 * zone data, and that for reading; no TCP; no signals to others. Seccomp: the
 * few system calls that such a reader needs, and death at any other.
 */
#ifndef NET_CHILD_WALLS_H
#define NET_CHILD_WALLS_H

#include "base/error.h"

/* What this kernel offers. */
struct child_walls {
    bool seccomp;
    int landlock; /* the version of its interface; 0: it has none */
};

struct child_walls child_walls_offered(void);

/*
 * For this process, its threads to come, and for good. It must have no new
 * privileges (prctl) and one thread. A kernel without landlock goes on
 * without it; one without seccomp is ERROR_MACHINE.
 *
 * Afterwards: memory that is not executable, descriptors that are open, zone
 * data to read, clocks, random bytes, its own signals. Opening for writing is
 * EACCES, making memory executable is EPERM, everything else kills.
 */
MUST_USE bool child_walls_raise(struct error *err);

#endif
