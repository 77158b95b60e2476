#include "analytics/report.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app/command.h"
#include "app/output.h"

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

static const struct output_format formats[] = {
    [FORMAT_TEXT] = {"text", ".txt", false},
    [FORMAT_JSON] = {"json", ".json", false},
};

/* A report in hand, of either kind. */
struct paper {
    struct call *call;
    struct office office;
    bool is_loss;
    struct report loss;
    struct profiles_report profiles;
};

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

static bool write_paper(void *context, size_t format, FILE *to,
                        struct error *err)
{
    struct paper *paper = context;
    struct report_style style = {
        .width = text_width(),
        .bars = true,
    };
    struct buf text;

    (void)err;
    if (format == FORMAT_JSON) {
        (void)fputs(paper->is_loss
                        ? report_json(&paper->loss, paper->call->arena)
                        : profiles_json(&paper->profiles, paper->call->arena),
                    to);
        return true;
    }
    buf_init(&text, TEXT_BYTES_MAX);
    if (paper->is_loss)
        report_text(&paper->loss, &style, &text);
    else
        profiles_text(&paper->profiles, &style, &text);
    (void)fputs(buf_text(&text), to);
    buf_finish(&text);
    return true;
}

static int run(struct call *call)
{
    struct paper paper = {.call = call};
    struct output output = {.formats = formats,
                            .count = ARRAY_LEN(formats),
                            .write = write_paper,
                            .context = &paper};
    struct output_choice choice;
    struct db *db;
    struct error err;

    paper.is_loss = strcmp(call->words[0], "loss") == 0;
    if (!paper.is_loss && strcmp(call->words[0], "profiles") != 0) {
        (void)fputs("kept: usage: kept report loss, or kept report profiles\n",
                    call->err);
        return EXIT_USAGE;
    }
    if (!output_choose(call, &output, &choice, &err) ||
        !call_reader(call, &db, &err) ||
        !call_office(call, &paper.office, &err) ||
        !(paper.is_loss ? read_loss(&paper, db, &err)
                        : read_profiles(&paper, db, &err)) ||
        !output_write(call, &output, &choice, &err))
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
