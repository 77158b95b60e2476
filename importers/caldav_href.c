#include "importers/caldav_href.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

static const char hex[] = "0123456789ABCDEF";

/* "https://" is 8 long; 0 for what is no address of ours. */
static size_t scheme_len(const char *url)
{
    if (strncasecmp(url, "https://", 8) == 0)
        return 8;
    return strncasecmp(url, "http://", 7) == 0 ? 7 : 0;
}

static bool is_secure(const char *url)
{
    return scheme_len(url) == 8;
}

const char *caldav_href_path(const char *url)
{
    const char *host = url + scheme_len(url);
    const char *path = host + strcspn(host, "/?#");

    return *path == '/' ? path : "/";
}

static size_t origin_len(const char *url)
{
    size_t scheme = scheme_len(url);

    return scheme + strcspn(url + scheme, "/?#");
}

const char *caldav_href_origin(const char *url, struct arena *arena)
{
    return arena_strndup(arena, url, origin_len(url));
}

static struct str authority_of(const char *url)
{
    size_t scheme = scheme_len(url);

    return (struct str){url + scheme, origin_len(url) - scheme};
}

/* The host in front of its port, brackets of IPv6 and all. */
static struct str host_of(const char *url)
{
    struct str authority = authority_of(url);

    for (size_t i = authority.len; i > 0; i--) {
        char c = authority.at[i - 1];

        if (c == ':')
            return (struct str){authority.at, i - 1};
        if (!isdigit((unsigned char)c))
            break;
    }
    return authority;
}

/* Without leading zeros; the scheme's own when none is named. */
static struct str port_of(const char *url)
{
    struct str authority = authority_of(url);
    size_t host = host_of(url).len;
    struct str port = {authority.at + host, authority.len - host};

    if (port.len <= 1)
        return is_secure(url) ? STR("443") : STR("80");
    port = (struct str){port.at + 1, port.len - 1};
    while (port.len > 1 && *port.at == '0')
        port = (struct str){port.at + 1, port.len - 1};
    return port;
}

static bool same_host(struct str left, struct str right)
{
    return left.len == right.len &&
           strncasecmp(left.at, right.at, left.len) == 0;
}

bool caldav_href_is_near(const char *left, const char *right)
{
    return is_secure(left) == is_secure(right) &&
           same_host(host_of(left), host_of(right)) &&
           str_equal(port_of(left), port_of(right));
}

/* ".icloud.com" of "caldav.icloud.com"; none of an address or "localhost". */
static struct str family_of(struct str host)
{
    const char *dot = host.len == 0 ? NULL : memchr(host.at, '.', host.len);
    struct str family = {0};

    if (dot == NULL || *host.at == '[' ||
        isdigit((unsigned char)host.at[host.len - 1]))
        return family;
    family = (struct str){dot, (size_t)(host.at + host.len - dot)};
    if (memchr(dot + 1, '.', family.len - 1) == NULL)
        family.len = 0;
    return family;
}

static bool is_sister(struct str from, struct str to)
{
    struct str family = family_of(from);

    return family.len > 0 && to.len > family.len &&
           strncasecmp(to.at + to.len - family.len, family.at, family.len) == 0;
}

bool caldav_href_may_follow(const char *from, const char *to)
{
    if (caldav_href_is_near(from, to))
        return true;
    if (!is_secure(to))
        return false;
    return same_host(host_of(from), host_of(to)) ||
           (is_secure(from) && is_sister(host_of(from), host_of(to)));
}

/* A segment that is "." or "..", written plainly or as %2E. */
static bool has_dots(const char *path)
{
    while (*path == '/') {
        const char *segment = path + 1;
        size_t len = strcspn(segment, "/?#");
        size_t at = 0;
        int dots = 0;

        while (at < len && dots <= 2) {
            if (segment[at] == '.')
                at++;
            else if (strncasecmp(segment + at, "%2e", 3) == 0)
                at += 3;
            else
                break;
            dots++;
        }
        if (at == len && (dots == 1 || dots == 2))
            return true;
        path = segment + len;
    }
    return false;
}

/* "/calendars/ada/" of "/calendars/ada/work.ics". */
static struct str folder_of(const char *path)
{
    size_t len = strcspn(path, "?#");

    while (len > 0 && path[len - 1] != '/')
        len--;
    return (struct str){path, len};
}

static bool is_scheme(const char *href)
{
    size_t len = strspn(href, "abcdefghijklmnopqrstuvwxyz"
                              "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    return len > 0 && href[len] == ':';
}

static void put_percent(unsigned char c, struct buf *out)
{
    (void)buf_add_char(out, '%');
    (void)buf_add_char(out, hex[c >> 4]);
    (void)buf_add_char(out, hex[c & 15]);
}

/* What may stand in a URL stays as the server wrote it. */
static void put_address(const char *text, struct buf *out)
{
    for (; *text != '\0' && *text != '#'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", c) != NULL)
            put_percent(c, out);
        else
            (void)buf_add_char(out, (char)c);
    }
}

static void put_whole(const char *base, const char *href, struct buf *out)
{
    struct str folder = folder_of(caldav_href_path(base));

    if (scheme_len(href) == 0 && strncmp(href, "//", 2) != 0)
        (void)buf_add(out, base, origin_len(base));
    if (strncmp(href, "//", 2) == 0)
        (void)buf_add_text(out, is_secure(base) ? "https:" : "http:");
    else if (scheme_len(href) == 0 && *href != '/')
        (void)buf_add(out, folder.at, folder.len);
    put_address(href, out);
}

const char *caldav_href_resolve(const char *base, const char *href,
                                struct arena *arena)
{
    const char *whole = NULL;
    struct str host;
    struct buf out;

    for (const char *at = href; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || *at == 0x7F)
            return NULL;
    }
    if (*href == '\0' || (is_scheme(href) && scheme_len(href) == 0))
        return NULL;
    buf_init(&out, CALDAV_HREF_MAX);
    put_whole(base, href, &out);
    host = authority_of(buf_text(&out));
    if (!out.full && host.len > 0 && memchr(host.at, '@', host.len) == NULL &&
        !has_dots(caldav_href_path(buf_text(&out))))
        whole = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return whole;
}

static int digit_of(char c)
{
    const char *at = c == '\0' ? NULL : strchr(hex, toupper((unsigned char)c));

    return at == NULL ? -1 : (int)(at - hex);
}

static bool needs_percent(unsigned char c)
{
    return !isalnum(c) && (c == 0 || strchr("-._~/", c) == NULL);
}

/* Takes one byte off a path; `escaped`: it was written as %XX. */
static unsigned char next_byte(const char **path, bool *escaped)
{
    const char *at = *path;

    *escaped = *at == '%' && digit_of(at[1]) >= 0 && digit_of(at[2]) >= 0;
    *path += *escaped ? 3 : 1;
    return *escaped ? (unsigned char)(digit_of(at[1]) * 16 + digit_of(at[2]))
                    : (unsigned char)*at;
}

const char *caldav_href_key(const char *path, struct arena *arena)
{
    const char *key;
    struct buf out;

    buf_init(&out, 3 * strlen(path));
    while (*path != '\0') {
        bool escaped;
        unsigned char c = next_byte(&path, &escaped);

        /* A slash in a name is no border between two. */
        if (needs_percent(c) || (escaped && c == '/'))
            put_percent(c, &out);
        else
            (void)buf_add_char(&out, (char)c);
    }
    key = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return key;
}
