/*
 * file_writer.h - a file written whole or not at all
 */
#ifndef NET_FILE_WRITER_H
#define NET_FILE_WRITER_H

#include <uv.h>

#include "net/carrier.h"

/*
 * Writes request->body to the path request->url in a worker thread of `loop`:
 * a temporary file beside it, fsync, rename, fsync of the folder; mode 0600.
 * A missing folder is made (one level, 0700). Calls `done` once, later:
 * answered with status 200; unreachable when nothing is there (disk full);
 * rejected when it never can be (no permission, path too long).
 */
void file_writer_send(uv_loop_t *loop, const struct exchange_request *request,
                      exchange_done *done, void *context);

#endif
