#include "net/document.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE_BYTES (64UL * 1024)

/* Nobody writes, shortens or lengthens it, and nobody lifts that again. */
#define SEALS       (F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL)

static bool machine_error(struct error *err, const char *what)
{
    return error_set(err, ERROR_MACHINE, "%s: %s", what, strerror(errno));
}

static void close_if_open(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
    *fd = -1;
}

bool document_writer_open(struct document_writer *writer, size_t bytes_max,
                          struct error *err)
{
    *writer = (struct document_writer){.max = bytes_max};
    writer->fd = memfd_create("document", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return writer->fd >= 0 || machine_error(err, "room for a document");
}

static bool write_all(int fd, const char *bytes, size_t len, struct error *err)
{
    while (len > 0) {
        ssize_t written = write(fd, bytes, len);

        if (written < 0 && errno != EINTR)
            return machine_error(err, "room for a document");
        if (written > 0) {
            bytes += written;
            len -= (size_t)written;
        }
    }
    return true;
}

bool document_writer_add(struct document_writer *writer, const void *bytes,
                         size_t len, struct error *err)
{
    if (len > writer->max - writer->len) {
        writer->full = true;
        return error_set(err, ERROR_INPUT, "more than %zu MiB",
                         writer->max >> 20);
    }
    if (!write_all(writer->fd, bytes, len, err))
        return false;
    writer->len += len;
    return true;
}

bool document_writer_seal(struct document_writer *writer, struct document *out,
                          struct error *err)
{
    *out = document_none();
    if (fcntl(writer->fd, F_ADD_SEALS, SEALS) != 0 ||
        lseek(writer->fd, 0, SEEK_SET) != 0)
        return machine_error(err, "sealing a document");
    out->fd = writer->fd;
    writer->fd = -1;
    return true;
}

void document_writer_close(struct document_writer *writer)
{
    close_if_open(&writer->fd);
}

bool document_of_bytes(struct str bytes, struct document *out,
                       struct error *err)
{
    struct document_writer writer;
    bool ok = document_writer_open(&writer, bytes.len, err) &&
              document_writer_add(&writer, bytes.at, bytes.len, err) &&
              document_writer_seal(&writer, out, err);

    document_writer_close(&writer);
    return ok;
}

static bool copy_all(int fd, struct document_writer *writer, struct error *err)
{
    char piece[PIECE_BYTES];

    for (;;) {
        ssize_t got = read(fd, piece, sizeof(piece));

        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return error_set(err, ERROR_MACHINE, "%s", strerror(errno));
        if (got > 0 && !document_writer_add(writer, piece, (size_t)got, err))
            return false;
    }
}

bool document_of_stream(int fd, size_t bytes_max, struct document *out,
                        struct error *err)
{
    struct document_writer writer;
    bool ok = document_writer_open(&writer, bytes_max, err) &&
              copy_all(fd, &writer, err) &&
              document_writer_seal(&writer, out, err);

    document_writer_close(&writer);
    return ok;
}

static bool copy_file(int fd, size_t bytes_max, struct document *out,
                      struct error *err)
{
    struct stat about;

    if (fstat(fd, &about) != 0)
        return error_set(err, ERROR_MACHINE, "%s", strerror(errno));
    if (!S_ISREG(about.st_mode))
        return error_set(err, ERROR_INPUT, "not a file; check the path");
    return document_of_stream(fd, bytes_max, out, err);
}

bool document_of_file(const char *path, size_t bytes_max, struct document *out,
                      struct error *err)
{
    /* A FIFO would hold an open() without O_NONBLOCK for ever. */
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool ok;

    if (fd < 0 && errno == ENOENT)
        return error_set(err, ERROR_MISSING, "no such file; check the path");
    if (fd < 0)
        return error_set(err, errno == ENXIO ? ERROR_INPUT : ERROR_MACHINE,
                         "%s", strerror(errno));
    ok = copy_file(fd, bytes_max, out, err);
    (void)close(fd);
    return ok;
}

bool document_of_descriptor(int fd, struct document *out, struct error *err)
{
    int seals = fcntl(fd, F_GET_SEALS);

    *out = document_none();
    if (seals < 0 || (seals & SEALS) != SEALS)
        return error_set(err, ERROR_INPUT, "not a sealed document");
    out->fd = fd;
    return true;
}

size_t document_size(const struct document *document)
{
    struct stat about;

    if (document->fd < 0 || fstat(document->fd, &about) != 0)
        return 0;
    return (size_t)about.st_size;
}

bool document_map(struct document *document, struct error *err)
{
    size_t len = document_size(document);
    void *at;

    if (document->bytes.len == len)
        return true; /* an empty one cannot be mapped */
    at = mmap(NULL, len, PROT_READ, MAP_SHARED, document->fd, 0);
    if (at == MAP_FAILED)
        return machine_error(err, "looking into a document");
    document->mapped = at;
    document->bytes = (struct str){.at = at, .len = len};
    return true;
}

void document_forget(const struct document *document, size_t end)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t len = end - end % page;

    assert(end <= document->bytes.len);
    if (end == document->bytes.len)
        len = end;
    if (len > 0)
        (void)madvise(document->mapped, len, MADV_DONTNEED);
}

void document_unmap(struct document *document)
{
    if (document->bytes.len > 0)
        (void)munmap(document->mapped, document->bytes.len);
    document->bytes = (struct str){0};
    document->mapped = NULL;
}

void document_close(struct document *document)
{
    document_unmap(document);
    close_if_open(&document->fd);
}
