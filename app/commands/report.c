#include "analytics/report.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/command.h"

/*
 * report - what missed appointments cost, and who misses
 */

/* A page wider than this is hard to read. */
#define TEXT_WIDTH_MAX     100
#define TEXT_WIDTH_DEFAULT 80
#define TEXT_BYTES_MAX     (16UL * 1024 * 1024)

static const struct option_spec options[] = {
    {"month", "YYYY-MM", "the month (the last one that is over)"},
    {"format", "LIST", "text, json; several want -o as a stem"},
    {OPTION_OUTPUT, "FILE", "write there instead"},
    {"from", "DATE", "profiles: visits from this day on"},
    {"to", "DATE", "profiles: up to this day, not included"},
    {0},
};

enum format { FORMAT_TEXT, FORMAT_JSON };
#define FORMAT_COUNT 2

static const struct {
    const char *name;
    const char *ending;
} formats[FORMAT_COUNT] = {
    [FORMAT_TEXT] = {"text", ".txt"},
    [FORMAT_JSON] = {"json", ".json"},
};

/* A report in hand, of either kind. */
struct paper {
    struct call *call;
    struct office office;
    bool is_loss;
    struct report loss;
    struct profiles_report profiles;
    bool wanted[FORMAT_COUNT];
    size_t wanted_count;
};

static bool want(struct paper *paper, const char *name, size_t len,
                 struct error *err)
{
    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (strlen(formats[i].name) == len &&
            strncmp(formats[i].name, name, len) == 0) {
            paper->wanted_count += !paper->wanted[i];
            paper->wanted[i] = true;
            return true;
        }
    }
    return error_set(err, ERROR_USAGE,
                     "--format '%.*s': text and json are known", (int)len,
                     name);
}

static bool read_formats(struct paper *paper, struct error *err)
{
    const char *list = call_option(paper->call, "format");

    if (list == NULL)
        return want(paper, paper->call->json ? "json" : "text", 4, err);
    while (*list != '\0') {
        size_t len = strcspn(list, ",");

        if (!want(paper, list, len, err))
            return false;
        list += len + (list[len] == ',');
    }
    if (paper->wanted_count > 1 &&
        call_option(paper->call, OPTION_OUTPUT) == NULL)
        return error_set(err, ERROR_USAGE,
                         "several formats want -o STEM to be written to");
    return true;
}

/* The month asked for, or the last one that is over. */
static bool read_month(const struct paper *paper, struct period *out,
                       struct error *err)
{
    const char *text = call_option(paper->call, "month");
    const struct zone *zone = &paper->office.zone;

    if (text == NULL) {
        *out = period_around(zone, call_now(paper->call), -1);
        return true;
    }
    if (period_parse(text, zone, out, err))
        return true;
    err->kind = ERROR_USAGE;
    return error_wrap(err, "--month");
}

static bool read_loss(struct paper *paper, struct db *db, struct error *err)
{
    struct report_request request = {
        .db = db,
        .office = &paper->office,
        .now = call_now(paper->call),
    };

    return read_month(paper, &request.period, err) &&
           report_month(&request, paper->call->arena, &paper->loss, err);
}

static bool read_profiles(struct paper *paper, struct db *db, struct error *err)
{
    struct profiles_request request = {
        .db = db,
        .office = &paper->office,
        .from = PROFILES_FROM_START,
        .until = call_now(paper->call),
        .now = call_now(paper->call),
    };
    struct period month;

    if (call_option(paper->call, "month") != NULL) {
        if (!read_month(paper, &month, err))
            return false;
        request.from = month.from;
        request.until = month.until;
    }
    return call_day_start(paper->call, "from", &paper->office.zone,
                          &request.from, err) &&
           call_day_start(paper->call, "to", &paper->office.zone,
                          &request.until, err) &&
           profiles_read(&request, paper->call->arena, &paper->profiles, err);
}

static int text_width(void)
{
    struct winsize size;

    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return TEXT_WIDTH_DEFAULT;
    if (size.ws_col > TEXT_WIDTH_MAX)
        return TEXT_WIDTH_MAX;
    return size.ws_col < 40 ? 40 : size.ws_col;
}

static void write_as(struct paper *paper, enum format format, FILE *to)
{
    struct report_style style = {
        .width = text_width(),
        .bars = true,
    };
    struct buf text;

    if (format == FORMAT_JSON) {
        (void)fputs(paper->is_loss
                        ? report_json(&paper->loss, paper->call->arena)
                        : profiles_json(&paper->profiles, paper->call->arena),
                    to);
        return;
    }
    buf_init(&text, TEXT_BYTES_MAX);
    if (paper->is_loss)
        report_text(&paper->loss, &style, &text);
    else
        profiles_text(&paper->profiles, &style, &text);
    (void)fputs(buf_text(&text), to);
    buf_finish(&text);
}

static bool write_file(struct paper *paper, enum format format,
                       const char *name, struct error *err)
{
    const char *path = paper->wanted_count == 1
                           ? name
                           : arena_printf(paper->call->arena, "%s%s", name,
                                          formats[format].ending);
    FILE *file = call_create_file(paper->call, path, err);

    if (file == NULL)
        return false;
    write_as(paper, format, file);
    return call_close_file(file, path, err);
}

static bool write_all(struct paper *paper, struct error *err)
{
    const char *name = call_option(paper->call, OPTION_OUTPUT);

    for (int i = 0; i < FORMAT_COUNT; i++) {
        if (!paper->wanted[i])
            continue;
        if (name == NULL)
            write_as(paper, (enum format)i, paper->call->out);
        else if (!write_file(paper, (enum format)i, name, err))
            return false;
    }
    return true;
}

static int run(struct call *call)
{
    struct paper paper = {.call = call};
    struct db *db;
    struct error err;

    paper.is_loss = strcmp(call->words[0], "loss") == 0;
    if (!paper.is_loss && strcmp(call->words[0], "profiles") != 0) {
        (void)fputs("kept: usage: kept report loss, or kept report profiles\n",
                    call->err);
        return EXIT_USAGE;
    }
    if (!read_formats(&paper, &err) || !call_reader(call, &db, &err) ||
        !call_office(call, &paper.office, &err) ||
        !(paper.is_loss ? read_loss(&paper, db, &err)
                        : read_profiles(&paper, db, &err)) ||
        !write_all(&paper, &err))
        return call_fail(call, &err);
    return EXIT_DONE;
}

const struct command command_report = {
    .name = "report",
    .kind = COMMAND_READS,
    .words = "loss|profiles",
    .words_min = 1,
    .words_max = 1,
    .help = "What missed appointments cost in a month; who misses.",
    .example = "kept report loss --month 2026-10",
    .options = options,
    .run = run,
};
