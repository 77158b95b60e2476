#include <string.h>

#include "app/command.h"
#include "app/jobs/plan.h"
#include "app/show.h"
#include "domain/identity.h"
#include "domain/phone.h"
#include "store/review_answer.h"
#include "store/reviews.h"

/*
 * review - what is doubtful and waits for a person, and the answers
 */

static const struct option_spec options[] = {
    {"suggestions", NULL, "approve: every unique suggestion at once"},
    {"all", NULL, "also households, and visits soon that nobody can be told"},
    {"answered", NULL, "what has been answered, for 'kept review undo'"},
    {0},
};

/* An answer to one item. */
typedef bool review_verb(struct db *db, struct review_id id,
                         const struct author *author, struct error *err);

struct verb {
    const char *word;
    const char *done; /* "approved" */
    review_verb *act;
};

static const struct verb verbs[] = {
    {"approve", "approved", review_approve},
    {"reject", "rejected", review_reject},
    {"undo", "open again", review_take_back},
};

struct answering {
    const struct verb *verb;
    struct review_id ids[CALL_WORDS_MAX];
    size_t count;
    bool all_suggestions;
    struct author author;
};

static bool answer(struct db *db, void *context, struct error *err)
{
    struct answering *answering = context;

    if (answering->all_suggestions)
        return review_refresh(db, false, answering->author.at, err) &&
               review_approve_suggestions(db, &answering->author,
                                          &answering->count, err);
    for (size_t i = 0; i < answering->count; i++) {
        if (!answering->verb->act(db, answering->ids[i], &answering->author,
                                  err))
            return false;
    }
    return true;
}

static const struct verb *find_verb(const char *word)
{
    for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
        if (strcmp(verbs[i].word, word) == 0)
            return &verbs[i];
    }
    return NULL;
}

static bool read_answer(struct call *call, struct answering *out,
                        struct error *err)
{
    *out = (struct answering){
        .verb = find_verb(call->words[0]),
        .all_suggestions = call_flag(call, "suggestions"),
        .author = {.who = "command line", .at = call_now(call)},
    };
    if (out->verb == NULL)
        return error_set(err, ERROR_USAGE,
                         "'%s' is no answer; use approve, reject or undo",
                         call->words[0]);
    if (out->all_suggestions &&
        (out->verb != &verbs[0] || call->word_count != 1))
        return error_set(err, ERROR_USAGE,
                         "--suggestions goes with 'approve' and no number");
    if (!out->all_suggestions && call->word_count == 1)
        return error_set(err, ERROR_USAGE,
                         "which one? 'kept review' lists them with their "
                         "numbers");
    for (size_t i = 1; i < call->word_count; i++) {
        if (!show_read_id(call->words[i], &out->ids[out->count].row, err))
            return error_set(err, ERROR_USAGE,
                             "'%s' is not an item's number; 'kept review' "
                             "lists them",
                             call->words[i]);
        out->count++;
    }
    return true;
}

static int run_answer(struct call *call)
{
    struct answering answering;
    struct error err;

    if (!read_answer(call, &answering, &err) ||
        !call_write(call, answer, &answering, &err) || !plan_settle(call, &err))
        return call_fail(call, &err);
    if (call->json)
        call_print_json(call,
                        json_pack("{s:s, s:I}", "answer", answering.verb->word,
                                  "count", (json_int_t)answering.count));
    else
        (void)fprintf(call->out, "%zu %s.\n", answering.count,
                      answering.verb->done);
    return EXIT_DONE;
}

struct listing {
    enum review_state state;
    struct instant now;
    bool is_whole;
};

static bool refresh(struct db *db, void *context, struct error *err)
{
    const struct listing *listing = context;

    return review_refresh(db, true, listing->now, err);
}

/* "Ada Martin, +33639981234, ada@example.org"; what is there of it. */
static const char *person(struct arena *arena, const char *name,
                          const char *phone, const char *mail)
{
    return arena_printf(arena, "%s%s%s%s%s",
                        *name == '\0' ? "somebody without a name" : name,
                        phone == NULL ? "" : ", ", str_or_empty(phone),
                        mail == NULL ? "" : ", ", str_or_empty(mail));
}

/* ", 2026-11-27 10:00" of a visit, or nothing. */
static const char *when(struct arena *arena, const struct review_item *item,
                        const char *before)
{
    struct zone zone;
    struct error ignored;
    char at[40];

    if (item->start.unix_s == 0 || item->zone == NULL ||
        !zone_load(item->zone, &zone, &ignored))
        return "";
    return arena_printf(arena, "%s%s", before,
                        show_wall(&zone, item->start, at));
}

static const char *visits(struct arena *arena, int64_t count)
{
    return arena_printf(arena, "%lld visit%s", (long long)count,
                        count == 1 ? "" : "s");
}

