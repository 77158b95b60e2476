/*
 * ical_nest.h - which component of a calendar a line stands in
 *
 * Follows BEGIN and END, also where they do not match: a VEVENT, VTIMEZONE or
 * VCALENDAR ends whatever was left open before it. What is nested deeper than
 * IMPORT_DEPTH_MAX is counted and otherwise not looked at.
 */
#ifndef IMPORTERS_ICAL_NEST_H
#define IMPORTERS_ICAL_NEST_H

#include "base/str.h"
#include "importers/limits.h"

enum ical_component {
    ICAL_COMPONENT_NONE,
    ICAL_COMPONENT_CALENDAR,
    ICAL_COMPONENT_EVENT,
    ICAL_COMPONENT_TIMEZONE,
    ICAL_COMPONENT_OBSERVANCE, /* STANDARD, DAYLIGHT */
    ICAL_COMPONENT_OTHER,
};

struct ical_nest {
    /* Calendars first, then what stands in the innermost. */
    enum ical_component stack[2 * IMPORT_DEPTH_MAX];
    size_t calendars; /* open ones */
    size_t depth;     /* of everything */
    size_t too_deep;  /* open components beyond the stack */
    size_t begun;     /* components, all in all */
    size_t begun_calendars;
    size_t ended_calendars;
    size_t slices; /* events and time zones that were begun */
    size_t odd;    /* times BEGIN and END did not match */
    size_t first_odd_line;
};

/* What a line is: BEGIN or END of `component`, or neither. */
struct ical_frame_line {
    bool is_begin;
    bool is_end;
    enum ical_component component;
};

struct ical_frame_line ical_frame_line_of(struct str text);

/* Follows one; `line` is its number in the document. */
void ical_nest_follow(struct ical_nest *nest, struct ical_frame_line frame,
                      size_t line);

/* The innermost component; NONE outside, and where it is too deep. */
enum ical_component ical_nest_top(const struct ical_nest *nest);

/* The event or time zone that is open; else NONE. */
enum ical_component ical_nest_slice(const struct ical_nest *nest);

#endif
