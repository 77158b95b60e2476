/*
 * story_runner - tells a story: the engine on a clock that is played
 *
 *     story_runner FILE.story
 *
 * A story is lines; `#` starts a comment. Real are the rooms, the database,
 * the importers with their child process, the commands and the engine;
 * played are the clock, which stops at every instant the engine asks to be
 * woken at, and the gateways. After each line the engine has come to rest.
 * The office is "Cabinet" (Europe/Paris, FR, EUR, en), not live; SMS go to an
 * HTTP gateway and mail to a relay, both on loopback. A VISIT is called as in
 * its source (its id or UID) or by its number (#3). TIME is "2026-03-02
 * 09:00", SPAN "90m", TEXT words in quotes, part of what is looked for.
 *
 *   at TIME [ZONE]          goes to that instant; the first one begins the
 *                           story; from now on times are read in ZONE
 *   wait SPAN               goes on for that long
 *   kept WORD…              a command, which must end with 0 or 3; @VISIT is
 *                           replaced by the visit's number
 *   wrong WORD…             a command that must end with 1 or 2
 *   office … end            `kept office import` of the lines between
 *   config … end            kept.yaml anew, read as at SIGHUP
 *   csv [NAME] … end        `kept import` of a table
 *   file NAME … end         a file beside the office file
 *   feed NAME … end         `kept import` of a calendar: either a whole one,
 *                           or a line a visit: UID TIME SPAN title[, text];
 *                           a line that is a property (STATUS:CANCELLED) is
 *                           the visit's before it
 *   consent VISIT CHANNEL yes|no
 *   reply CHANNEL [always] ANSWER
 *                           the next request of that channel gets, or all do:
 *                           STATUS [after SPAN] [TEXT], interrupted,
 *                           unreachable, rejected, or hang: it stays in
 *                           flight. Without a line: accepted
 *   askable                 from now on the SMS gateway can be asked what it
 *                           has; a question takes an answer like a message:
 *                           200 it has it, 404 it does not
 *   answer CHANNEL ANSWER   to the oldest attempt that hangs
 *   receipt VISIT CHANNEL STATE [gone]
 *                           the gateway says this of the visit's last message
 *                           (domain/receipt.h); gone: there is no such address
 *   crash                   everything in memory is gone, nothing runs
 *   stop                    the same, gently: results are written first
 *   start                   runs again; commands work in between as well
 *   reload                  kept.yaml is read again
 *   sql TEXT                a statement, for what no command does
 *   report MONTH            `kept report loss`, for rate and count
 *
 *   expect sms|mail to ADDRESS [again] [subject TEXT] [text TEXT]
 *                           a request left; `again`: with an earlier key,
 *                           else the key must be new
 *   expect outbox sms|mail to ADDRESS [again] [subject TEXT] [text TEXT]
 *   expect question CHANNEL to ADDRESS again
 *                           the gateway was asked for a message
 *   expect silence          nothing but what was expected; this holds before
 *                           the clock moves, a crash, and at the end anyway
 *   expect reminder RULE CHANNEL STATE [visit VISIT] [reason WORD]
 *                           [due TIME] [attempts N]
 *   expect visit VISIT STATE [by WHO] [attendance RESULT] [start TIME]
 *   expect gateway NAME running|stopped
 *   expect feed NAME STATE
 *   expect rate KEY N/D     of the report
 *   expect count CLASS N    likewise
 *   expect indexes          stops and starts; no statement of a start and a
 *                           pass reads a large table from end to end
 *   expect output TEXT      of the last command
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/command.h"
#include "app/jobs/calendar.h"
#include "base/buf.h"
#include "tests/scenarios/acts.h"
#include "tests/scenarios/world.h"

/* A story of more lines is two. */
#define LINES_MAX 400
#define LINE_MAX_ 2048

struct keyword {
    const char *name;
    story_act *act;
};

static const struct keyword keywords[] = {
    {"at", act_at},           {"wait", act_wait},       {"kept", act_kept},
    {"wrong", act_wrong},     {"office", act_office},   {"config", act_config},
    {"csv", act_csv},         {"file", act_file},       {"feed", act_feed},
    {"consent", act_consent}, {"reply", act_reply},     {"answer", act_answer},
    {"crash", act_crash},     {"stop", act_stop},       {"reload", act_reload},
    {"start", act_start},     {"sql", act_sql},         {"report", act_report},
    {"askable", act_askable}, {"receipt", act_receipt},
};

