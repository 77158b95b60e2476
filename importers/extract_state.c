#include "importers/extract_state.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "importers/clean.h"
#include "importers/extract_words.h"

/* Words are folded; '|' stands before, between and after them. */

static const char cancelled_words[] =
    "|canceled|cancelled|canceled event|cancelled event|annule|annulee|"
    "abgesagt|storniert|cancelado|cancelada|anulado|anulada|geannuleerd|"
    "annullato|annullata|cancellato|已取消|取消|anulowano|odwolane|odwolano|"
    "anulowane|";

static const char states[] =
    "|new|paid|unpaid|deposit paid|confirmed|unconfirmed|tentative|pending|"
    "provisional|new booking|new appointment|new client|new patient|"
    "new customer|first visit|first time|returning client|existing client|"
    "existing patient|booking|appointment|booked|online|online booking|"
    "rescheduled|updated|moved|reminder|fw|fwd|re|invitation|accepted|"
    "paye|payee|confirme|confirmee|en attente|nouveau patient|"
    "nouvelle patiente|nouveau client|nouvelle cliente|reservation|"
    "nouvelle reservation|nouveau rendez-vous|rdv|rendez-vous|tr|reporte|"
    "bezahlt|bestatigt|vorlaufig|neukunde|neukundin|neupatient|neupatientin|"
    "buchung|neue buchung|neuer termin|termin|aw|wg|verschoben|online-termin|"
    "pagado|confirmado|confirmada|pendiente|paciente nuevo|cliente nuevo|"
    "nueva cita|nueva reserva|reserva|cita|primera visita|rv|"
    "betaald|bevestigd|nieuwe klant|nieuwe afspraak|afspraak|boeking|"
    "pagato|confermato|nuovo cliente|nuova prenotazione|prenotazione|"
    "appuntamento|in attesa|pago|pendente|novo cliente|nova marcacao|"
    "marcacao|agendamento|已付款|已确认|待确认|新客户|预约|新预约|potwierdzone|"
    "nowa wizyta|wizyta|rezerwacja|";

static const char rooms[] =
    "|room|chair|cabin|booth|surgery|bay|op|operatory|studio|table|bed|"
    "station|salle|cabine|fauteuil|box|raum|zimmer|kabine|stuhl|behandlung|"
    "sala|cabina|sillon|gabinete|kamer|stoel|stanza|poltrona|cadeira|诊室|"
    "房间|gabinet|fotel|";

/* Whether the first `len` bytes are words of a list. */
static bool are_words(const char *text, size_t len, const char *list,
                      struct arena *arena)
{
    const char *folded = clean_fold((struct str){text, len}, arena);

    return words_are_listed(folded, strlen(folded), list);
}

/*
 * Behind a word of the list and the sign that ends it: "word: ", "word - ",
 * "[word] ", "(word) "; NULL when the title begins otherwise.
 */
static const char *behind_word(const char *title, const char *list,
                               struct arena *arena)
{
    static const char *const signs[] = {":", " - ", " – ", " — "};
    const char *end;

    if (*title == '[' || *title == '(') {
        end = strpbrk(title, "])");
        if (end == NULL ||
            !are_words(title + 1, (size_t)(end - title) - 1, list, arena))
            return NULL;
        end += 1 + strspn(end + 1, " :-");
        return *end == '\0' ? NULL : end;
    }
    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        end = strstr(title, signs[i]);
        if (end == NULL ||
            !are_words(title, (size_t)(end - title), list, arena))
            continue;
        end += strlen(signs[i]);
        return end + strspn(end, " ");
    }
    return NULL;
}

const char *state_behind_cancelled(const char *title, struct arena *arena)
{
    const char *behind = behind_word(title, cancelled_words, arena);

    return behind == NULL ? title : behind;
}

/* The plain sign of a full-width one (U+FF01..U+FF5E) at `at`; 0 for none. */
static char narrow_at(const char *at)
{
    const unsigned char *bytes = (const unsigned char *)at;

    if (bytes[0] != 0xEF)
        return '\0';
    if (bytes[1] == 0xBC && bytes[2] >= 0x81)
        return (char)(bytes[2] - 0x80 + 0x20);
    if (bytes[1] == 0xBD && bytes[2] >= 0x80 && bytes[2] <= 0x9E)
        return (char)(bytes[2] - 0x80 + 0x60);
    return '\0';
}

static const char *narrowed(const char *title, struct arena *arena)
{
    struct buf out;
    char *line;

    if (strstr(title, "\xEF") == NULL)
        return title;
    buf_init(&out, 2 * strlen(title) + 1);
    while (*title != '\0') {
        char plain = narrow_at(title);

        (void)buf_add_char(&out, plain != '\0' ? plain : *title);
        if (plain == ':' || plain == ',')
            (void)buf_add_char(&out, ' ');
        title += plain != '\0' ? 3 : 1;
    }
    line = clean_line(buf_str(&out), arena);
    buf_finish(&out);
    return str_or_empty(line);
}

/* Bytes of "#12345" at `at`; 0 when it is none. */
static size_t number_sign(const char *at)
{
    size_t digits = *at == '#' ? strspn(at + 1, "0123456789") : 0;

    return digits == 0 || (at[1 + digits] != ' ' && at[1 + digits] != '\0')
               ? 0
               : 1 + digits;
}

static const char *without_numbers(const char *title, struct arena *arena)
{
    struct buf out;
    char *line;

    if (strchr(title, '#') == NULL)
        return title;
    buf_init(&out, strlen(title) + 1);
    while (*title != '\0') {
        size_t len = number_sign(title);

        if (len == 0)
            (void)buf_add_char(&out, *title);
        title += len == 0 ? 1 : len;
    }
    line = clean_line(buf_str(&out), arena);
    buf_finish(&out);
    return str_or_empty(line);
}

const char *state_without(const char *title, struct arena *arena)
{
    const char *behind;

    title = without_numbers(narrowed(title, arena), arena);
    while ((behind = behind_word(title, states, arena)) != NULL &&
           *behind != '\0')
        title = behind;
    return title;
}

bool state_is(const char *part, struct arena *arena)
{
    return are_words(part, strlen(part), states, arena);
}

bool state_is_room(const char *part, struct arena *arena)
{
    const char *text = clean_fold(str_of(part), arena);
    size_t word = strcspn(text, " 0123456789");
    const char *rest = text + word + strspn(text + word, " ");

    return words_are_listed(text, word, rooms) && *rest != '\0' &&
           strlen(rest) <= 2;
}
