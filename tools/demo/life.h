/*
 * life.h - the days of a dental office that never existed
 *
 * A small simulation from EPOCH on: every open day people ask for visits,
 * cancel, move, miss them and come back. Its dice have a fixed seed and only
 * ever run forwards, so that two runs agree on every day both have reached,
 * whatever their own dates: what was to come yesterday has happened today.
 *
 * Wall time of the office throughout, in minutes since 1970-01-01T00:00.
 */
#ifndef TOOLS_DEMO_LIFE_H
#define TOOLS_DEMO_LIFE_H

#include "base/arena.h"
#include "base/civil.h"
#include "base/dice.h"

#define LIFE_CHAIRS   2
#define LIFE_PEOPLE   1000

/* Long before anything that is shown, so that the diary is in full swing. */
#define LIFE_EPOCH    ((struct civil_date){2024, 1, 1})

#define MINUTES_A_DAY INT64_C(1440)

struct treatment {
    const char *name;
    int minutes;
    int price; /* whole euros, what is usually charged */
    int list;  /* whole euros in the price list; 0: none there */
    int avoidable;
    int weight; /* how often, of all */
};

struct person {
    char name[64];
    char phone[32]; /* "" when nobody knows it */
    char mail[64];  /* likewise */
    const char *language;
    const char *cover; /* who pays: for profiles */
    const char *work;
    int birth_year;
    int chair;
    double missing; /* a visit a week ahead, 0..1 */
};

enum fate {
    FATE_ATTENDED,
    FATE_LATE,
    FATE_LEFT,
    FATE_NO_SHOW,
    FATE_UNMARKED, /* nobody wrote it down */
    FATE_CANCELLED,
    FATE_CANCELLED_OFFICE,
    FATE_MOVED,
};

struct visit {
    int number; /* from 1, for ever the same */
    int chair;
    const struct treatment *treatment;
    const struct person *person;
    int64_t start;
    int64_t booked;
    int64_t said; /* cancelled or moved then; 0: not */
    enum fate fate;
    bool has_price; /* somebody typed it in */
    int fee;        /* whole euros charged for a miss */
    size_t next;    /* the same chair and day: index + 1; 0 is the end */
};

struct life {
    struct arena *arena;
    struct dice dice;
    struct person *people;
    struct visit *visits; /* by the time they were booked, nearly */
    size_t count;
    size_t room;
    struct life_day *days; /* from EPOCH on */
    size_t day_count;
};

/* What the office offers, from 0; NULL after the last. */
const struct treatment *treatment_at(size_t index);

/* "08:30-12:30" and so on of a weekday, as minutes; 0 spans: closed. */
struct opening_hours {
    int count;
    int from[2];
    int until[2];
};

/* Hours of a day, in days since 1970; holidays and summer are closed. */
struct opening_hours life_hours(int64_t day);

/* Whether that day is closed for itself, whatever its weekday. */
bool life_is_holiday(int64_t day);

/* Lives through everything that is booked up to `now`. */
void life_run(struct life *life, int64_t now, struct arena *arena);

/* The end of a visit. */
int64_t visit_end(const struct visit *visit);

/* Whether it has been given up by `now`. */
bool visit_is_off(const struct visit *visit, int64_t now);

#endif
