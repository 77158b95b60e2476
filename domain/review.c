#include "domain/review.h"

#include <string.h>

struct kind_words {
    const char *name;
    const char *if_approved;
    const char *if_rejected;
    bool waits;
};

static const struct kind_words kinds[REVIEW_KIND_COUNT] = {
    [REVIEW_SUGGESTION] = {"suggestion",
                           "the visits become that customer's, later ones too",
                           "they stay somebody else's of that name", true},
    [REVIEW_POSSIBLE_TWIN] = {"possible-twin",
                              "the two become one: counted and reminded once",
                              "they stay two visits", true},
    [REVIEW_SHARED_NUMBER] = {"shared-number", "the number stays unused",
                              "it is theirs after all: texted again", true},
    [REVIEW_DOUBTFUL_NUMBER] = {"doubtful-number",
                                "it is theirs, and texted if it can be dialled",
                                "it stays unused; mend it in its source", true},
    [REVIEW_MIXED_SCRIPT] = {"mixed-script",
                             "the name is written in one script",
                             "it stays as it is", true},
    [REVIEW_HOUSEHOLD] = {"household", "they are one household",
                          "they are not: each is written to alone", false},
    [REVIEW_UNREACHABLE] = {"unreachable", "noted: somebody tells them",
                            "noted too; add a number or mailbox in the source",
                            false},
};

static const char *const states[REVIEW_STATE_COUNT] = {
    [REVIEW_OPEN] = "open",
    [REVIEW_APPROVED] = "approved",
    [REVIEW_REJECTED] = "rejected",
    [REVIEW_SETTLED] = "settled",
};

const char *review_kind_name(enum review_kind kind)
{
    assert(kind < REVIEW_KIND_COUNT);
    return kinds[kind].name;
}

bool review_kind_find(const char *name, enum review_kind *out)
{
    for (int i = 0; i < REVIEW_KIND_COUNT; i++) {
        if (strcmp(name, kinds[i].name) == 0) {
            *out = (enum review_kind)i;
            return true;
        }
    }
    return false;
}

const char *review_state_name(enum review_state state)
{
    assert(state < REVIEW_STATE_COUNT);
    return states[state];
}

bool review_state_find(const char *name, enum review_state *out)
{
    for (int i = 0; i < REVIEW_STATE_COUNT; i++) {
        if (strcmp(name, states[i]) == 0) {
            *out = (enum review_state)i;
            return true;
        }
    }
    return false;
}

bool review_waits(enum review_kind kind)
{
    assert(kind < REVIEW_KIND_COUNT);
    return kinds[kind].waits;
}

const char *review_if_approved(enum review_kind kind)
{
    assert(kind < REVIEW_KIND_COUNT);
    return kinds[kind].if_approved;
}

const char *review_if_rejected(enum review_kind kind)
{
    assert(kind < REVIEW_KIND_COUNT);
    return kinds[kind].if_rejected;
}
