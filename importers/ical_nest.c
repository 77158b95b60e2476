#include "importers/ical_nest.h"

#include <strings.h>

#include "importers/ical_line.h"

static const struct {
    const char *name;
    enum ical_component component;
} components[] = {
    {"VEVENT", ICAL_COMPONENT_EVENT},
    {"VCALENDAR", ICAL_COMPONENT_CALENDAR},
    {"VTIMEZONE", ICAL_COMPONENT_TIMEZONE},
    {"STANDARD", ICAL_COMPONENT_OBSERVANCE},
    {"DAYLIGHT", ICAL_COMPONENT_OBSERVANCE},
};

static enum ical_component component_of(struct str name)
{
    name = ical_trim(name);
    for (size_t i = 0; i < ARRAY_LEN(components); i++) {
        if (ical_is(name, components[i].name))
            return components[i].component;
    }
    return ICAL_COMPONENT_OTHER;
}

struct ical_frame_line ical_frame_line_of(struct str text)
{
    struct ical_frame_line frame = {0};
    size_t skip;

    if (text.len > 6 && text.at[5] == ':')
        frame.is_begin = strncasecmp(text.at, "BEGIN", 5) == 0;
    else if (text.len > 4 && text.at[3] == ':')
        frame.is_end = strncasecmp(text.at, "END", 3) == 0;
    skip = frame.is_begin ? 6 : 4;
    if (frame.is_begin || frame.is_end)
        frame.component =
            component_of((struct str){text.at + skip, text.len - skip});
    return frame;
}

/* Those that stand in a calendar and in nothing else. */
static bool is_outer(enum ical_component component)
{
    return component == ICAL_COMPONENT_CALENDAR ||
           component == ICAL_COMPONENT_EVENT ||
           component == ICAL_COMPONENT_TIMEZONE;
}

static bool is_open(const struct ical_nest *nest, enum ical_component component)
{
    for (size_t i = 0; i < nest->depth; i++) {
        if (nest->stack[i] == component)
            return true;
    }
    return false;
}

static void count_odd(struct ical_nest *nest, size_t line)
{
    if (nest->odd++ == 0)
        nest->first_odd_line = line;
}

/* Ends the innermost component. */
static void pop(struct ical_nest *nest)
{
    if (nest->stack[--nest->depth] == ICAL_COMPONENT_CALENDAR) {
        nest->calendars--;
        nest->ended_calendars++;
    }
}

static void push(struct ical_nest *nest, enum ical_component component)
{
    if (component == ICAL_COMPONENT_CALENDAR) {
        nest->calendars++;
        nest->begun_calendars++;
    } else if (is_outer(component)) {
        nest->slices++;
    }
    nest->stack[nest->depth++] = component;
}

/* Whether one more would be deeper than we follow. */
static bool is_full(const struct ical_nest *nest, enum ical_component component)
{
    if (component == ICAL_COMPONENT_CALENDAR)
        return nest->calendars == IMPORT_DEPTH_MAX;
    return nest->depth - nest->calendars == IMPORT_DEPTH_MAX - 1;
}

static void begin(struct ical_nest *nest, enum ical_component component,
                  size_t line)
{
    if (is_outer(component)) {
        nest->too_deep = 0;
        for (; nest->depth > nest->calendars; count_odd(nest, line))
            pop(nest);
    }
    if (component != ICAL_COMPONENT_CALENDAR && nest->depth == 0)
        component = ICAL_COMPONENT_OTHER; /* outside of any calendar */
    nest->begun++;
    if (nest->too_deep > 0 || is_full(nest, component))
        nest->too_deep++;
    else
        push(nest, component);
}

static void end(struct ical_nest *nest, enum ical_component component,
                size_t line)
{
    if (is_outer(component))
        nest->too_deep = 0;
    if (nest->too_deep > 0) {
        nest->too_deep--;
        return;
    }
    if (!is_open(nest, component)) {
        count_odd(nest, line);
        return;
    }
    for (; nest->stack[nest->depth - 1] != component; count_odd(nest, line))
        pop(nest);
    pop(nest);
}

void ical_nest_follow(struct ical_nest *nest, struct ical_frame_line frame,
                      size_t line)
{
    assert(frame.is_begin != frame.is_end);
    if (frame.is_begin)
        begin(nest, frame.component, line);
    else
        end(nest, frame.component, line);
}

enum ical_component ical_nest_top(const struct ical_nest *nest)
{
    if (nest->depth == 0 || nest->too_deep > 0)
        return ICAL_COMPONENT_NONE;
    return nest->stack[nest->depth - 1];
}

enum ical_component ical_nest_slice(const struct ical_nest *nest)
{
    enum ical_component first = nest->depth > nest->calendars
                                    ? nest->stack[nest->calendars]
                                    : ICAL_COMPONENT_NONE;

    return is_outer(first) ? first : ICAL_COMPONENT_NONE;
}
