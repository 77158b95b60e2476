#include "store/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

bool lock_take(const char *path, int *fd, struct error *err)
{
    char name[PATH_MAX];

    (void)snprintf(name, sizeof(name), "%s.lock", path);
    *fd = open(name, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0)
        return error_set(err, ERROR_MACHINE,
                         "database '%s': cannot make '%s': %s; check the "
                         "rights of the folder",
                         path, name, strerror(errno));
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    (void)close(*fd);
    *fd = -1;
    return error_set(err, ERROR_CONFLICT,
                     "database '%s': another kept is writing to it", path);
}

void lock_release(int fd)
{
    if (fd >= 0)
        (void)close(fd);
}
