#include "importers/importer.h"

#include "importers/limits.h"

void import_note_add(struct import_notes *notes, struct arena *arena,
                     const char *uid, size_t line, const char *reason)
{
    if (notes->count >= IMPORT_NOTES_MAX) {
        notes->unlisted++;
        return;
    }
    arena_reserve(arena, notes->items, notes->count, notes->room,
                  struct import_note);
    notes->items[notes->count++] = (struct import_note){
        .uid = arena_strdup(arena, uid),
        .line = line,
        .reason = arena_strdup(arena, reason),
    };
}

void import_notes_add(struct import_notes *notes, struct arena *arena,
                      const struct import_notes *others)
{
    for (size_t i = 0; i < others->count; i++)
        import_note_add(notes, arena, others->items[i].uid,
                        others->items[i].line, others->items[i].reason);
    notes->unlisted += others->unlisted;
}
