/*
 * calendar_text.h - a story's few words about a visit as a calendar
 */
#ifndef TESTS_SCENARIOS_CALENDAR_TEXT_H
#define TESTS_SCENARIOS_CALENDAR_TEXT_H

#include "tests/scenarios/story.h"

/*
 * An iCalendar object of the lines of a `feed` block (runner.c), in the
 * story's zone; a whole calendar is left as it is. The story's arena's.
 */
char *calendar_text(struct story *story, char *block) NEVER_NULL;

#endif
