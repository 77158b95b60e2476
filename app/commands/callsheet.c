#include "app/command.h"
#include "app/commands/callsheet_print.h"
#include "app/output.h"

/*
 * callsheet - whom to telephone about a day's visits, to be printed
 */

static const struct option_spec options[] = {
    {"format", "LIST", "text, html, pdf, json; several want -o as a stem"},
    {OPTION_OUTPUT, "FILE", "write there instead"},
    {0},
};

enum format { FORMAT_TEXT, FORMAT_HTML, FORMAT_PDF, FORMAT_JSON };

static const struct output_format formats[] = {
    [FORMAT_TEXT] = {"text", ".txt", false},
    [FORMAT_HTML] = {"html", ".html", false},
    [FORMAT_PDF] = {"pdf", ".pdf", true},
    [FORMAT_JSON] = {"json", ".json", false},
};

static bool render(const struct callsheet *sheet, enum format format,
                   struct buf *out)
{
    switch (format) {
    case FORMAT_TEXT:
        callsheet_text(sheet, out);
        break;
    case FORMAT_HTML:
        callsheet_html(sheet, out);
        break;
    case FORMAT_PDF:
        return callsheet_pdf(sheet, out);
    case FORMAT_JSON:
        break;
    }
    return !out->full;
}

static bool write_sheet(void *context, size_t format, FILE *to,
                        struct error *err)
{
    const struct callsheet *sheet = context;
    struct buf text;
    bool ok;

    if (format == FORMAT_JSON) {
        call_write_json(callsheet_json(sheet), to);
        return true;
    }
    buf_init(&text, CALLSHEET_BYTES_MAX);
    ok = render(sheet, (enum format)format, &text) ||
         error_set(err, ERROR_MACHINE, "the sheet could not be drawn");
    if (ok)
        (void)fwrite(buf_text(&text), 1, text.len, to);
    buf_finish(&text);
    return ok;
}

static int run(struct call *call)
{
    struct callsheet sheet;
    struct output output = {.formats = formats,
                            .count = ARRAY_LEN(formats),
                            .write = write_sheet,
                            .context = &sheet};
    struct output_choice choice;
    struct civil_date date;
    struct office office;
    struct error err;

    if (!output_choose(call, &output, &choice, &err) ||
        !call_office(call, &office, &err))
        return call_fail(call, &err);
    date = callsheet_next_day(&office, call_now(call));
    if ((call->word_count == 1 &&
         !call_day_word(call, call->words[0], &office.zone, &date, &err)) ||
        !callsheet_make(call, &office, date, &sheet, &err) ||
        !output_write(call, &output, &choice, &err))
        return call_fail(call, &err);
    return EXIT_DONE;
}

const struct command command_callsheet = {
    .name = "callsheet",
    .kind = COMMAND_READS,
    .words = "[DATE]",
    .words_max = 1,
    .help = "Whom to telephone about a day's visits, and why; to be printed.",
    .example = "kept callsheet tomorrow --format pdf -o calls.pdf",
    .options = options,
    .run = run,
};
