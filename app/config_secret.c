#include "app/config_secret.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config.h"

/* Group and others. */
#define FOREIGN_BITS 0077

const char *config_beside(const char *settings, const char *path,
                          struct arena *arena)
{
    const char *slash = strrchr(settings, '/');

    if (*path == '/' || slash == NULL)
        return path;
    return arena_printf(arena, "%.*s/%s", (int)(slash - settings), settings,
                        path);
}

static bool check_file(int file, const char *path, struct error *err)
{
    struct stat status;

    if (fstat(file, &status) != 0)
        return error_set(err, ERROR_USAGE, "'%s': %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return error_set(err, ERROR_USAGE, "'%s' is not a file", path);
    if ((status.st_mode & FOREIGN_BITS) != 0)
        return error_set(err, ERROR_USAGE,
                         "'%s' may be read by others: chmod 600 '%s'", path,
                         path);
    return true;
}

/* All of the file up to `size` bytes; −1 when reading fails. */
static ssize_t read_all(int file, char *into, size_t size)
{
    size_t len = 0;

    while (len < size) {
        ssize_t got = read(file, into + len, size - len);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    return (ssize_t)len;
}

static bool take_line(const char *path, char *text, size_t len,
                      const char **out, struct error *err)
{
    char *first = text + strspn(text, " \t\r\n");

    while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
        text[--len] = '\0';
    if (strlen(text) != len || first >= text + len ||
        strpbrk(first, "\r\n") != NULL)
        return error_set(err, ERROR_USAGE, "'%s' must hold one line", path);
    *out = first;
    return true;
}

bool config_secret_read(const char *path, struct arena *arena, const char **out,
                        struct error *err)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    char *text = arena_alloc(arena, CONFIG_SECRET_MAX + 2);
    ssize_t len = -1;
    bool ok = false;

    if (file < 0)
        return error_set(err, ERROR_USAGE,
                         "'%s': %s; the secret belongs there, alone on its "
                         "line (chmod 600)",
                         path, strerror(errno));
    if (!check_file(file, path, err))
        goto out;
    len = read_all(file, text, CONFIG_SECRET_MAX + 1);
    if (len < 0)
        (void)error_set(err, ERROR_USAGE, "'%s': %s", path, strerror(errno));
    else if (len > CONFIG_SECRET_MAX)
        (void)error_set(err, ERROR_USAGE, "'%s' is longer than %d bytes", path,
                        CONFIG_SECRET_MAX);
    else
        ok = take_line(path, text, (size_t)len, out, err);
out:
    (void)close(file);
    return ok;
}
