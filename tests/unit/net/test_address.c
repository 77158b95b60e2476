#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "net/address.h"
#include "tests/test.h"

static struct sockaddr_storage address_of(const char *text)
{
    struct sockaddr_storage out = {0};
    struct sockaddr_in ip4 = {.sin_family = AF_INET};
    struct sockaddr_in6 ip6 = {.sin6_family = AF_INET6};

    if (strchr(text, ':') == NULL) {
        CHECK_INT(inet_pton(AF_INET, text, &ip4.sin_addr), 1);
        memcpy(&out, &ip4, sizeof(ip4));
    } else {
        CHECK_INT(inet_pton(AF_INET6, text, &ip6.sin6_addr), 1);
        memcpy(&out, &ip6, sizeof(ip6));
    }
    return out;
}

static bool is_public(const char *text)
{
    struct sockaddr_storage address = address_of(text);

    return address_is_public((const struct sockaddr *)&address);
}

static bool is_loopback(const char *text)
{
    struct sockaddr_storage address = address_of(text);

    return address_is_loopback((const struct sockaddr *)&address);
}

TEST(address, keeps_strangers_out_of_private_networks)
{
    static const char *const closed[] = {
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "febf::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "64:ff9b::7f00:1",
        "2002:a00:1::1",
        "2002:7f00:1::1",
        "2001:0:1:2:3:4:5:6",
        "2001:2::1",
        "2001:1ff::1",
        "2001:db8::1",
        "3fff:fff::1",
        "64:ff9b:1::7f00:1",
        "100::1",
        "::127.0.0.1",
        "fec0::1",
    };

    for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
        if (is_public(closed[i]))
            FAIL(closed[i]);
    }
}

TEST(address, lets_everybody_into_the_open_network)
{
    static const char *const open[] = {
        "1.1.1.1",         "9.255.255.255",  "11.0.0.0",
        "100.63.255.255",  "100.128.0.0",    "126.255.255.255",
        "128.0.0.1",       "169.253.0.1",    "172.15.0.1",
        "172.32.0.1",      "192.0.1.1",      "192.167.0.1",
        "198.17.0.1",      "198.20.0.1",     "223.255.255.255",
        "2001:4860::8888", "2001:200::1",    "3fff:1000::1",
        "2a00:1450::1",    "::ffff:1.1.1.1", "64:ff9b::101:101",
        "2002:101:101::1",
    };

    for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
        if (!is_public(open[i]))
            FAIL(open[i]);
    }
}

TEST(address, of_no_network_is_not_public)
{
    struct sockaddr local = {.sa_family = AF_UNIX};

    CHECK(!address_is_public(&local));
    CHECK(!address_is_loopback(&local));
}

TEST(address, knows_this_machine)
{
    CHECK(is_loopback("127.0.0.1"));
    CHECK(is_loopback("127.9.9.9"));
    CHECK(is_loopback("::1"));
    CHECK(is_loopback("::ffff:127.0.0.1"));
    CHECK(!is_loopback("::"));
    CHECK(!is_loopback("128.0.0.1"));
    CHECK(!is_loopback("10.0.0.1"));
    CHECK(!is_loopback("::ffff:10.0.0.1"));
}
