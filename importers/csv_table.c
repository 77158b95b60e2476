#include "importers/csv_table.h"

#include <stdlib.h>
#include <strings.h>

#include <csv.h>

#include "base/buf.h"
#include "importers/csv.h"

/* Of equally likely ones the first is taken. */
static const char separators[] = "\t;,|";

/* Where the separator is looked for. */
#define SNIFF_ROWS  20
#define SNIFF_BYTES ((size_t)65536)

struct walker {
    struct csv_parser parser;
    csv_take *take;
    void *context;
    bool stopped;

    /* The row at hand. */
    struct buf bytes;
    size_t lens[CSV_FIELDS_MAX];
    size_t count;
    bool ended; /* by the chunk just parsed */
    size_t line;
};

static size_t line_len(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n')
            return i + 1;
        if (text.at[i] == '\r')
            return i + 1 < text.len && text.at[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return text.len;
}

static bool is_blank(struct str line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (strchr(" \t\r\n", line.at[i]) == NULL)
            return false;
    }
    return true;
}

static struct str after(struct str text, size_t len)
{
    return (struct str){text.at + len, text.len - len};
}

/* The first line that holds anything. */
static struct str first_line(struct str text)
{
    struct str line = {text.at, line_len(text)};

    while (line.len > 0 && is_blank(line)) {
        text = after(text, line.len);
        line = (struct str){text.at, line_len(text)};
    }
    return line;
}

/* "sep=;", as spreadsheets write it; 0 when the line is another. */
static char said_separator(struct str line)
{
    if (line.len >= 5 && strncasecmp(line.at, "sep=", 4) == 0 &&
        strchr(separators, line.at[4]) != NULL && is_blank(after(line, 5)))
        return line.at[4];
    return '\0';
}

/* How many rows have how many of one separator. */
struct tally {
    size_t counts[SNIFF_ROWS];
    size_t rows;
};

/* Counts in the first rows that have any cells, outside quotes. */
static struct tally count_separators(struct str document, char separator)
{
    struct tally tally = {0};
    size_t here = 0;
    bool quoted = false;

    for (size_t i = 0; i < document.len && i < SNIFF_BYTES; i++) {
        char c = document.at[i];

        quoted ^= c == '"';
        if (quoted)
            continue;
        here += c == separator;
        if (c != '\n' && c != '\r')
            continue;
        if (here > 0)
            tally.counts[tally.rows++] = here;
        here = 0;
        if (tally.rows == SNIFF_ROWS)
            return tally;
    }
    if (here > 0)
        tally.counts[tally.rows++] = here;
    return tally;
}

/* Rows that agree on the most frequent count; more cells decide a draw. */
static size_t score_of(const struct tally *tally)
{
    size_t best = 0;

    for (size_t i = 0; i < tally->rows; i++) {
        size_t agree = 0;

        for (size_t k = 0; k < tally->rows; k++)
            agree += tally->counts[k] == tally->counts[i];
        agree = agree * SNIFF_BYTES + tally->counts[i];
        best = agree > best ? agree : best;
    }
    return best;
}

char csv_separator(struct str document)
{
    char said = said_separator(first_line(document));
    char best = ',';
    size_t best_score = 0;

    if (said != '\0')
        return said;
    for (const char *at = separators; *at != '\0'; at++) {
        struct tally tally = count_separators(document, *at);
        size_t score = score_of(&tally);

        if (score > best_score) {
            best_score = score;
            best = *at;
        }
    }
    return best;
}

static void forget_row(struct walker *walker)
{
    buf_clear(&walker->bytes);
    walker->count = 0;
}

static void field_ended(void *bytes, size_t len, void *context)
{
    struct walker *walker = context;

    if (walker->count < CSV_FIELDS_MAX) {
        (void)buf_add(&walker->bytes, bytes, len);
        walker->lens[walker->count] = len;
    }
    walker->count++;
}

static void hand_over(struct walker *walker, const char *problem)
{
    struct str cells[CSV_FIELDS_MAX];
    struct csv_row row = {.line = walker->line, .problem = problem};
    size_t used = 0;

    if (walker->count > CSV_FIELDS_MAX)
        row.problem = "too many cells, the limit is 256";
    if (row.problem == NULL) {
        for (size_t i = 0; i < walker->count; i++) {
            cells[i] = (struct str){walker->bytes.at + used, walker->lens[i]};
            used += walker->lens[i];
        }
        row.cells = cells;
        row.count = walker->count;
    }
    if (!walker->stopped)
        walker->stopped = !walker->take(walker->context, &row);
    forget_row(walker);
}

static void row_ended(int character, void *context)
{
    struct walker *walker = context;

    (void)character;
    walker->ended = true;
    hand_over(walker, NULL);
}

static void start_parser(struct walker *walker, char separator)
{
    if (csv_init(&walker->parser, CSV_STRICT) != 0)
        abort();
    csv_set_delim(&walker->parser, (unsigned char)separator);
}

/*
 * Parses the row at the start of `rest`, which may span lines. Returns its
 * bytes and counts its lines; 0 when it cannot be read.
 */
static size_t parse_row(struct walker *walker, struct str rest, size_t *lines)
{
    size_t used = 0;

    walker->ended = false;
    *lines = 0;
    while (used < rest.len) {
        struct str left = after(rest, used);
        size_t len = line_len(left);

        if (used + len > CSV_ROW_MAX)
            return 0;
        if (csv_parse(&walker->parser, left.at, len, field_ended, row_ended,
                      walker) != len)
            return 0;
        used += len;
        (*lines)++;
        if (walker->ended)
            return used;
    }
    /* The last line may lack its end. */
    if (csv_parse(&walker->parser, "\n", 1, field_ended, row_ended, walker) !=
        1)
        return 0;
    return walker->ended ? used : 0;
}

/* Starts anew after a row that cannot be read; its first line is passed by. */
static void give_up(struct walker *walker, char separator)
{
    forget_row(walker);
    hand_over(walker, "a quote is misplaced or never closed, or the row is "
                      "too long");
    csv_free(&walker->parser);
    start_parser(walker, separator);
}

void csv_walk(struct str document, char separator, csv_take *take,
              void *context)
{
    struct walker walker = {.take = take, .context = context, .line = 1};
    struct str first = first_line(document);
    struct str rest = document;

    buf_init(&walker.bytes, CSV_ROW_MAX);
    start_parser(&walker, separator);
    while (rest.len > 0 && !walker.stopped) {
        struct str line = {rest.at, line_len(rest)};
        bool passed_by = is_blank(line) ||
                         (rest.at == first.at && said_separator(first) != '\0');
        size_t lines = 1;
        size_t used = passed_by ? 0 : parse_row(&walker, rest, &lines);

        if (used == 0) {
            if (!passed_by)
                give_up(&walker, separator);
            used = line.len;
            lines = 1;
        }
        rest = after(rest, used);
        walker.line += lines;
    }
    csv_free(&walker.parser);
    buf_finish(&walker.bytes);
}
