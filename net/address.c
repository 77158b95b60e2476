#include "net/address.h"

#include <netinet/in.h>
#include <string.h>

struct range4 {
    uint32_t network; /* host order */
    int bits;
};

struct range6 {
    uint8_t network[16];
    int bits;
};

static const struct range4 closed4[] = {
    {0x00000000, 8},  /* 0.0.0.0/8, this network */
    {0x0a000000, 8},  /* 10/8, private */
    {0x64400000, 10}, /* 100.64/10, carriers' NAT */
    {0x7f000000, 8},  /* 127/8, loopback */
    {0xa9fe0000, 16}, /* 169.254/16, link-local and cloud metadata */
    {0xac100000, 12}, /* 172.16/12, private */
    {0xc0000000, 24}, /* 192.0.0/24, protocol assignments */
    {0xc0a80000, 16}, /* 192.168/16, private */
    {0xc6120000, 15}, /* 198.18/15, benchmarks */
    {0xe0000000, 3},  /* 224/3: multicast, reserved, broadcast */
};

/* Of what is not global unicast (2000::/3) only the wrappers are opened. */
static const struct range6 closed6[] = {
    /* 2001::/23, protocols: Teredo, which hides an IPv4 address, benchmarks,
       hashes for addresses. */
    {{0x20, 0x01, 0x00, 0x00}, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x3f, 0xff, 0x00}, 20},       /* documentation */
};

static bool range4_holds(uint32_t ip)
{
    for (size_t i = 0; i < ARRAY_LEN(closed4); i++) {
        uint32_t mask = UINT32_MAX << (32 - closed4[i].bits);

        if ((ip & mask) == closed4[i].network)
            return true;
    }
    return false;
}

static bool starts_with(const uint8_t ip[16], const uint8_t *network, int bits)
{
    int whole = bits / 8;
    int rest = 8 - bits % 8;

    return memcmp(ip, network, (size_t)whole) == 0 &&
           (rest == 8 || ip[whole] >> rest == network[whole] >> rest);
}

static uint32_t ip4_at(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
           (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_public6(const uint8_t ip[16])
{
    static const uint8_t mapped[16] = {[10] = 0xff, [11] = 0xff};
    static const uint8_t nat64[16] = {0x00, 0x64, 0xff, 0x9b};
    static const uint8_t six_to_four[16] = {0x20, 0x02};

    if (starts_with(ip, mapped, 96) || starts_with(ip, nat64, 96))
        return !range4_holds(ip4_at(ip + 12));
    if (starts_with(ip, six_to_four, 16))
        return !range4_holds(ip4_at(ip + 2));
    if ((ip[0] & 0xe0) != 0x20)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(closed6); i++) {
        if (starts_with(ip, closed6[i].network, closed6[i].bits))
            return false;
    }
    return true;
}

bool address_is_public(const struct sockaddr *address)
{
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;

    if (address->sa_family == AF_INET) {
        memcpy(&ip4, address, sizeof(ip4));
        return !range4_holds(ntohl(ip4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        memcpy(&ip6, address, sizeof(ip6));
        return is_public6(ip6.sin6_addr.s6_addr);
    }
    return false;
}

bool address_is_loopback(const struct sockaddr *address)
{
    static const uint8_t mapped[16] = {[10] = 0xff, [11] = 0xff, [12] = 127};
    static const uint8_t own[16] = {[15] = 1};
    struct sockaddr_in ip4;
    struct sockaddr_in6 ip6;

    if (address->sa_family == AF_INET) {
        memcpy(&ip4, address, sizeof(ip4));
        return ntohl(ip4.sin_addr.s_addr) >> 24 == 127;
    }
    if (address->sa_family != AF_INET6)
        return false;
    memcpy(&ip6, address, sizeof(ip6));
    return starts_with(ip6.sin6_addr.s6_addr, own, 128) ||
           starts_with(ip6.sin6_addr.s6_addr, mapped, 104);
}
