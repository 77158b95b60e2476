/*
 * office.h - the office file: sections of YAML in, a checked office out
 *
 * The database keeps the file as sections (`office_section`), each its body
 * as canonical YAML, so that an import replaces the sections it has and
 * leaves the others as they are. The way of `office import`:
 *
 *     office_update(&known, &file, arena, &update, err)
 *
 * and of everybody else:
 *
 *     office_load(&known, arena, &office, err)
 *
 * All errors in what a person wrote are ERROR_USAGE and read
 *
 *     office.yaml:12:13: rules[1].before: '3 dayz' is not a time before …
 *
 * Everything belongs to the arena; what is kept after an error is garbage.
 */
#ifndef APP_OFFICE_H
#define APP_OFFICE_H

#include "base/arena.h"
#include "base/error.h"
#include "base/str.h"
#include "domain/office.h"
#include "scheduler/plan.h"

/* An office of fifty providers and two hundred services has 60 KiB. */
#define OFFICE_BYTES_MAX   (1024 * 1024)

/* What an appointment can bear (scheduler/plan.h). */
#define OFFICE_RULES_MAX   PLAN_RULES_MAX

/* Entries of any other section. */
#define OFFICE_ENTRIES_MAX 2000

struct office_section {
    const char *name; /* "rules" */
    const char *body; /* its value as canonical YAML, ending in a newline */
};

/* office sites hours closed holidays window services providers feeds rules
 * notices limits texts: each at most once, in this order. */
#define OFFICE_SECTIONS_MAX 13

struct office_sections {
    struct office_section items[OFFICE_SECTIONS_MAX];
    size_t count;
};

enum office_change_kind {
    OFFICE_ADDED,
    OFFICE_REMOVED,
    OFFICE_CHANGED,
};

struct office_change {
    const char *section; /* "services" */
    const char *name;    /* "Cleaning"; a key of `office`; "" : all of it */
    enum office_change_kind kind;
};

struct office_changes {
    const struct office_change *items;
    size_t count;
};

/*
 * Checks a text of the office: placeholders, words, length. False with
 * ERROR_USAGE; the place in the file is put before it. Pure.
 */
typedef bool office_text_check(const struct office *office,
                               const struct text *text, struct error *err);

/* What a person gave us. */
struct office_file {
    struct str yaml;
    const char *name;              /* of the file, for messages */
    office_text_check *text_check; /* NULL: texts are taken as they are */
};

/*
 * Reads one document that is a whole office. Absent sections: `rules` and
 * `window` take scheduler/policy.h's defaults; no `office` is an office
 * without name, in UTC. References between sections must hold.
 */
MUST_USE bool office_read(const struct office_file *file, struct arena *arena,
                          struct office *out, struct error *err);

/* Splits a document; checks its form, not yet its meaning. */
MUST_USE bool office_split(const struct office_file *file, struct arena *arena,
                           struct office_sections *out, struct error *err);

/*
 * One document of all sections, as `office export` prints it. Splitting it
 * again gives the same sections to the byte.
 */
char *office_join(const struct office_sections *sections,
                  struct arena *arena) NEVER_NULL;

/* What the database holds as an office; its texts are not checked again. */
MUST_USE bool office_load(const struct office_sections *known,
                          struct arena *arena, struct office *out,
                          struct error *err);

struct office_update {
    struct office_sections sections; /* known ones, replaced where present */
    struct office_changes changes;   /* from `known` to `sections` */
    struct office office;            /* the result, checked as a whole */
};

/*
 * What an import of `file` over `known` would make. Errors have the file's
 * own lines; one that arises in a known section says so.
 */
MUST_USE bool office_update(const struct office_sections *known,
                            const struct office_file *file, struct arena *arena,
                            struct office_update *out, struct error *err);

/* Entries by name, in the order of the sections. */
struct office_changes office_changes(const struct office_sections *from,
                                     const struct office_sections *to,
                                     struct arena *arena);

/* "added", "removed", "changed". */
const char *office_change_name(enum office_change_kind kind) NEVER_NULL;

/* The change as a line for people: "services: Cleaning changed". */
char *office_change_text(const struct office_change *change,
                         struct arena *arena) NEVER_NULL;

/* Their names in their order, from 0 below OFFICE_SECTIONS_MAX. */
const char *office_section_name(size_t index) NEVER_NULL;

/* The section of that name, or NULL. */
const struct office_section *office_section(
    const struct office_sections *sections, const char *name);

/*
 * Puts `body` (YAML of one section's value) in the place of that section, or
 * adds it in its order. ERROR_USAGE when `name` is no section.
 */
MUST_USE bool office_section_set(struct office_sections *sections,
                                 const char *name, const char *body,
                                 struct error *err);

#endif
