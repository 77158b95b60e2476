#include "app/jobs/subjects.h"

/* Neighbours get places beside each other; whoever comes later to a place
 * has it. */
static size_t place_of(struct appointment_id id)
{
    return (size_t)id.row % SUBJECTS_KEPT;
}

bool subjects_read(struct db *db, struct subjects *subjects,
                   struct appointment_id id, const struct subject **out,
                   struct error *err)
{
    const struct subject **place = &subjects->kept[place_of(id)];
    struct subject *subject;

    if (*place == NULL || (*place)->visit.appointment.id.row != id.row) {
        subject = arena_new(&subjects->arena, struct subject);
        if (!subject_load(db, id, &subjects->arena, subject, err))
            return false;
        *place = subject;
    }
    *out = *place;
    return true;
}

void subjects_free(struct subjects *subjects)
{
    arena_free(&subjects->arena);
    for (size_t i = 0; i < SUBJECTS_KEPT; i++)
        subjects->kept[i] = NULL;
}
