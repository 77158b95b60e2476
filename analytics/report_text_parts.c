#include "analytics/report_text_parts.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include <libsmartcols/libsmartcols.h>

#include "base/utf8.h"

#define TITLES_MAX 8
#define INDENT     "  "

/*
 * smartcols measures text in the locale of the thread and prints what that
 * cannot say as \x escapes; the program itself never leaves the C locale.
 */
struct utf8_locale {
    locale_t mine;
    locale_t before;
};

static void locale_enter(struct utf8_locale *saved)
{
    saved->mine = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    saved->before = (locale_t)0;
    if (saved->mine != (locale_t)0)
        saved->before = uselocale(saved->mine);
}

static void locale_leave(struct utf8_locale *saved)
{
    if (saved->mine == (locale_t)0)
        return;
    (void)uselocale(saved->before);
    freelocale(saved->mine);
}

void text_table_init(struct text_table *table, const char *const *titles)
{
    *table = (struct text_table){.table = scols_new_table()};
    if (table->table == NULL)
        abort();
    (void)scols_table_set_termforce(table->table, SCOLS_TERMFORCE_NEVER);
    (void)scols_table_set_column_separator(table->table, "  ");
    for (size_t i = 0; titles[i] != NULL; i++) {
        bool right = titles[i][0] == '>';

        if (scols_table_new_column(table->table, titles[i] + right, 0,
                                   right ? SCOLS_FL_RIGHT : 0) == NULL)
            abort();
        table->columns++;
    }
}

void text_table_row(struct text_table *table, const char *const *cells)
{
    struct libscols_line *line = scols_table_new_line(table->table, NULL);

    if (line == NULL)
        abort();
    for (size_t i = 0; i < table->columns; i++)
        (void)scols_line_set_data(line, i, cells[i]);
}

/* Every line of `text` with the indent before it and no space after it. */
static void indented(const char *text, struct buf *out)
{
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        size_t kept = len;

        while (kept > 0 && text[kept - 1] == ' ')
            kept--;
        (void)buf_add_text(out, kept > 0 ? INDENT : "");
        (void)buf_add(out, text, kept);
        (void)buf_add_char(out, '\n');
        text += len + (text[len] == '\n');
    }
}

void text_table_finish(struct text_table *table, struct buf *out)
{
    struct utf8_locale saved;
    char *text = NULL;

    locale_enter(&saved);
    if (scols_print_table_to_string(table->table, &text) == 0 && text != NULL)
        indented(text, out);
    locale_leave(&saved);
    free(text);
    scols_unref_table(table->table);
    table->table = NULL;
}

char *text_bar(double value, double full, char out[TEXT_BAR_SIZE])
{
    static const char *const eighths[] = {"",  "▏", "▎", "▍", "▌",
                                          "▋", "▊", "▉", "█"};
    double share = full > 0 ? value / full : 0;
    int left = (int)(share * TEXT_BAR_MAX * 8 + 0.5);
    size_t at = 0;

    while (left > 0 && at + 3 < TEXT_BAR_SIZE) {
        const char *block = eighths[left > 8 ? 8 : left];

        memcpy(out + at, block, strlen(block));
        at += strlen(block);
        left -= 8;
    }
    out[at] = '\0';
    return out;
}

void text_now(const struct zone *zone, struct instant now, struct buf *out)
{
    struct civil_time wall = zone_civil(zone, now);
    char date[CIVIL_DATE_TEXT_MAX];

    (void)buf_printf(out, "%s, as of %s %02d:%02d", zone->name,
                     civil_format_date(wall.date, date), wall.hour,
                     wall.minute);
}

void text_title(const char *title, struct buf *out)
{
    size_t width = utf8_count(str_of(title));

    (void)buf_printf(out, "\n%s\n", title);
    for (size_t i = 0; i < width; i++)
        (void)buf_add_text(out, "─");
    (void)buf_add_char(out, '\n');
}

void text_wrap(const char *text, int indent, int width, struct buf *out)
{
    size_t column = (size_t)indent;
    bool first = true;

    while (*text != '\0') {
        size_t len = strcspn(text, " ");
        size_t columns = utf8_count((struct str){.at = text, .len = len});

        if (!first && column + 1 + columns > (size_t)width) {
            (void)buf_printf(out, "\n%*s", indent, "");
            column = (size_t)indent;
        } else if (!first) {
            (void)buf_add_char(out, ' ');
            column++;
        }
        (void)buf_add(out, text, len);
        column += columns;
        first = false;
        text += len;
        text += strspn(text, " ");
    }
    (void)buf_add_char(out, '\n');
}
