#include "tools/demo/life.h"

#include <stdio.h>
#include <string.h>

#include "tools/demo/people.h"

#define SEED          UINT64_C(20240102)

/* Nobody books further ahead. */
#define AHEAD_DAYS    120
#define GRID_MIN      10

/* Requests of an open day: some four of five minutes of two chairs. */
#define REQUESTS_MIN  21
#define REQUESTS_MORE 9

/* Somebody who wants to come (back), on a later day. */
struct request {
    struct request *next;
    const struct person *person;
    const struct treatment *treatment;
    int64_t at; /* when they ask */
    int lead;   /* days */
};

struct life_day {
    size_t visits[LIFE_CHAIRS]; /* index + 1 of the first; 0: none */
    struct request *requests;
    size_t said[256]; /* indices of what is given up that day */
    size_t said_count;
};

static const struct treatment treatments[] = {
    {"Contrôle", 30, 45, 45, 0, 26},
    {"Détartrage", 40, 80, 80, 5, 30},
    {"Soin de carie", 40, 95, 95, 12, 22},
    {"Première visite", 30, 50, 50, 0, 8},
    {"Couronne", 60, 420, 420, 130, 5},
    {"Devis prothèse", 30, 60, 0, 0, 6}, /* never made it into the list */
    {"Urgence", 20, 55, 55, 4, 3},
};

#define URGENT 6

const struct treatment *treatment_at(size_t index)
{
    return index < ARRAY_LEN(treatments) ? &treatments[index] : NULL;
}

int64_t visit_end(const struct visit *visit)
{
    return visit->start + visit->treatment->minutes;
}

bool visit_is_off(const struct visit *visit, int64_t now)
{
    return visit->said != 0 && visit->said <= now;
}

bool life_is_holiday(int64_t day)
{
    static const struct {
        int first;
        int last; /* month × 100 + day */
    } closed[] = {{101, 102}, {501, 501},   {508, 508},   {714, 714},
                  {801, 821}, {1101, 1101}, {1111, 1111}, {1224, 1231}};
    struct civil_date date = civil_from_days(day);
    int key = date.month * 100 + date.day;

    for (size_t i = 0; i < ARRAY_LEN(closed); i++) {
        if (key >= closed[i].first && key <= closed[i].last)
            return true;
    }
    return false;
}

struct opening_hours life_hours(int64_t day)
{
    struct opening_hours hours = {2, {510, 840}, {750, 1110}};
    enum weekday weekday = civil_weekday(civil_from_days(day));

    if (weekday == SATURDAY || weekday == SUNDAY || life_is_holiday(day))
        hours.count = 0;
    else if (weekday == FRIDAY)
        hours.until[1] = 1020;
    return hours;
}

static bool chance(struct life *life, double of)
{
    return dice_unit(&life->dice) < of;
}

static int between(struct life *life, int low, int high)
{
    return low + (int)dice_below(&life->dice, (uint32_t)(high - low + 1));
}

static struct life_day *day_at(const struct life *life, int64_t minute)
{
    int64_t index = minute / MINUTES_A_DAY - civil_to_days(LIFE_EPOCH);

    return index >= 0 && (size_t)index < life->day_count ? &life->days[index]
                                                         : NULL;
}

static const struct treatment *any_treatment(struct life *life)
{
    int left = between(life, 0, 99);

    for (size_t i = 0; i < ARRAY_LEN(treatments); i++) {
        left -= treatments[i].weight;
        if (left < 0)
            return &treatments[i];
    }
    return &treatments[0];
}

/* Days between booking and visit, as people want them. */
static int any_lead(struct life *life)
{
    static const struct {
        double share;
        int low;
        int high;
    } leads[] = {{0.07, 0, 0},  {0.15, 1, 2},   {0.20, 3, 6},
                 {0.22, 7, 13}, {0.22, 14, 29}, {1.00, 30, 60}};
    double rest = dice_unit(&life->dice);

    for (size_t i = 0; i < ARRAY_LEN(leads); i++) {
        if (rest < leads[i].share)
            return between(life, leads[i].low, leads[i].high);
        rest -= leads[i].share;
    }
    return 7;
}

/* Whether a chair is free then, as the diary stood at `booked`. */
static bool is_free(const struct life *life, int chair, int64_t start,
                    int minutes, int64_t booked)
{
    const struct life_day *day = day_at(life, start);

    assert(day != NULL);
    for (size_t at = day->visits[chair]; at != 0;
         at = life->visits[at - 1].next) {
        const struct visit *visit = &life->visits[at - 1];

        if (!visit_is_off(visit, booked) && visit->start < start + minutes &&
            start < visit_end(visit))
            return false;
    }
    return true;
}

