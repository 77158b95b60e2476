#include "base/csv_write.h"

#include "base/utf8.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Plus and digits only. */
static bool is_phone(struct str text)
{
    for (size_t i = 1; i < text.len; i++) {
        if (!is_digit(text.at[i]))
            return false;
    }
    return text.len > 1 && text.at[0] == '+';
}

/* "-5.00": an optional minus, digits, at most one point among them. */
static bool is_number(struct str text)
{
    size_t points = 0;
    size_t digits = 0;

    for (size_t i = text.len > 0 && text.at[0] == '-'; i < text.len; i++) {
        if (!is_digit(text.at[i]) && text.at[i] != '.')
            return false;
        points += text.at[i] == '.';
        digits += is_digit(text.at[i]);
    }
    return digits > 0 && points <= 1;
}

/* What spreadsheets look past before they look for a formula. */
static bool is_passed_over(uint32_t point)
{
    return point == ' ' || point == 0xA0 || point == '\'' || point == '"' ||
           (point >= 0x2000 && point <= 0x200F) || point == 0x202F ||
           point == 0x205F || point == 0x2060 || point == 0x3000 ||
           point == 0xFEFF;
}

static bool starts_formula(uint32_t point)
{
    switch (point) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0x2212: /* minus */
    case 0xFF0B: /* the full-width forms */
    case 0xFF0D:
    case 0xFF1D:
    case 0xFF20:
        return true;
    default:
        return false;
    }
}

static bool is_formula(struct str text)
{
    uint32_t point;

    while (utf8_next(&text, &point)) {
        if (!is_passed_over(point))
            return starts_formula(point);
    }
    return false;
}

static bool is_harmless(struct str text, enum csv_cell_kind kind)
{
    switch (kind) {
    case CSV_CELL_TEXT:
        break;
    case CSV_CELL_PHONE:
        if (is_phone(text))
            return true;
        break;
    case CSV_CELL_NUMBER:
        if (is_number(text))
            return true;
        break;
    }
    return !is_formula(text);
}

void csv_write_cell(struct str text, enum csv_cell_kind kind, struct buf *out)
{
    if (out->len > 0 && out->at[out->len - 1] != '\n')
        (void)buf_add_char(out, ',');
    (void)buf_add_char(out, '"');
    if (!is_harmless(text, kind))
        (void)buf_add_char(out, '\'');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];

        if (byte == '"')
            (void)buf_add_char(out, '"');
        if ((byte >= 0x20 && byte != 0x7F) || byte == '\n' || byte == '\t')
            (void)buf_add_char(out, text.at[i]);
    }
    (void)buf_add_char(out, '"');
}

void csv_write_end(struct buf *out)
{
    (void)buf_add_text(out, "\r\n");
}
