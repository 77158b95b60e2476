#include <string.h>

#include "app/commands/text_parts.h"
#include "app/office.h"
#include "app/offices.h"

/*
 * text check - what an office's texts would cost, and what is wrong with them
 */

/* One text with what was found. */
struct checked {
    const struct text *text;
    size_t index; /* in the office file, from 1; 0: it is ours */
    bool is_wrong;
    struct error err; /* when it is */
    struct wording_report report;
};

struct checking {
    struct call *call;
    struct office office;
    struct config config;
    json_t *list; /* with --json */
    size_t wrong;
    size_t warned;
};

/* The office as it stands, or with the sections of a file over it. */
static bool read_office(struct checking *checking, const char *path,
                        struct error *err)
{
    struct call *call = checking->call;
    struct office_file file = {.name = path};
    struct office_sections known = {0};
    struct office_update update;
    struct error unused;
    struct db *db;

    if (path == NULL)
        return call_office(call, &checking->office, err);
    /* A file may be looked at before there is any database. */
    if (call_reader(call, &db, &unused) &&
        !offices_sections(db, call->arena, &known, err))
        return false;
    if (!call_read_file(call, path, OFFICE_BYTES_MAX, &file.yaml, err) ||
        !office_update(&known, &file, call->arena, &update, err))
        return false;
    checking->office = update.office;
    return true;
}

static const char *title(const struct checking *checking,
                         const struct checked *checked)
{
    const struct text *text = checked->text;
    struct arena *arena = checking->call->arena;
    const char *of = *str_or_empty(text->rule) == '\0'
                         ? message_kind_name(text->kind)
                         : text->rule;

    if (checked->index == 0)
        return arena_printf(arena, "kept's own %s %s %s", of, text->language,
                            channel_name(text->channel));
    return arena_printf(arena, "texts[%zu] %s %s %s", checked->index, of,
                        text->language, channel_name(text->channel));
}

static json_t *size_json(const struct wording_size *size)
{
    if (size->parts == 0)
        return json_null();
    return json_pack("{s:i, s:I, s:b}", "parts", size->parts, "units",
                     (json_int_t)size->units, "gsm", size->is_gsm);
}

static void add_json(struct checking *checking, const struct checked *checked)
{
    const struct wording_report *report = &checked->report;
    const struct text *text = checked->text;
    json_t *warnings = json_array();

    for (size_t i = 0; i < report->warning_count; i++)
        (void)json_array_append_new(warnings, json_string(report->warnings[i]));
    (void)json_array_append_new(
        checking->list,
        json_pack(
            "{s:I, s:s, s:s, s:s, s:s, s:s?, s:o, s:o, s:o, s:o, s:s?, s:s?, "
            "s:s?, s:s?, s:s?}",
            "index", (json_int_t)checked->index, "kind",
            message_kind_name(text->kind), "rule", str_or_empty(text->rule),
            "language", text->language, "channel", channel_name(text->channel),
            "error", checked->is_wrong ? checked->err.text : NULL, "warnings",
            warnings, "usual", size_json(&report->usual), "longest",
            size_json(&report->longest), "household",
            size_json(&report->household), "letter", report->stranger,
            "rewrite", report->rewrite, "cost",
            text_cost(checking->call, &checking->config, report->usual.parts,
                      checking->office.currency),
            "sample", report->sample, "sample_subject",
            report->sample_subject));
}

static void print_size(const struct checking *checking, const char *what,
                       const struct wording_size *size)
{
    (void)fprintf(checking->call->out, "%s %d part%s (%zu of %d)", what,
                  size->parts, size->parts == 1 ? "" : "s", size->units,
                  size->is_gsm ? 160 : 70);
}

