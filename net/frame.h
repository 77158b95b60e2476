/*
 * frame.h - the bytes between a command and the daemon (local_socket.h)
 *
 * A frame is one letter, a length (32 bits, little end first) and that many
 * bytes. A request's bytes are its fields, each a length and its bytes: the
 * arguments, at last the standard input. Pure; nothing here trusts a length.
 */
#ifndef NET_FRAME_H
#define NET_FRAME_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/str.h"
#include "net/local_socket.h"

enum frame_kind {
    FRAME_REQUEST = 'Q',
    FRAME_OUT = 'O',
    FRAME_ERR = 'E',
    FRAME_EXIT = 'X', /* the status as one byte */
};

#define FRAME_HEAD_BYTES 5

struct frame {
    enum frame_kind kind;
    struct str body; /* borrowed from the bytes read */
};

enum frame_state {
    FRAME_WHOLE,
    FRAME_PARTIAL, /* more bytes are needed */
    FRAME_BROKEN,  /* no frame, or one longer than allowed */
};

/*
 * The first frame of `bytes`. Whole: `out` is filled, `used` says how many
 * bytes it took. A body is at most `body_max` bytes.
 */
enum frame_state frame_read(struct str bytes, size_t body_max,
                            struct frame *out, size_t *used);

/* Appends a frame; false when `out` is full. */
bool frame_write(enum frame_kind kind, struct str body, struct buf *out);

/*
 * Appends a request as a frame. ERROR_INPUT when it is over the limits of
 * local_socket.h.
 */
MUST_USE bool frame_write_request(const struct local_request *request,
                                  struct buf *out, struct error *err);

/*
 * Reads a request frame's body; arguments are copied into `arena`, the input
 * is borrowed. ERROR_INPUT when it is no request.
 */
MUST_USE bool frame_read_request(struct str body, struct arena *arena,
                                 struct local_request *out, struct error *err);

#endif
