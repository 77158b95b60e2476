#include "app/preview.h"

#include <string.h>

#include "app/show.h"
#include "domain/origin.h"

/* Ways told apart for one field; more of them are counted together. */
#define WAYS_MAX     12
/* Titles shown of what is left out for one reason. */
#define EXAMPLES_MAX 3

/* One way a field came, and how often. */
struct way {
    const char *sentence;
    size_t count;
};

struct field_ways {
    struct way ways[WAYS_MAX];
    size_t count;
    size_t others;
};

struct left_out {
    size_t count;
    const char *examples[EXAMPLES_MAX];
    size_t example_count;
};

struct preview {
    struct arena *arena;
    size_t visits;
    struct field_ways fields[FIELD_COUNT];
    struct left_out blocks[EXTRACT_BLOCK_COUNT];
};

struct preview *preview_begin(struct arena *arena)
{
    struct preview *preview = arena_new(arena, struct preview);

    preview->arena = arena;
    return preview;
}

static void count_way(struct field_ways *field, const char *sentence)
{
    for (size_t i = 0; i < field->count; i++) {
        if (strcmp(field->ways[i].sentence, sentence) == 0) {
            field->ways[i].count++;
            return;
        }
    }
    if (field->count == WAYS_MAX)
        field->others++;
    else
        field->ways[field->count++] =
            (struct way){.sentence = sentence, .count = 1};
}

static void count_left_out(struct left_out *left, const char *title)
{
    left->count++;
    for (size_t i = 0; i < left->example_count; i++) {
        if (strcmp(left->examples[i], title) == 0)
            return;
    }
    if (*title != '\0' && left->example_count < EXAMPLES_MAX)
        left->examples[left->example_count++] = title;
}

void preview_count(struct preview *preview, const struct booking *booking,
                   enum extract_block block)
{
    struct origins origins;

    if (block != BLOCK_NONE) {
        count_left_out(&preview->blocks[block], str_or_empty(booking->summary));
        return;
    }
    preview->visits++;
    origins_decode(booking->origins, preview->arena, &origins);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const char *sentence =
            origin_sentence(&origins, (enum origin_field)i, preview->arena);

        if (sentence != NULL)
            count_way(&preview->fields[i], sentence);
    }
}

/* The value with a sign for how sure it is: "~" likely, "?" a guess. */
static const char *marked(const char *value, const struct origin *origin,
                          struct arena *arena)
{
    const char *sign = "";

    if (str_is_empty(value))
        return "";
    switch (origin->sureness) {
    case SURENESS_NONE:
    case SURENESS_SURE:
        break;
    case SURENESS_LIKELY:
        sign = "~";
        break;
    case SURENESS_GUESS:
    case SURENESS_MIXED:
        sign = "?";
        break;
    }
    return arena_printf(arena, "%s%s", value, sign);
}

void preview_print_row(FILE *out, const struct booking *booking,
                       struct arena *arena)
{
    const char *number =
        booking->phone != NULL ? booking->phone : booking->phone_doubt;
    char start[40];
    struct origins origins;
    const char *who;
    const char *phone;
    const char *what;

    origins_decode(booking->origins, arena, &origins);
    who = marked(booking->customer_name, &origins.field[FIELD_NAME], arena);
    phone = marked(number, &origins.field[FIELD_PHONE], arena);
    what = marked(booking->service, &origins.field[FIELD_SERVICE], arena);
    (void)fprintf(out, "%s  %-*s %-*s %-*s %s\n",
                  show_wall(&booking->zone, booking->start, start),
                  show_width(who, 24), who, show_width(phone, 16), phone,
                  show_width(what, 18), what, str_or_empty(booking->summary));
}

static void print_field(FILE *out, const struct preview *preview, size_t field)
{
    const struct field_ways *ways = &preview->fields[field];
    size_t known = ways->others;

    for (size_t i = 0; i < ways->count; i++) {
        (void)fprintf(out, "  %6zu  %s\n", ways->ways[i].count,
                      ways->ways[i].sentence);
        known += ways->ways[i].count;
    }
    if (ways->others != 0)
        (void)fprintf(out, "  %6zu  %s: in other ways\n", ways->others,
                      origin_field_name((enum origin_field)field));
    if (known != 0 && known < preview->visits)
        (void)fprintf(out, "  %6zu  %s: not found\n", preview->visits - known,
                      origin_field_name((enum origin_field)field));
}

static void print_left_out(FILE *out, const struct left_out *left,
                           enum extract_block block)
{
    const char *before = ": ";

    (void)fprintf(out, "  %6zu  %s", left->count, extract_block_reason(block));
    for (size_t i = 0; i < left->example_count; i++) {
        (void)fprintf(out, "%s\"%s\"", before, left->examples[i]);
        before = ", ";
    }
    (void)fputc('\n', out);
}

static bool is_known(const struct preview *preview)
{
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        if (preview->fields[i].count != 0)
            return true;
    }
    return false;
}

void preview_print_counts(FILE *out, const struct preview *preview)
{
    bool is_headed = false;

    if (is_known(preview)) {
        (void)fputs("Where it came from (~ likely, ? a guess):\n", out);
        for (size_t i = 0; i < FIELD_COUNT; i++)
            print_field(out, preview, i);
    }
    for (size_t i = BLOCK_NONE + 1; i < EXTRACT_BLOCK_COUNT; i++) {
        if (preview->blocks[i].count == 0)
            continue;
        if (!is_headed)
            (void)fputs("Left out:\n", out);
        is_headed = true;
        print_left_out(out, &preview->blocks[i], (enum extract_block)i);
    }
}

json_t *preview_origins_json(const struct booking *booking, struct arena *arena)
{
    json_t *object = json_object();
    struct origins origins;

    origins_decode(booking->origins, arena, &origins);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct origin *origin = &origins.field[i];

        if (origin->way == ORIGIN_NOWHERE)
            continue;
        (void)json_object_set_new(object,
                                  origin_field_name((enum origin_field)i),
                                  json_pack("{s:s, s:s?, s:s}", "from",
                                            origin_way_name(origin->way),
                                            "label", origin->label, "sureness",
                                            sureness_name(origin->sureness)));
    }
    return object;
}

json_t *preview_left_out_json(const struct booking *booking,
                              enum extract_block block)
{
    char start[INSTANT_TEXT_MAX];

    return json_pack("{s:s, s:s, s:s?, s:s, s:s}", "uid", booking->uid,
                     "start_utc", instant_format(booking->start, start),
                     "summary", booking->summary, "block",
                     extract_block_name(block), "reason",
                     extract_block_reason(block));
}
