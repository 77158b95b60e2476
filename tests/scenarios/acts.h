/*
 * acts.h - what a line of a story can do; runner.c says how each is written
 */
#ifndef TESTS_SCENARIOS_ACTS_H
#define TESTS_SCENARIOS_ACTS_H

#include "tests/scenarios/story.h"

/* A statement: reads its words, acts, and the engine rests afterwards. */
typedef void story_act(struct story *story);

story_act act_at, act_wait;
story_act act_office, act_config, act_csv, act_file, act_feed, act_consent,
    act_sql;
story_act act_kept, act_wrong, act_report;
story_act act_reply, act_answer, act_askable, act_receipt;
story_act act_crash, act_stop, act_start, act_reload;

/* The words after `expect`. */
story_act expect_sms, expect_mail, expect_outbox, expect_silence;
story_act expect_question, expect_indexes;
story_act expect_reminder, expect_visit, expect_gateway, expect_feed;
story_act expect_rate, expect_count, expect_output;

/*
 * The appointment of a visit named as in its source: the current slot of
 * that UID, or #3 for appointment 3.
 */
int64_t visit_number(struct story *story, const char *name);

/* Every message must have been expected by now. */
void expect_nothing_more(struct story *story);

#endif