/* What the item is about: who, which, where it stands. */
static const char *what_of(struct arena *arena, const struct review_item *item)
{
    switch (item->kind) {
    case REVIEW_SUGGESTION:
        return arena_printf(arena, "%s, %s%s: a name, and no way to reach it",
                            item->name, visits(arena, item->visits),
                            when(arena, item, ", next "));
    case REVIEW_POSSIBLE_TWIN:
        return arena_printf(arena, "appointments %lld (%s) and %lld (%s)%s",
                            (long long)item->appointment.row, item->name,
                            (long long)item->twin.row, item->other_name,
                            when(arena, item, ", "));
    case REVIEW_SHARED_NUMBER:
        return arena_printf(arena,
                            "%s, given for %lld people: nothing goes there",
                            str_or_empty(item->address),
                            (long long)item->people);
    case REVIEW_DOUBTFUL_NUMBER:
        return arena_printf(arena, "'%s' of %s%s", str_or_empty(item->address),
                            person(arena, item->name, NULL, item->mail),
                            when(arena, item, ", who comes "));
    case REVIEW_MIXED_SCRIPT:
        return arena_printf(arena, "'%s', %s%s", item->name,
                            visits(arena, item->visits),
                            when(arena, item, ", next "));
    case REVIEW_HOUSEHOLD:
        return arena_printf(arena, "%s: %lld people, one of them %s",
                            str_or_empty(item->address),
                            (long long)item->people, item->name);
    case REVIEW_UNREACHABLE:
        return arena_printf(arena, "%s, appointment %lld%s",
                            person(arena, item->name, NULL, NULL),
                            (long long)item->appointment.row,
                            when(arena, item, ", "));
    }
    return "";
}

static const char *why_mixed(struct arena *arena,
                             const struct review_item *item)
{
    char plain[NAME_KEY_MAX];

    (void)name_unmix(item->name, plain);
    return arena_printf(arena,
                        "letters of two scripts that look alike; in one it "
                        "is '%s'",
                        plain);
}

/* Why it is asked. */
static const char *why_of(struct arena *arena, const struct review_item *item)
{
    switch (item->kind) {
    case REVIEW_SUGGESTION:
        return arena_printf(arena, "one customer has that name: %s",
                            person(arena, item->other_name, item->other_phone,
                                   item->other_mail));
    case REVIEW_POSSIBLE_TWIN:
        return "two sources, the same start, and not enough to be sure";
    case REVIEW_SHARED_NUMBER:
        return arena_printf(arena,
                            "more than %d names: is it the office's own, a "
                            "hotel's, an agency's?",
                            IDENTITY_NAMES_MAX);
    case REVIEW_DOUBTFUL_NUMBER:
        return phone_is_e164(str_or_empty(item->address))
                   ? "its source does not say that it is theirs, so it is not "
                     "texted before somebody does"
                   : "it cannot be read for certain, so it is never texted";
    case REVIEW_MIXED_SCRIPT:
        return why_mixed(arena, item);
    case REVIEW_HOUSEHOLD:
        return "several names behind one address";
    case REVIEW_UNREACHABLE:
        return "no number and no mailbox: no reminder can leave";
    }
    return "";
}

static json_t *person_json(struct customer_id id, const char *name,
                           const char *phone, const char *mail)
{
    char text[24];

    if (id.row == 0)
        return json_null();
    return json_pack("{s:s, s:s, s:s?, s:s?}", "id", show_id(id.row, text),
                     "name", name, "phone", phone, "email", mail);
}

static json_t *id_json(int64_t row)
{
    char text[24];

    return row == 0 ? json_null() : json_string(show_id(row, text));
}

static json_t *instant_json(struct instant at)
{
    char text[INSTANT_TEXT_MAX];

    return at.unix_s == 0 ? json_null() : json_string(instant_format(at, text));
}

static json_t *item_json(struct arena *arena, const struct review_item *item)
{
    return json_pack(
        "{s:o, s:s, s:s, s:s, s:s, s:b, s:s, s:s, s:o, s:o, s:o, s:o, s:s?,"
        " s:I, s:I, s:o, s:o, s:o, s:s}",
        "id", id_json(item->id.row), "kind", review_kind_name(item->kind),
        "state", review_state_name(item->state), "what", what_of(arena, item),
        "why", why_of(arena, item), "waits", review_waits(item->kind),
        "if_approved", review_if_approved(item->kind), "if_rejected",
        review_if_rejected(item->kind), "customer",
        person_json(item->customer, item->name, item->phone, item->mail),
        "other",
        person_json(item->other, item->other_name, item->other_phone,
                    item->other_mail),
        "appointment", id_json(item->appointment.row), "twin",
        id_json(item->twin.row), "address", item->address, "visits",
        (json_int_t)item->visits, "people", (json_int_t)item->people, "start",
        instant_json(item->start), "opened", instant_json(item->opened),
        "closed", instant_json(item->closed), "who", item->who);
}