static const struct keyword expectations[] = {
    {"sms", expect_sms},           {"mail", expect_mail},
    {"outbox", expect_outbox},     {"silence", expect_silence},
    {"reminder", expect_reminder}, {"visit", expect_visit},
    {"gateway", expect_gateway},   {"feed", expect_feed},
    {"rate", expect_rate},         {"count", expect_count},
    {"output", expect_output},     {"question", expect_question},
    {"indexes", expect_indexes},
};

void story_fail(const struct story *story, const char *format, ...)
{
    va_list args;

    (void)fprintf(stderr, "%s:%zu: ", story->file, story->line);
    va_start(args, format);
    (void)vfprintf(stderr, format, args);
    va_end(args);
    (void)fprintf(stderr, "\n");
    if (*story->folder != '\0')
        (void)fprintf(stderr, "(the office lies in %s)\n", story->folder);
    /* Threads run and memory is in use: nothing to tidy up. */
    _exit(EXIT_FAILURE);
}

void story_broke(const struct story *story, const char *what,
                 const struct error *err)
{
    story_fail(story, "%s: %s", what, err->text);
}

static void read_lines(struct story *story)
{
    FILE *file = fopen(story->file, "re");
    char line[LINE_MAX_];

    if (file == NULL)
        story_fail(story, "cannot be read");
    story->lines = arena_new_array(&story->arena, LINES_MAX, char *);
    while (fgets(line, sizeof(line), file) != NULL) {
        if (story->line_count == LINES_MAX || strchr(line, '\n') == NULL)
            story_fail(story, "too long, or no end of line");
        line[strcspn(line, "\n")] = '\0';
        story->lines[story->line_count++] = arena_strdup(&story->arena, line);
    }
    (void)fclose(file);
}

char *story_block(struct story *story)
{
    size_t begin = story->line;
    size_t indent = 0;
    struct buf text;
    char *out;

    buf_init(&text, LINES_MAX * LINE_MAX_);
    for (;; story->line++) {
        const char *line;

        if (story->line == story->line_count)
            story_fail(story, "'end' is missing (line %zu begins it)", begin);
        line = story->lines[story->line];
        if (strcmp(line, "end") == 0)
            break;
        if (story->line == begin)
            indent = strspn(line, " ");
        line += strspn(line, " ") < indent ? strspn(line, " ") : indent;
        (void)buf_printf(&text, "%s\n", line);
    }
    story->line++;
    out = arena_strdup(&story->arena, buf_text(&text));
    buf_finish(&text);
    return out;
}

void story_write_file(const struct story *story, const char *name,
                      const char *text)
{
    char path[PATH_MAX];
    FILE *file;

    (void)snprintf(path, sizeof(path), "%s/%.200s", story->folder, name);
    file = fopen(path, "we");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        story_fail(story, "cannot write '%s'", path);
}

static void act_on(struct story *story, const struct keyword *list,
                   size_t count)
{
    const char *word = words_take(story, "a keyword");

    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i].name, word) == 0) {
            list[i].act(story);
            return;
        }
    }
    story_fail(story, "'%s' is no keyword", word);
}

static void tell(struct story *story)
{
    while (story->line < story->line_count) {
        const char *line = story->lines[story->line++];

        if (!words_split(line, &story->words))
            story_fail(story, "too many words, or a quote left open");
        if (story->words.count == 0)
            continue;
        if (!story->has_begun && strcmp(story->words.at[0], "at") != 0)
            story_fail(story, "a story begins with 'at'");
        if (words_take_if(story, "expect"))
            act_on(story, expectations, ARRAY_LEN(expectations));
        else
            act_on(story, keywords, ARRAY_LEN(keywords));
    }
    expect_nothing_more(story);
}

/* The importers start this program again as their child. */
static int be_child(int argc, char **argv)
{
    struct arena arena = {0};
    struct call call;
    int status;

    call_init(&call, &arena);
    call.out = stdout;
    call.err = stderr;
    if (command_line_read(argc, argv, &call, &status))
        status = call.command->run(&call);
    call_finish(&call);
    arena_free(&arena);
    return fflush(stdout) == 0 ? status : EXIT_FAILED;
}

int main(int argc, char **argv)
{
    struct story *story;

    (void)signal(SIGPIPE, SIG_IGN);
    if (argc > 1 && strcmp(argv[1], CALENDAR_COMMAND) == 0)
        return be_child(argc, argv);
    if (argc != 2) {
        (void)fputs("usage: story_runner FILE.story\n", stderr);
        return EXIT_FAILURE;
    }
    story = calloc(1, sizeof(*story));
    if (story == NULL)
        abort();
    story->file = argv[1];
    read_lines(story);
    tell(story);
    world_end(story);
    arena_free(&story->arena);
    free(story);
    return EXIT_SUCCESS;
}
