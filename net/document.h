/*
 * document.h - the bytes of a source, outside of our memory
 *
 * A calendar of 36 MB lies in a sealed memfd: nobody can change or shorten it
 * any more, so it may be mapped without fear, handed to a child as it is, and
 * forgotten while nobody looks. Mapped pages that were looked at count as
 * ours until document_forget().
 */
#ifndef NET_DOCUMENT_H
#define NET_DOCUMENT_H

#include "base/error.h"
#include "base/str.h"

struct document {
    int fd;           /* sealed memfd; −1: there is none */
    struct str bytes; /* after document_map(); else empty */
    void *mapped;     /* document.c's */
};

/* A document that is not there; may be closed. */
static inline struct document document_none(void)
{
    return (struct document){.fd = -1};
}

/* A memfd that grows by appending and becomes a document. */
struct document_writer {
    int fd;
    size_t len;
    size_t max; /* bytes */
    bool full;  /* something did not fit */
};

/* An empty one that takes `bytes_max`. ERROR_MACHINE. */
MUST_USE bool document_writer_open(struct document_writer *writer,
                                   size_t bytes_max, struct error *err);

/*
 * Appends. ERROR_INPUT when it does not fit (`full` is then set and nothing
 * of it was kept), ERROR_MACHINE when there is no room.
 */
MUST_USE bool document_writer_add(struct document_writer *writer,
                                  const void *bytes, size_t len,
                                  struct error *err);

/* Seals: the writer is empty afterwards and `out` is to be closed. */
MUST_USE bool document_writer_seal(struct document_writer *writer,
                                   struct document *out, struct error *err);

/* Lets go of a writer that was not sealed; a sealed one is accepted. */
void document_writer_close(struct document_writer *writer);

/* A copy of `bytes`. */
MUST_USE bool document_of_bytes(struct str bytes, struct document *out,
                                struct error *err);

/*
 * A copy of a regular file of at most `bytes_max`; links are followed, a
 * FIFO or a device is refused without waiting for it. ERROR_MISSING,
 * ERROR_INPUT (not a file, or larger) or ERROR_MACHINE; the text names no
 * path.
 */
MUST_USE bool document_of_file(const char *path, size_t bytes_max,
                               struct document *out, struct error *err);

/* What can be read from `fd` until it ends; waits for it. Errors as above. */
MUST_USE bool document_of_stream(int fd, size_t bytes_max, struct document *out,
                                 struct error *err);

/*
 * The document behind a descriptor that another process gave us: a child's
 * standard input. The descriptor belongs to `out` afterwards. ERROR_INPUT
 * when it is not sealed.
 */
MUST_USE bool document_of_descriptor(int fd, struct document *out,
                                     struct error *err);

/* Its length in bytes, mapped or not. */
size_t document_size(const struct document *document);

/* Maps it for reading into `bytes`, unless it is already. ERROR_MACHINE. */
MUST_USE bool document_map(struct document *document, struct error *err);

/*
 * Gives back the mapped pages that lie wholly before byte `end`; they come
 * again when looked at. `bytes` stays valid. For readers that go once from
 * front to back.
 */
void document_forget(const struct document *document, size_t end);

/* Unmaps: `bytes` and every slice of it are gone; can be mapped again. */
void document_unmap(struct document *document);

/* Unmaps and closes; the one that is not there is accepted. */
void document_close(struct document *document);

#endif
