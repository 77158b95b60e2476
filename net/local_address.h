/*
 * local_address.h - the address of a Unix socket, however long its path
 */
#ifndef NET_LOCAL_ADDRESS_H
#define NET_LOCAL_ADDRESS_H

#include <sys/socket.h>
#include <sys/un.h>

#include "base/error.h"

struct local_address {
    struct sockaddr_un address;
    int folder; /* kept open while the address is in use; −1 if not needed */
};

/*
 * A path over sun_path's 107 bytes is named through /proc/self/fd and its
 * folder. ERROR_MISSING when there is no such folder, ERROR_INPUT when even
 * the name alone is too long. local_address_close() afterwards.
 */
MUST_USE bool local_address_open(const char *path, struct local_address *out,
                                 struct error *err);
void local_address_close(struct local_address *address);

#endif
