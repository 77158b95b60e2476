/*
 * log_gather.h - the pages of a commit go to SQLite's log in few large writes
 *
 * SQLite writes two small pieces for each page it logs, and an import logs a
 * hundred thousand pages. This VFS is the usual one but for the write-ahead
 * log: pieces that follow each other are gathered and written together. What
 * waits is written before the log is synced, read or asked for its size, and
 * with the last page of a commit, so before SQLite tells anybody that the
 * commit is there. A crash loses nothing that it does not lose without.
 */
#ifndef STORE_LOG_GATHER_H
#define STORE_LOG_GATHER_H

/* The name to open a connection with; made known at the first call. */
const char *log_gather_vfs(void);

#endif
