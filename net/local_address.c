#include "net/local_address.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool open_folder(const char *path, const char *slash, int *out,
                        struct error *err)
{
    char folder[PATH_MAX];
    int len = slash == NULL ? 1 : (int)(slash - path) + 1;

    if (len >= PATH_MAX)
        return error_set(err, ERROR_INPUT, "a path longer than %d bytes",
                         PATH_MAX);
    (void)snprintf(folder, sizeof(folder), "%.*s", len,
                   slash == NULL ? "." : path);
    *out = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*out < 0)
        return error_set(err, ERROR_MISSING, "folder '%s': %s", folder,
                         strerror(errno));
    return true;
}

bool local_address_open(const char *path, struct local_address *out,
                        struct error *err)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash == NULL ? path : slash + 1;
    size_t room = sizeof(out->address.sun_path);
    int len;

    *out = (struct local_address){.folder = -1};
    out->address.sun_family = AF_UNIX;
    if (strlen(path) < room) {
        memcpy(out->address.sun_path, path, strlen(path) + 1);
        return true;
    }
    if (!open_folder(path, slash, &out->folder, err))
        return false;
    len = snprintf(out->address.sun_path, room, "/proc/self/fd/%d/%s",
                   out->folder, name);
    if (len > 0 && (size_t)len < room)
        return true;
    local_address_close(out);
    return error_set(err, ERROR_INPUT, "a socket's name of %zu bytes",
                     strlen(name));
}

void local_address_close(struct local_address *address)
{
    if (address->folder >= 0)
        (void)close(address->folder);
    address->folder = -1;
}
