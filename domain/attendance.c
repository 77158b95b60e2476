#include "domain/attendance.h"

#include <string.h>

static const char *const names[ATTENDANCE_COUNT] = {
    [ATTENDANCE_UNMARKED] = "unmarked", [ATTENDANCE_ATTENDED] = "attended",
    [ATTENDANCE_LATE] = "late",         [ATTENDANCE_LEFT] = "left",
    [ATTENDANCE_NO_SHOW] = "no-show",
};

const char *attendance_name(enum attendance attendance)
{
    assert(attendance < ATTENDANCE_COUNT);
    return names[attendance];
}

bool attendance_find(const char *name, enum attendance *out)
{
    for (int i = 0; i < ATTENDANCE_COUNT; i++) {
        if (strcmp(name, names[i]) == 0) {
            *out = (enum attendance)i;
            return true;
        }
    }
    return false;
}