/* The first free time of a day, beginning with either half; or −1. */
static int64_t free_on(const struct life *life, int chair, int64_t day,
                       const struct request *request, int first_half)
{
    struct opening_hours hours = life_hours(day);

    for (int i = 0; i < hours.count; i++) {
        int half = (i + first_half) % 2;

        for (int at = hours.from[half];
             at + request->treatment->minutes <= hours.until[half];
             at += GRID_MIN) {
            int64_t start = day * MINUTES_A_DAY + at;

            if (start > request->at + 30 &&
                is_free(life, chair, start, request->treatment->minutes,
                        request->at))
                return start;
        }
    }
    return -1;
}

/* How likely it is missed: the person, the wait, the hour. */
static double miss_chance(const struct visit *visit)
{
    int64_t lead = visit->start / MINUTES_A_DAY - visit->booked / MINUTES_A_DAY;
    enum weekday weekday =
        civil_weekday(civil_from_days(visit->start / MINUTES_A_DAY));
    double of = visit->person->missing;

    if (lead <= 2)
        of *= 0.45;
    else if (lead <= 6)
        of *= 0.8;
    else if (lead >= 30)
        of *= 1.7;
    else if (lead >= 14)
        of *= 1.3;
    if (weekday == MONDAY)
        of *= 1.2;
    if (visit->start % MINUTES_A_DAY < 9 * 60)
        of *= 1.2;
    return of > 0.8 ? 0.8 : of;
}

/* When it is given up: two of five on the last day. */
static int64_t when_said(struct life *life, const struct visit *visit)
{
    int64_t early = visit->start - visit->booked - MINUTES_A_DAY;
    int64_t said;

    if (early <= 0 || chance(life, 0.4))
        said = visit->start - between(life, 60, 23 * 60);
    else
        said =
            visit->booked + (int64_t)((double)early * dice_unit(&life->dice));
    /* Nobody telephones at night. */
    if (said % MINUTES_A_DAY < 8 * 60)
        said += 8 * 60 - said % MINUTES_A_DAY + between(life, 0, 40);
    if (said % MINUTES_A_DAY > 19 * 60)
        said -= said % MINUTES_A_DAY - 18 * 60 + between(life, 0, 40);
    return said > visit->booked && said < visit->start ? said : 0;
}

static void ask_later(struct life *life, const struct visit *visit, int64_t at,
                      int lead)
{
    struct life_day *day = day_at(life, at);
    struct request *request;

    if (day == NULL)
        return;
    request = arena_new(life->arena, struct request);
    *request = (struct request){day->requests, visit->person, visit->treatment,
                                at, lead};
    day->requests = request;
}

static enum fate gives_up(struct life *life)
{
    double off = dice_unit(&life->dice);

    if (off < 0.075)
        return FATE_CANCELLED;
    if (off < 0.115)
        return FATE_MOVED;
    return off < 0.128 ? FATE_CANCELLED_OFFICE : FATE_ATTENDED;
}

/* Rolled once, when the visit is booked. */
static void settle_fate(struct life *life, struct visit *visit)
{
    double day = dice_unit(&life->dice);

    visit->has_price = chance(life, 0.86);
    visit->fate = gives_up(life);
    if (visit->fate != FATE_ATTENDED) {
        visit->said = when_said(life, visit);
        if (visit->said != 0)
            return;
    }
    visit->fate = FATE_ATTENDED;
    if (chance(life, miss_chance(visit))) {
        visit->fate = FATE_NO_SHOW;
        visit->fee = chance(life, 0.2) ? 25 : 0;
        return;
    }
    if (day < 0.04)
        visit->fate = FATE_LATE;
    else if (day < 0.044)
        visit->fate = FATE_LEFT;
    else if (day < 0.056)
        visit->fate = FATE_UNMARKED;
}

static void follow_up(struct life *life, size_t index)
{
    const struct visit *visit = &life->visits[index];
    struct life_day *day;

    if (visit->fate == FATE_NO_SHOW && chance(life, 0.45))
        ask_later(life, visit,
                  visit->start + between(life, 1, 9) * MINUTES_A_DAY,
                  between(life, 2, 14));
    if (visit->said == 0)
        return;
    if (visit->fate != FATE_CANCELLED)
        ask_later(life, visit, visit->said, between(life, 2, 20));
    day = day_at(life, visit->said);
    if (day != NULL && day->said_count < ARRAY_LEN(day->said))
        day->said[day->said_count++] = index;
}

