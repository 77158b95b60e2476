#include "app/jobs/remap.h"

#include "importers/limits.h"

struct remap {
    struct db *db;
    struct document_writer writer;
    int64_t frame; /* around what is written; −1: none is open */
    size_t objects;
};

static bool add(struct remap *remap, struct str text, struct error *err)
{
    return text.len == 0 ||
           document_writer_add(&remap->writer, text.at, text.len, err);
}

static bool add_text(struct remap *remap, const char *text, struct error *err)
{
    return add(remap, str_of(text), err);
}

static bool close_frame(struct remap *remap, struct error *err)
{
    return remap->frame < 0 || add_text(remap, "END:VCALENDAR\n", err);
}

static bool open_frame(struct remap *remap, int64_t frame, struct error *err)
{
    struct buf text;
    bool ok;

    if (!close_frame(remap, err))
        return false;
    buf_init(&text, IMPORT_BYTES_MAX);
    ok = source_frame_text(remap->db, frame, &text, err) &&
         add_text(remap, "BEGIN:VCALENDAR\n", err) &&
         add(remap, buf_str(&text), err);
    buf_finish(&text);
    remap->frame = frame;
    return ok;
}

static bool add_object(const char *uid, int64_t frame, struct str words,
                       void *context, struct error *err)
{
    struct remap *remap = context;

    (void)uid;
    if (words.len == 0)
        return true;
    if (frame != remap->frame && !open_frame(remap, frame, err))
        return false;
    remap->objects++;
    return add(remap, words, err);
}

bool remap_document(struct db *db, const char *feed, struct source_bytes *out,
                    struct error *err)
{
    struct remap remap = {.db = db, .frame = -1};
    bool ok;

    if (!document_writer_open(&remap.writer, SIZE_MAX, err))
        return false;
    ok = source_read_all(db, feed, add_object, &remap, err) &&
         close_frame(&remap, err);
    if (ok && remap.objects == 0)
        ok = error_set(err, ERROR_MISSING,
                       "nothing is stored of feed '%s' that could be read "
                       "again; import it first",
                       feed);
    ok = ok && document_writer_seal(&remap.writer, &out->document, err);
    document_writer_close(&remap.writer);
    return ok;
}
