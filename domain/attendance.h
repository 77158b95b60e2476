/*
 * attendance.h - what happened in a slot, said by a person or an import
 *
 * ATTENDANCE_UNMARKED is a status of its own: nothing but a person or an
 * import turns it into anything else.
 */
#ifndef DOMAIN_ATTENDANCE_H
#define DOMAIN_ATTENDANCE_H

#include "base/base.h"

enum attendance {
    ATTENDANCE_UNMARKED,
    ATTENDANCE_ATTENDED,
    ATTENDANCE_LATE, /* seen, but late */
    ATTENDANCE_LEFT, /* came too late, or left unseen */
    ATTENDANCE_NO_SHOW,
};

#define ATTENDANCE_COUNT 5

/* "unmarked", "attended", "late", "left", "no-show". */
const char *attendance_name(enum attendance attendance) NEVER_NULL;
bool attendance_find(const char *name, enum attendance *out);

#endif
