#include "store/log_gather.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/base.h"

/* Some thirty pages. SQLite's own VFS takes no more than 131071 at a time. */
#define GATHER_BYTES       131000
#define FRAME_HEADER_BYTES 24

static const char name[] = "kept-log-gather";

/* The open log: SQLite's view of it, what waits, and the real file behind. */
struct gather {
    sqlite3_file base;
    sqlite3_file *file;
    sqlite3_int64 offset; /* where what waits begins, or the last piece ended */
    size_t waiting;       /* bytes of it */
    bool is_last;         /* the page to come ends a commit */
    char *bytes;          /* GATHER_BYTES */
};

static sqlite3_vfs *real; /* the usual one */

static struct gather *own(sqlite3_file *base)
{
    return container_of(base, struct gather, base);
}

static int write_through(struct gather *gather, const void *bytes, int count,
                         sqlite3_int64 offset)
{
    gather->offset = offset + count;
    return gather->file->pMethods->xWrite(gather->file, bytes, count, offset);
}

static int flush(struct gather *gather)
{
    int waiting = (int)gather->waiting;

    gather->waiting = 0;
    return waiting == 0
               ? SQLITE_OK
               : write_through(gather, gather->bytes, waiting, gather->offset);
}

/* The header of a frame tells the size of the database after a commit, and
 * nothing in the frames before its last (file format of SQLite, 4.1). */
static bool ends_commit(const unsigned char *header)
{
    return (header[4] | header[5] | header[6] | header[7]) != 0;
}

/* Pieces that go on where the last one ended wait; the last page of a commit
 * takes all that waits along. */
static int gather_write(sqlite3_file *base, const void *bytes, int count,
                        sqlite3_int64 offset)
{
    struct gather *gather = own(base);
    size_t len = (size_t)count;
    bool goes_on = offset == gather->offset + (sqlite3_int64)gather->waiting;
    bool is_header = count == FRAME_HEADER_BYTES;
    bool is_last = !is_header && gather->is_last;
    int code = SQLITE_OK;

    gather->is_last = is_header && ends_commit(bytes);
    if (!goes_on || gather->waiting + len > GATHER_BYTES)
        code = flush(gather);
    if (code != SQLITE_OK)
        return code;
    if (!goes_on || len > GATHER_BYTES)
        return write_through(gather, bytes, count, offset);
    memcpy(gather->bytes + gather->waiting, bytes, len);
    gather->waiting += len;
    return is_last ? flush(gather) : SQLITE_OK;
}

static int gather_read(sqlite3_file *base, void *bytes, int count,
                       sqlite3_int64 offset)
{
    struct gather *gather = own(base);
    int code = flush(gather);

    return code != SQLITE_OK
               ? code
               : gather->file->pMethods->xRead(gather->file, bytes, count,
                                               offset);
}

static int gather_truncate(sqlite3_file *base, sqlite3_int64 size)
{
    struct gather *gather = own(base);
    int code = flush(gather);

    return code != SQLITE_OK
               ? code
               : gather->file->pMethods->xTruncate(gather->file, size);
}

static int gather_sync(sqlite3_file *base, int flags)
{
    struct gather *gather = own(base);
    int code = flush(gather);

    return code != SQLITE_OK
               ? code
               : gather->file->pMethods->xSync(gather->file, flags);
}

static int gather_size(sqlite3_file *base, sqlite3_int64 *out)
{
    struct gather *gather = own(base);
    int code = flush(gather);

    return code != SQLITE_OK
               ? code
               : gather->file->pMethods->xFileSize(gather->file, out);
}

static int gather_close(sqlite3_file *base)
{
    struct gather *gather = own(base);
    int code = flush(gather);
    int closed = gather->file->pMethods->xClose(gather->file);

    free(gather->bytes);
    gather->bytes = NULL;
    return code != SQLITE_OK ? code : closed;
}

static int gather_lock(sqlite3_file *base, int level)
{
    struct gather *gather = own(base);

    return gather->file->pMethods->xLock(gather->file, level);
}

static int gather_unlock(sqlite3_file *base, int level)
{
    struct gather *gather = own(base);

    return gather->file->pMethods->xUnlock(gather->file, level);
}

static int gather_is_reserved(sqlite3_file *base, int *out)
{
    struct gather *gather = own(base);

    return gather->file->pMethods->xCheckReservedLock(gather->file, out);
}

static int gather_control(sqlite3_file *base, int what, void *argument)
{
    struct gather *gather = own(base);
    int code = flush(gather);

    return code != SQLITE_OK
               ? code
               : gather->file->pMethods->xFileControl(gather->file, what,
                                                      argument);
}

static int gather_sector(sqlite3_file *base)
{
    struct gather *gather = own(base);

    return gather->file->pMethods->xSectorSize(gather->file);
}

static int gather_traits(sqlite3_file *base)
{
    struct gather *gather = own(base);

    return gather->file->pMethods->xDeviceCharacteristics(gather->file);
}

static const sqlite3_io_methods methods = {
    .iVersion = 1, /* a log is neither shared nor mapped by SQLite */
    .xClose = gather_close,
    .xRead = gather_read,
    .xWrite = gather_write,
    .xTruncate = gather_truncate,
    .xSync = gather_sync,
    .xFileSize = gather_size,
    .xLock = gather_lock,
    .xUnlock = gather_unlock,
    .xCheckReservedLock = gather_is_reserved,
    .xFileControl = gather_control,
    .xSectorSize = gather_sector,
    .xDeviceCharacteristics = gather_traits,
};

/* The real file lies behind ours, where SQLite made room for both. */
static int gather_open(sqlite3_vfs *vfs, sqlite3_filename path,
                       sqlite3_file *base, int flags, int *out_flags)
{
    struct gather *gather = own(base);
    int code;

    (void)vfs;
    if ((flags & SQLITE_OPEN_WAL) == 0)
        return real->xOpen(real, path, base, flags, out_flags);
    *gather = (struct gather){.file = (sqlite3_file *)(gather + 1)};
    code = real->xOpen(real, path, gather->file, flags, out_flags);
    if (code != SQLITE_OK)
        return code;
    gather->bytes = malloc(GATHER_BYTES);
    if (gather->bytes == NULL)
        abort();
    gather->base.pMethods = &methods;
    return SQLITE_OK;
}

static void make_known(void)
{
    static sqlite3_vfs gather_vfs;

    real = sqlite3_vfs_find(NULL);
    gather_vfs = *real;
    gather_vfs.pNext = NULL;
    gather_vfs.zName = name;
    gather_vfs.szOsFile += (int)sizeof(struct gather);
    gather_vfs.xOpen = gather_open;
    (void)sqlite3_vfs_register(&gather_vfs, 0);
}

const char *log_gather_vfs(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    if (pthread_once(&once, make_known) != 0)
        abort();
    return name;
}
