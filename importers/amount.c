#include "importers/amount.h"

#include <stdio.h>

#include "domain/money.h"

/* Longer numbers are no prices. */
#define DIGITS_MAX 9
#define TEXT_MAX   32

/* What a sign may stand for, the usual one first. */
static const struct {
    const char *sign;
    const char *currencies; /* codes of three letters */
} signs[] = {
    {"R$", "BRL"},
    {"A$", "AUD"},
    {"C$", "CAD"},
    {"US$", "USD"},
    {"$", "USDCADAUDNZDSGDHKDMXNARSCLPCOPTWD"},
    {"€", "EUR"},
    {"£", "GBP"},
    {"¥", "JPYCNY"},
    {"￥", "CNYJPY"},
    {"元", "CNY"},
    {"zł", "PLN"},
    {"kr", "SEKNOKDKKISK"},
    {"Kč", "CZK"},
    {"Fr", "CHF"},
    {"₹", "INR"},
    {"₺", "TRY"},
    {"₽", "RUB"},
    {"₴", "UAH"},
    {"₩", "KRW"},
    {"₪", "ILS"},
    {"฿", "THB"},
};

/* Codes that have no sign above. */
static const char other_codes[] = "HUFRONBGNAEDSARZARMADTNDEGPKESNGNPHPIDRMYR";

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static struct str trim(struct str text)
{
    while (text.len > 0 && text.at[0] == ' ')
        text = (struct str){text.at + 1, text.len - 1};
    while (text.len > 0 && text.at[text.len - 1] == ' ')
        text.len--;
    return text;
}

static bool starts(struct str text, const char *with)
{
    size_t len = strlen(with);

    return text.len >= len && memcmp(text.at, with, len) == 0;
}

static bool ends(struct str text, const char *with)
{
    size_t len = strlen(with);

    return text.len >= len && memcmp(text.at + text.len - len, with, len) == 0;
}

/* The office's currency when the sign may stand for it, else the usual one. */
static void choose(const char *currencies, const char *office, char out[4])
{
    const char *found = currencies;

    for (size_t i = 0; i + 3 <= strlen(currencies); i += 3) {
        if (strncmp(currencies + i, office, 3) == 0)
            found = currencies + i;
    }
    memcpy(out, found, 3);
    out[3] = '\0';
}

static bool is_listed(const char *codes, const char *code)
{
    for (size_t i = 0; i + 3 <= strlen(codes); i += 3) {
        if (strncmp(codes + i, code, 3) == 0)
            return true;
    }
    return false;
}

/* Other capital letters beside a number ("VAT 7") are no currency. */
static bool is_code(const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        if (is_listed(signs[i].currencies, text))
            return true;
    }
    return is_listed(other_codes, text);
}

/* A currency's code that ends (or starts) the text. */
static bool read_code(struct str text, bool at_end, char out[4])
{
    const char *at = at_end ? text.at + text.len - 3 : text.at;

    if (text.len < 3)
        return false;
    memcpy(out, at, 3);
    out[3] = '\0';
    if (!is_code(out))
        return false;
    if (text.len == 3)
        return true;
    return at_end ? !is_letter(at[-1]) : !is_letter(at[3]);
}

static bool read_sign(struct str text, bool at_end, const char *office,
                      char out[4])
{
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        if (at_end ? ends(text, signs[i].sign) : starts(text, signs[i].sign)) {
            choose(signs[i].currencies, office, out);
            return true;
        }
    }
    return false;
}

/* False when neither side says it. */
static bool read_currency(struct str before, struct str after,
                          const char *office, char out[4])
{
    before = trim(before);
    after = trim(after);
    if (read_code(before, true, out) || read_code(after, false, out) ||
        read_sign(before, true, office, out) ||
        read_sign(after, false, office, out))
        return true;
    (void)snprintf(out, 4, "%.3s", office);
    return false;
}

/* Bytes of a grouping sign between digits: "1'200", "1 200"; else 0. */
static size_t group_sign(const char *at, size_t left)
{
    static const char *const marks[] = {" ", "'", "\xE2\x80\x99", "\xC2\xA0"};

    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t len = strlen(marks[i]);

        if (left >= len + 3 && memcmp(at, marks[i], len) == 0 &&
            is_digit(at[len]) && is_digit(at[len + 1]) &&
            is_digit(at[len + 2]) &&
            (left == len + 3 || !is_digit(at[len + 3])))
            return len;
    }
    return 0;
}

/* Digits that follow at `at`. */
static size_t digit_run(const char *at, size_t left)
{
    size_t count = 0;

    while (count < left && is_digit(at[count]))
        count++;
    return count;
}

/*
 * Copies the number at the start of `text` as money_parse() likes it.
 * Returns its bytes; 0 when it is none.
 */
static size_t read_number(struct str text, char out[TEXT_MAX])
{
    size_t used = 0;
    size_t len = 0;

    while (used < text.len && len < DIGITS_MAX + 3) {
        const char *at = text.at + used;
        size_t left = text.len - used;
        size_t next;

        if (is_digit(*at)) {
            out[len++] = *at;
            used++;
            continue;
        }
        if (group_sign(at, left) > 0) {
            used += group_sign(at, left);
            continue;
        }
        if (*at != '.' && *at != ',')
            break;
        next = digit_run(at + 1, left - 1);
        if (next == 3) {
            used++;
            continue;
        }
        if (next == 1 || next == 2) {
            out[len++] = '.';
            memcpy(out + len, at + 1, next);
            len += next;
            used += 1 + next;
        }
        break;
    }
    out[len] = '\0';
    return len < DIGITS_MAX + 3 ? used : 0;
}

bool amount_read(struct str text, const char *currency, struct amount *out)
{
    char number[TEXT_MAX];
    struct error ignored;
    size_t first = 0;
    size_t used;

    while (first < text.len && !is_digit(text.at[first]))
        first++;
    if (first == text.len)
        return false;
    used = read_number((struct str){text.at + first, text.len - first}, number);
    if (used == 0)
        return false;
    out->is_marked = read_currency((struct str){text.at, first},
                                   (struct str){text.at + first + used,
                                                text.len - first - used},
                                   currency, out->currency);
    return money_parse(number, out->currency, &out->minor, &ignored);
}
