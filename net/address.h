/*
 * address.h - addresses that a stranger's link must not lead us to
 */
#ifndef NET_ADDRESS_H
#define NET_ADDRESS_H

#include <sys/socket.h>

#include "base/base.h"

/*
 * Whether `address` is one of the open network: neither this machine, nor a
 * private, link-local, shared, benchmark, documentation-of-protocols,
 * multicast or reserved range, also when wrapped into IPv6 (mapped, NAT64,
 * 6to4). Anything but IPv4 and IPv6 is not (RFC 6890 and its registries).
 */
bool address_is_public(const struct sockaddr *address);

/* Whether it is this machine: 127/8 or ::1, mapped ones too. */
bool address_is_loopback(const struct sockaddr *address);

#endif
