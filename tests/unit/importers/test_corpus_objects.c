/*
 * What holds for the objects of every file of the corpus: they say the same
 * whatever the order of the events, and when they are read again from what is
 * kept of them.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/dice.h"
#include "importers/ical.h"
#include "importers/limits.h"
#include "tests/harness/shared.h"
#include "tests/test.h"

#define PATH_BYTES 4096
#define ROUNDS     3

/* What a document says, one line an object or visit; and its objects. */
struct saying {
    struct arena *arena;
    const char **lines;
    size_t count;
    size_t room;
    struct ical_object *objects;
    size_t object_count;
    size_t object_room;
    struct ical_head head;
};

static void say(struct saying *saying, const char *line)
{
    arena_reserve(saying->arena, saying->lines, saying->count, saying->room,
                  const char *);
    saying->lines[saying->count++] = line;
}

static void say_visit(struct saying *saying, const struct ical_object *object,
                      const struct ical_occurrence *visit)
{
    const struct ical_event *event = visit->event;

    say(saying,
        arena_printf(saying->arena, "%s %s %lld %lld %s %s %s %s %lld",
                     object->uid, visit->recurrence,
                     (long long)visit->start.unix_s,
                     (long long)visit->end.unix_s, visit->zone.name,
                     str_or_empty(event->status), str_or_empty(event->summary),
                     str_or_empty(event->description),
                     (long long)event->sequence));
}

static void say_object(struct saying *saying, const struct ical_object *object)
{
    struct str digest = {(const char *)object->digest, ICAL_DIGEST_BYTES};
    char hex[DIGEST_TEXT_MAX];

    /* Of long ones not all is kept. */
    if (object->raw.len > IMPORT_TEXT_BYTES_MAX)
        digest.len = 0;

    say(saying,
        arena_printf(saying->arena, "%s %s %lld %s", object->uid,
                     digest_text(&digest, 1, hex),
                     object->has_next ? (long long)object->next.unix_s : -1,
                     str_or_empty(object->unread)));
    for (size_t i = 0; i < object->occurrence_count; i++)
        say_visit(saying, object, &object->occurrences[i]);
}

static bool take(void *context, const struct ical_object *object,
                 struct error *err)
{
    struct saying *saying = context;

    (void)err;
    arena_reserve(saying->arena, saying->objects, saying->object_count,
                  saying->object_room, struct ical_object);
    saying->objects[saying->object_count++] = *object;
    say_object(saying, object);
    return true;
}