static void add_visit(struct life *life, const struct request *request,
                      int chair, int64_t start)
{
    struct life_day *day = day_at(life, start);
    struct visit *visit;

    assert(day != NULL);
    arena_reserve(life->arena, life->visits, life->count, life->room,
                  struct visit);
    visit = &life->visits[life->count++];
    *visit = (struct visit){
        .number = (int)life->count,
        .chair = chair,
        .treatment = request->treatment,
        .person = request->person,
        .start = start,
        .booked = request->at,
        .next = day->visits[chair],
    };
    day->visits[chair] = life->count;
    settle_fate(life, visit);
    follow_up(life, life->count - 1);
}

static void book(struct life *life, const struct request *request)
{
    int64_t day = request->at / MINUTES_A_DAY + request->lead;
    int half = between(life, 0, 1);

    for (int i = 0; i < 30; i++, day++) {
        int64_t start =
            free_on(life, request->person->chair, day, request, half);

        if (start >= 0) {
            add_visit(life, request, request->person->chair, start);
            return;
        }
    }
}

/* The waiting list: a slot given up today may find somebody else. */
static void refill(struct life *life, size_t index)
{
    const struct visit *freed = &life->visits[index];
    struct request request = {
        .person = &life->people[between(life, 0, LIFE_PEOPLE - 1)],
        .treatment = &treatments[URGENT],
        .at = freed->said + between(life, 10, 50),
    };
    int chair = freed->chair;
    int64_t start = freed->start;

    if (!chance(life, 0.45) || start > freed->said + MINUTES_A_DAY)
        return;
    for (size_t i = 0; i < ARRAY_LEN(treatments); i++) {
        if (treatments[i].minutes == freed->treatment->minutes)
            request.treatment = &treatments[i];
    }
    if (request.at < start &&
        is_free(life, chair, start, request.treatment->minutes, request.at))
        add_visit(life, &request, chair, start);
}

/* Somebody in pain takes what is left of a slot that was missed. */
static void walk_in(struct life *life, int chair, const struct visit *missed)
{
    struct request request = {
        .person = &life->people[between(life, 0, LIFE_PEOPLE - 1)],
        .treatment = &treatments[URGENT],
        .at = missed->start + 10,
    };

    if (missed->treatment->minutes >= 10 + request.treatment->minutes)
        add_visit(life, &request, chair, request.at);
}

static void fill_missed(struct life *life, struct life_day *today)
{
    for (int chair = 0; chair < LIFE_CHAIRS; chair++) {
        for (size_t at = today->visits[chair]; at != 0;
             at = life->visits[at - 1].next) {
            struct visit visit = life->visits[at - 1];

            if (visit.fate == FATE_NO_SHOW && chance(life, 0.12))
                walk_in(life, chair, &visit);
        }
    }
}

static void live_day(struct life *life, int64_t day)
{
    struct life_day *today = day_at(life, day * MINUTES_A_DAY);
    struct opening_hours hours = life_hours(day);
    int count = between(life, REQUESTS_MIN, REQUESTS_MIN + REQUESTS_MORE);

    assert(today != NULL);
    for (size_t i = 0; i < today->said_count; i++)
        refill(life, today->said[i]);
    for (struct request *request = today->requests; request != NULL;
         request = request->next)
        book(life, request);
    for (int i = 0; hours.count > 0 && i < count; i++) {
        struct request request = {
            .person = &life->people[between(life, 0, LIFE_PEOPLE - 1)],
            .treatment = any_treatment(life),
            .at = day * MINUTES_A_DAY + between(life, 515, 1105),
            .lead = any_lead(life),
        };

        book(life, &request);
    }
    fill_missed(life, today);
}

void life_run(struct life *life, int64_t now, struct arena *arena)
{
    int64_t first = civil_to_days(LIFE_EPOCH);
    int64_t today = now / MINUTES_A_DAY;

    *life = (struct life){
        .arena = arena,
        .dice = {SEED},
        .people = arena_new_array(arena, LIFE_PEOPLE, struct person),
        .day_count = (size_t)(today - first + AHEAD_DAYS),
    };
    life->days = arena_new_array(arena, life->day_count, struct life_day);
    people_make(life->people, &life->dice);
    for (int64_t day = first; day <= today; day++)
        live_day(life, day);
}
