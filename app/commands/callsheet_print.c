#include "app/commands/callsheet_print.h"

#include "app/show.h"
#include "base/escape.h"
#include "base/locale.h"

#define LINE_BYTES_MAX 400

const char *callsheet_heading(const struct callsheet *sheet,
                              struct arena *arena)
{
    struct civil_time noon = {.date = sheet->date, .hour = 12};
    struct buf day;
    const char *heading;

    buf_init(&day, LINE_BYTES_MAX);
    locale_time("en", LOCALE_DATE_FULL, noon, &day);
    heading = arena_printf(arena, "%s: whom to telephone about %s",
                           sheet->office_name, buf_text(&day));
    buf_finish(&day);
    return heading;
}

const char *callsheet_summary(const struct callsheet *sheet,
                              struct arena *arena)
{
    char made[40];

    return arena_printf(arena, "%zu of %zu visits. Made %s.", sheet->count,
                        sheet->visit_count,
                        show_wall(&sheet->zone, sheet->made, made));
}

const char *callsheet_time(const struct callsheet_row *row, struct arena *arena)
{
    const struct appointment *appointment = &row->visit.appointment;
    struct civil_time wall = zone_civil(&appointment->zone, appointment->start);

    return arena_printf(arena, "%02d:%02d", wall.hour, wall.minute);
}

const char *callsheet_who(const struct callsheet_row *row)
{
    return *row->visit.customer_name == '\0' ? row->visit.title
                                             : row->visit.customer_name;
}

const char *callsheet_details(const struct callsheet_row *row,
                              struct arena *arena)
{
    const struct appointment *appointment = &row->visit.appointment;
    const char *const parts[] = {appointment->service, appointment->provider,
                                 appointment->site};
    const char *text = "";

    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        if (*parts[i] != '\0')
            text = arena_printf(arena, "%s%s%s", text,
                                *text == '\0' ? "" : ", ", parts[i]);
    }
    return text;
}

static const char *phone_of(const struct callsheet_row *row)
{
    return row->phone == NULL ? "no number" : row->phone;
}

void callsheet_text(const struct callsheet *sheet, struct buf *out)
{
    struct arena arena = {0};

    (void)buf_printf(out, "%s\n%s\n", callsheet_heading(sheet, &arena),
                     callsheet_summary(sheet, &arena));
    for (size_t i = 0; i < sheet->count; i++) {
        const struct callsheet_row *row = &sheet->items[i];
        const char *who = callsheet_who(row);

        if (i == 0 || row->kind != sheet->items[i - 1].kind)
            (void)buf_printf(out, "\n%s (%zu)\n",
                             callsheet_kind_title(row->kind),
                             sheet->counts[row->kind]);
        (void)buf_printf(out, "  [ ] %s  %-*s %-*s %s\n",
                         callsheet_time(row, &arena), show_width(who, 24), who,
                         show_width(phone_of(row), 20), phone_of(row),
                         callsheet_details(row, &arena));
        (void)buf_printf(out, "             %s\n", row->reason);
    }
    if (sheet->count == 0)
        (void)buf_add_text(out, "\nNobody needs to be telephoned.\n");
    arena_free(&arena);
}

static void put_cell(struct buf *out, const char *text)
{
    (void)buf_add_text(out, "<td>");
    escape_html(str_of(text), out);
    (void)buf_add_text(out, "</td>");
}

static const char html_head[] =
    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n"
    "body{font:14px/1.4 sans-serif;margin:2em;color:#111;background:#fff}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "td{border-bottom:1px solid #ccc;padding:.3em .5em;vertical-align:top}\n"
    "h1{font-size:1.3em}h2{font-size:1.05em;margin:1.4em 0 .3em}\n"
    "td.box{width:1em}td.time{white-space:nowrap}\n"
    "small{color:#555;display:block}tr{page-break-inside:avoid}\n"
    "@media print{body{margin:0}}\n</style>\n<title>";

static void put_row(const struct callsheet_row *row, struct arena *arena,
                    struct buf *out)
{
    (void)buf_printf(out,
                     "<tr><td class=\"box\">☐</td><td class=\"time\">%s</td>",
                     callsheet_time(row, arena));
    put_cell(out, callsheet_who(row));
    put_cell(out, phone_of(row));
    (void)buf_add_text(out, "<td>");
    escape_html(str_of(callsheet_details(row, arena)), out);
    (void)buf_add_text(out, "<small>");
    escape_html(str_of(row->reason), out);
    (void)buf_add_text(out, "</small></td></tr>\n");
}

void callsheet_html(const struct callsheet *sheet, struct buf *out)
{
    struct arena arena = {0};
    const char *heading = callsheet_heading(sheet, &arena);

    (void)buf_add_text(out, html_head);
    escape_html(str_of(heading), out);
    (void)buf_add_text(out, "</title>\n</head>\n<body>\n<h1>");
    escape_html(str_of(heading), out);
    (void)buf_printf(out, "</h1>\n<p>%s</p>\n",
                     callsheet_summary(sheet, &arena));
    for (size_t i = 0; i < sheet->count; i++) {
        const struct callsheet_row *row = &sheet->items[i];

        if (i == 0 || row->kind != sheet->items[i - 1].kind)
            (void)buf_printf(out, "%s<h2>%s (%zu)</h2>\n<table>\n",
                             i == 0 ? "" : "</table>\n",
                             callsheet_kind_title(row->kind),
                             sheet->counts[row->kind]);
        put_row(row, &arena, out);
    }
    (void)buf_add_text(out, sheet->count == 0
                                ? "<p>Nobody needs to be telephoned.</p>\n"
                                : "</table>\n");
    (void)buf_add_text(out, "</body>\n</html>\n");
    arena_free(&arena);
}

static json_t *row_json(const struct callsheet_row *row)
{
    const struct appointment *appointment = &row->visit.appointment;
    char id[24];
    char start[INSTANT_TEXT_MAX];

    return json_pack("{s:s, s:s, s:s, s:s, s:s?, s:s?, s:s, s:s, s:s}",
                     "appointment", show_id(appointment->id.row, id), "kind",
                     callsheet_kind_name(row->kind), "start",
                     instant_format(appointment->start, start), "customer",
                     callsheet_who(row), "phone", row->phone, "mail",
                     row->customer.mail, "service", appointment->service,
                     "provider", appointment->provider, "reason", row->reason);
}

json_t *callsheet_json(const struct callsheet *sheet)
{
    json_t *rows = json_array();
    char date[CIVIL_DATE_TEXT_MAX];

    for (size_t i = 0; i < sheet->count; i++)
        (void)json_array_append_new(rows, row_json(&sheet->items[i]));
    return json_pack("{s:s, s:I, s:o}", "date",
                     civil_format_date(sheet->date, date), "visits",
                     (json_int_t)sheet->visit_count, "calls", rows);
}