static void print_sizes(const struct checking *checking,
                        const struct wording_report *report)
{
    FILE *out = checking->call->out;
    const char *cost =
        text_cost(checking->call, &checking->config, report->usual.parts,
                  checking->office.currency);

    if (report->usual.parts == 0)
        return;
    print_size(checking, "  usual", &report->usual);
    print_size(checking, ", longest", &report->longest);
    print_size(checking, ", three people", &report->household);
    (void)fprintf(out, "; %s alphabet%s%s\n",
                  report->usual.is_gsm ? "SMS" : "Unicode",
                  cost == NULL ? "" : "; ", str_or_empty(cost));
}

static void print(const struct checking *checking,
                  const struct checked *checked)
{
    const struct wording_report *report = &checked->report;
    FILE *out = checking->call->out;

    (void)fprintf(out, "%s\n", title(checking, checked));
    if (checked->is_wrong)
        (void)fprintf(out, "  WRONG: %s\n", checked->err.text);
    else if (report->usual.parts == 0 && report->warning_count == 0)
        (void)fputs("  fine\n", out);
    print_sizes(checking, report);
    for (size_t i = 0; i < report->warning_count; i++)
        (void)fprintf(out, "  warning: %s\n", report->warnings[i]);
    if (report->rewrite != NULL)
        (void)fprintf(out, "  cheaper: %s\n", report->rewrite);
}

static void check(struct checking *checking, const struct text *text,
                  size_t index)
{
    struct checked checked = {.text = text, .index = index};

    checked.is_wrong =
        !wording_check(&checking->office, text, checking->call->arena,
                       &checked.report, &checked.err);
    checking->wrong += checked.is_wrong;
    checking->warned += !checked.is_wrong && checked.report.warning_count > 0;
    if (checking->call->json)
        add_json(checking, &checked);
    else
        print(checking, &checked);
}

static bool has_own(const struct office *office, const struct text *ours)
{
    for (size_t i = 0; i < office->text_count; i++) {
        const struct text *text = &office->texts[i];

        if (*text->rule == '\0' && text->kind == ours->kind &&
            text->channel == ours->channel &&
            strcmp(text->language, ours->language) == 0)
            return true;
    }
    return false;
}

/* Ours, which this office's name and telephone may make too long. */
static void check_ours(struct checking *checking, enum message_kind kind,
                       enum channel channel)
{
    struct arena *arena = checking->call->arena;
    const char *language = str_or_empty(checking->office.language);
    struct text *ours = arena_new(arena, struct text);

    *ours = (struct text){
        .rule = "",
        .kind = kind,
        .language = arena_strndup(arena, language, strcspn(language, "-")),
        .channel = channel,
    };
    ours->body =
        wording_default(kind, ours->language, channel_name(channel), arena);
    if (channel == CHANNEL_MAIL)
        ours->subject =
            wording_default(kind, ours->language, "mail.subject", arena);
    if (ours->body != NULL && !has_own(&checking->office, ours))
        check(checking, ours, 0);
}

static void check_all(struct checking *checking)
{
    for (size_t i = 0; i < checking->office.text_count; i++)
        check(checking, &checking->office.texts[i], i + 1);
    for (int kind = 0; kind < MESSAGE_KIND_COUNT; kind++) {
        check_ours(checking, (enum message_kind)kind, CHANNEL_SMS);
        check_ours(checking, (enum message_kind)kind, CHANNEL_MAIL);
    }
}

int text_check_run(struct call *call)
{
    struct checking checking = {.call = call, .list = json_array()};
    struct error err;

    if (!read_office(&checking, call->words[1], &err) ||
        !call_config(call, &checking.config, &err)) {
        json_decref(checking.list);
        return call_fail(call, &err);
    }
    check_all(&checking);
    if (call->json)
        call_print_json(call,
                        json_pack("{s:o, s:I, s:I}", "texts", checking.list,
                                  "wrong", (json_int_t)checking.wrong, "warned",
                                  (json_int_t)checking.warned));
    else
        json_decref(checking.list);
    if (checking.wrong > 0)
        return EXIT_USAGE;
    return checking.warned > 0 ? EXIT_NEEDS_PERSON : EXIT_DONE;
}