static int compare_lines(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static void sort(struct saying *saying)
{
    if (saying->count > 0)
        qsort(saying->lines, saying->count, sizeof(*saying->lines),
              compare_lines);
}

/* All that a document says, in an order that its own does not change. */
static struct saying read_document(struct str document, struct arena *arena)
{
    struct saying saying = {.arena = arena};
    struct import_request request = {
        .document = document,
        .from = {INT64_C(1420070400)},  /* 2015 */
        .until = {INT64_C(1830297600)}, /* 2028 */
    };
    const struct ical_reading reading = {
        .request = &request,
        .take = take,
        .context = &saying,
        .objects = arena,
    };
    struct error err;

    CHECK(zone_load("Europe/Berlin", &request.default_zone, &err));
    if (!ical_read_objects(&reading, arena, &saying.head, &err))
        say(&saying, arena_strdup(arena, err.text));
    sort(&saying);
    return saying;
}

/* The events of a document, as they lie there. */
struct blocks {
    struct str *items;
    size_t count;
    size_t room;
};

static bool starts_with(struct str line, const char *word)
{
    size_t len = strlen(word);

    return line.len >= len && memcmp(line.at, word, len) == 0;
}

/* False when their borders do not match. */
static bool find_blocks(struct str document, struct arena *arena,
                        struct blocks *out)
{
    const char *begin = NULL;

    *out = (struct blocks){0};
    for (size_t at = 0; at < document.len;) {
        struct str rest = {document.at + at, document.len - at};
        const char *end = memchr(rest.at, '\n', rest.len);
        size_t len = end == NULL ? rest.len : (size_t)(end - rest.at) + 1;

        if (starts_with(rest, "BEGIN:VEVENT")) {
            if (begin != NULL)
                return false;
            begin = rest.at;
        } else if (starts_with(rest, "END:VEVENT") && begin == NULL) {
            return false;
        } else if (starts_with(rest, "END:VEVENT")) {
            arena_reserve(arena, out->items, out->count, out->room, struct str);
            out->items[out->count++] =
                (struct str){begin, (size_t)(rest.at + len - begin)};
            begin = NULL;
        } else if (starts_with(rest, "BEGIN:VCALENDAR") && at > 3) {
            return false; /* events stay in their calendar */
        }
        at += len;
    }
    return begin == NULL && out->count > 1;
}

/* The document with its events in another order. */
static struct str shuffle(struct str document, const struct blocks *blocks,
                          struct dice *dice, struct arena *arena)
{
    size_t *order = arena_new_array(arena, blocks->count, size_t);
    char *copy = arena_alloc(arena, document.len + 1);
    const char *from = document.at;
    size_t len = 0;

    for (size_t i = 0; i < blocks->count; i++) {
        size_t other = dice_below(dice, (uint32_t)i + 1);

        order[i] = order[other];
        order[other] = i;
    }
    for (size_t i = 0; i <= blocks->count; i++) {
        const char *until = i < blocks->count ? blocks->items[i].at
                                              : document.at + document.len;
        struct str block =
            i < blocks->count ? blocks->items[order[i]] : (struct str){"", 0};

        memcpy(copy + len, from, (size_t)(until - from));
        len += (size_t)(until - from);
        memcpy(copy + len, block.at, block.len);
        len += block.len;
        from = i < blocks->count ? until + blocks->items[i].len : until;
    }
    CHECK_UINT(len, document.len);
    return (struct str){copy, len};
}

static struct str read_file(const char *path, struct arena *arena)
{
    struct stat status;
    struct str out;
    FILE *file = fopen(path, "rb");
    char *bytes;

    if (file == NULL || fstat(fileno(file), &status) != 0)
        FAIL("a file of the corpus cannot be read");
    out.len = (size_t)status.st_size;
    bytes = arena_alloc(arena, out.len + 1);
    if (fread(bytes, 1, out.len, file) != out.len)
        FAIL("a file of the corpus cannot be read");
    fclose(file);
    out.at = bytes;
    return out;
}

static bool is_same(const char *name, const struct saying *left,
                    const struct saying *right)
{
    for (size_t i = 0; i < left->count || i < right->count; i++) {
        const char *l = i < left->count ? left->lines[i] : "";
        const char *r = i < right->count ? right->lines[i] : "";

        if (strcmp(l, r) == 0)
            continue;
        fprintf(stderr, "%s: \"%s\" became \"%s\"\n", name, l, r);
        return false;
    }
    return true;
}

/* Whether a file means the same in all orders; -1: it has one only. */
static int try_orders(const char *path, const char *name)
{
    struct dice dice = {.state = 1};
    struct arena arena = {0};
    struct str document = read_file(path, &arena);
    struct blocks blocks;
    int ok = -1;

    if (find_blocks(document, &arena, &blocks)) {
        struct saying before = read_document(document, &arena);

        ok = 1;
        for (int i = 0; i < ROUNDS && ok == 1; i++) {
            struct saying after =
                read_document(shuffle(document, &blocks, &dice, &arena),
                              &arena);

            ok = is_same(name, &before, &after);
        }
    }
    arena_free(&arena);
    return ok;
}

/* A document of one object, made of what is kept of it. */
static struct str kept_of(const struct saying *saying,
                          const struct ical_object *object, struct arena *arena)
{
    const struct ical_frame *frame = &saying->head.frames[object->frame];

    return str_of(arena_printf(arena, "BEGIN:VCALENDAR\n%s%sEND:VCALENDAR\n",
                               frame->body.at, object->raw.at));
}

/* Whether each object of a file says the same again; -1: it has none. */
static int try_again(const char *path, const char *name)
{
    struct arena arena = {0};
    struct saying all = read_document(read_file(path, &arena), &arena);
    int ok = all.object_count == 0 ? -1 : 1;

    for (size_t i = 0; i < all.object_count && ok == 1; i++) {
        struct saying before = {.arena = &arena};
        struct saying after;

        say_object(&before, &all.objects[i]);
        sort(&before);
        after = read_document(kept_of(&all, &all.objects[i], &arena), &arena);
        ok = is_same(name, &before, &after);
    }
    arena_free(&arena);
    return ok;
}

static void try_folder(const char *folder,
                       int (*try)(const char *path, const char *name))
{
    DIR *dir = opendir(folder);
    int tried = 0;
    int same = 0;

    CHECK(dir != NULL);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        size_t len = strlen(entry->d_name);
        char path[PATH_BYTES];
        int result;

        if (len < 4 || strcmp(entry->d_name + len - 4, ".ics") != 0)
            continue;
        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        result = try(path, entry->d_name);
        tried += result >= 0;
        same += result == 1;
    }
    closedir(dir);
    fprintf(stderr, "%d of %d calendars\n", same, tried);
    CHECK(tried > 0);
    CHECK_INT(same, tried);
}

TEST(corpus_objects, are_the_same_in_any_order)
{
    try_folder(TEST_FIXTURES_DIR "/feeds", try_orders);
    try_folder(shared_path("ics/feeds"), try_orders);
}

TEST(corpus_objects, say_the_same_when_what_is_kept_is_read_again)
{
    try_folder(TEST_FIXTURES_DIR "/feeds", try_again);
    try_folder(shared_path("ics/feeds"), try_again);
}
