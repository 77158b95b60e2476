#include "tests/harness/record.h"

#include <stdlib.h>

/* Where a record is written to. */
struct target {
    struct ical_record_writer *writer;
    struct buf *out;
};

static bool take(void *context, const struct ical_object *object,
                 struct error *err)
{
    struct target *target = context;

    (void)err;
    ical_record_object(target->writer, object, target->out);
    return true;
}

static struct ical_record_writer *start(struct buf *out)
{
    struct ical_record_writer *writer = calloc(1, sizeof(*writer));

    if (writer == NULL)
        abort();
    ical_record_start(writer, out);
    return writer;
}

static void finish(struct ical_record_writer *writer,
                   const struct ical_head *head, struct buf *out)
{
    ical_record_finish(writer, head, out);
    free(writer);
}

bool record_write(const struct import_request *request, struct arena *arena,
                  struct buf *out, struct error *err)
{
    struct target target = {.writer = start(out), .out = out};
    const struct ical_reading reading = {
        .request = request,
        .take = take,
        .context = &target,
    };
    struct ical_head head = {0};
    bool ok = ical_read_objects(&reading, arena, &head, err);

    if (!ok)
        head = (struct ical_head){0};
    finish(target.writer, &head, out);
    return ok;
}

void record_write_again(const struct record_content *content, struct buf *out)
{
    struct ical_record_writer *writer = start(out);

    for (size_t i = 0; i < content->object_count; i++)
        ical_record_object(writer, &content->objects[i], out);
    finish(writer, &content->head, out);
}

static bool read_objects(struct ical_record_reader *reader, struct str rest,
                         struct record_content *out, struct error *err)
{
    while (rest.len >= ICAL_RECORD_PREFIX_BYTES) {
        size_t len = ical_record_read_prefix(rest.at).len;
        struct str bytes = {rest.at + ICAL_RECORD_PREFIX_BYTES, len};

        rest.at += ICAL_RECORD_PREFIX_BYTES;
        rest.len -= ICAL_RECORD_PREFIX_BYTES;
        if (len > rest.len)
            return error_set(err, ERROR_INPUT, "a broken record: it ends");
        rest = (struct str){rest.at + len, rest.len - len};
        arena_reserve(reader->arena, out->objects, out->object_count,
                      out->object_room, struct ical_object);
        if (!ical_record_read_object(reader, bytes, reader->arena,
                                     &out->objects[out->object_count], err))
            return false;
        out->object_count++;
    }
    return (rest.len == 0 && reader->objects_left == 0) ||
           error_set(err, ERROR_INPUT, "a broken record: it ends too early");
}

bool record_read(struct str record, struct arena *arena,
                 struct record_content *out, struct error *err)
{
    size_t first = sizeof(ICAL_RECORD_MAGIC) - 1;
    struct ical_record_reader reader = {.arena = arena};
    struct ical_record_layout layout;

    *out = (struct record_content){0};
    if (record.len < first + ICAL_RECORD_TAIL_BYTES)
        return error_set(err, ERROR_INPUT, "not a record of a calendar");
    if (!ical_record_layout((struct str){record.at, first},
                            (struct str){record.at + record.len -
                                             ICAL_RECORD_TAIL_BYTES,
                                         ICAL_RECORD_TAIL_BYTES},
                            record.len, &layout, err))
        return false;
    return ical_record_read_head(&reader,
                                 (struct str){record.at + layout.head_offset,
                                              (size_t)layout.head_len},
                                 &layout, &out->head, err) &&
           read_objects(&reader,
                        (struct str){record.at + layout.objects_offset,
                                     (size_t)(layout.head_offset -
                                              layout.objects_offset)},
                        out, err);
}
