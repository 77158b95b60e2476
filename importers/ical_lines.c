#include "importers/ical_lines.h"

#include "importers/limits.h"

void ical_lines_read(const struct ical_scan *scan,
                     const struct ical_slice *slice, struct arena *arena,
                     struct buf *scratch, struct ical_lines *out)
{
    struct str rest;
    struct str text;
    size_t room = 0;

    *out = (struct ical_lines){0};
    buf_clear(scratch);
    out->is_cut = !ical_scan_text(scan, slice, scratch);
    out->text = (struct str){arena_strndup(arena, scratch->at, scratch->len),
                             scratch->len};
    rest = out->text;
    while (ical_line_next(&rest, &text)) {
        struct ical_line line;

        if (!ical_line_split(text, &line) || line.id == ICAL_NAME_OTHER)
            continue;
        arena_reserve(arena, out->items, out->count, room, struct ical_line);
        out->items[out->count++] = line;
    }
}