static size_t count_waiting(const struct review_items *items)
{
    size_t count = 0;

    for (size_t i = 0; i < items->count; i++)
        count += items->items[i].state == REVIEW_OPEN &&
                 review_waits(items->items[i].kind);
    return count;
}

static void print_json(struct call *call, const struct review_items *items)
{
    json_t *list = json_array();

    for (size_t i = 0; i < items->count; i++)
        (void)json_array_append_new(list,
                                    item_json(call->arena, &items->items[i]));
    call_print_json(call,
                    json_pack("{s:I, s:o}", "waiting",
                              (json_int_t)count_waiting(items), "items", list));
}

static void print_item(const struct call *call, const struct review_item *item)
{
    (void)fprintf(call->out, "%6lld  %s: %s\n", (long long)item->id.row,
                  review_kind_name(item->kind), what_of(call->arena, item));
    if (item->state == REVIEW_OPEN)
        (void)fprintf(call->out,
                      "        %s.\n        approve: %s; reject: %s.\n",
                      why_of(call->arena, item), review_if_approved(item->kind),
                      review_if_rejected(item->kind));
    else
        (void)fprintf(call->out, "        %s by %s\n",
                      review_state_name(item->state), item->who);
}

static void print_text(const struct call *call, const struct listing *listing,
                       const struct review_items *items)
{
    size_t waiting = count_waiting(items);
    size_t suggestions = 0;
    size_t hidden = 0;

    if (listing->state == REVIEW_OPEN)
        (void)fprintf(call->out,
                      waiting == 0   ? "Nothing waits for an answer.\n"
                      : waiting == 1 ? "1 waits for an answer.\n"
                                     : "%zu wait for an answer.\n",
                      waiting);
    for (size_t i = 0; i < items->count; i++) {
        const struct review_item *item = &items->items[i];
        bool shown = listing->is_whole || listing->state != REVIEW_OPEN ||
                     review_waits(item->kind);

        suggestions += item->kind == REVIEW_SUGGESTION;
        hidden += !shown;
        if (shown)
            print_item(call, item);
    }
    if (listing->state == REVIEW_OPEN && suggestions > 1)
        (void)fprintf(call->out,
                      "'kept review approve --suggestions' approves the %zu "
                      "suggestions.\n",
                      suggestions);
    if (hidden > 0)
        (void)fprintf(call->out,
                      "'kept review --all' lists %zu more to know of: "
                      "households, and visits without an address.\n",
                      hidden);
}

static bool add_items(struct call *call, const struct listing *listing,
                      enum review_state state, struct review_items *out,
                      struct error *err)
{
    struct review_items more;
    struct review_item *all;
    struct db *db;

    if (!call_reader(call, &db, err) ||
        !review_list(db, state, listing->now, call->arena, &more, err))
        return false;
    all = arena_new_array(call->arena, out->count + more.count,
                          struct review_item);
    if (out->count != 0)
        memcpy(all, out->items, out->count * sizeof(*all));
    if (more.count != 0)
        memcpy(all + out->count, more.items, more.count * sizeof(*all));
    *out = (struct review_items){all, out->count + more.count};
    return true;
}

static bool read_items(struct call *call, const struct listing *listing,
                       struct review_items *out, struct error *err)
{
    *out = (struct review_items){0};
    if (listing->state == REVIEW_OPEN)
        return add_items(call, listing, REVIEW_OPEN, out, err);
    return add_items(call, listing, REVIEW_APPROVED, out, err) &&
           add_items(call, listing, REVIEW_REJECTED, out, err);
}

static int run(struct call *call)
{
    struct listing listing = {
        .state = call_flag(call, "answered") ? REVIEW_APPROVED : REVIEW_OPEN,
        .now = call_now(call),
        .is_whole = call_flag(call, "all"),
    };
    struct review_items items;
    struct error err;

    if (call->word_count != 0)
        return run_answer(call);
    if (call_flag(call, "suggestions")) {
        (void)error_set(&err, ERROR_USAGE, "--suggestions goes with 'approve'");
        return call_fail(call, &err);
    }
    if (!call_write(call, refresh, &listing, &err) ||
        !read_items(call, &listing, &items, &err))
        return call_fail(call, &err);
    if (call->json)
        print_json(call, &items);
    else
        print_text(call, &listing, &items);
    return EXIT_DONE;
}

const struct command command_review = {
    .name = "review",
    .kind = COMMAND_WRITES,
    .words = "[approve|reject|undo ID…]",
    .words_max = CALL_WORDS_MAX - 1,
    .help = "Lists what is doubtful and waits for a person, and takes answers.",
    .example = "kept review approve 12 15",
    .options = options,
    .run = run,
};
