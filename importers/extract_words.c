#include "importers/extract_words.h"

#include "base/utf8.h"
#include "importers/clean.h"

/* Words are folded; '|' stands before, between and after them. */

static const char busy_titles[] =
    "|busy|free|tentative|unavailable|unavailability|not available|"
    "out of office|ooo|away|blocked|block|blocked time|closed|hold|"
    "personal|private|private appointment|break|lunch|lunch break|"
    "coffee break|holiday|holidays|vacation|leave|pto|day off|meeting|team meeting|"
    "staff meeting|travel time|no appointments|"
    "occupe|occupee|indisponible|indisponibilite|absent|absente|pause|"
    "dejeuner|pause dejeuner|repas|prive|privee|perso|personnel|reunion|"
    "conge|conges|vacances|ferme|bloque|formation|"
    "beschaftigt|besetzt|belegt|gebucht|nicht verfugbar|abwesend|frei|geblockt|"
    "gesperrt|mittag|mittagspause|mittagessen|privat|privater|privattermin|"
    "besprechung|teambesprechung|teamsitzung|urlaub|ferien|geschlossen|"
    "blocker|"
    "ocupado|ocupada|no disponible|almuerzo|comida|descanso|privado|"
    "vacaciones|cerrado|bloqueado|"
    "bezet|niet beschikbaar|afwezig|lunchpauze|pauze|geblokkeerd|vakantie|"
    "gesloten|prive afspraak|vergadering|"
    "occupato|non disponibile|pranzo|pausa|pausa pranzo|privato|riunione|"
    "ferie|chiuso|bloccato|"
    "indisponivel|almoco|particular|reuniao|ferias|fechado|"
    "忙|忙碌|午休|午餐|休息|会议|私人|外出|休假|"
    "zajety|zajete|niedostepny|przerwa|obiad|prywatne|urlop|zamkniete|"
    "spotkanie|";

/* Words that may stand beside them and change nothing. */
static const char busy_beside[] =
    "|midi|de|du|la|le|des|annuel|annuels|annuelle|annuelles|ete|hiver|"
    "praxis|team|personal|mitarbeiter|bis|von|und|der|die|das|ganztags|"
    "termin|rendez-vous|rdv|appointment|cita|appuntamento|afspraak|"
    "time|day|days|week|all|the|for|to|at|until|annual|public|bank|summer|"
    "office|staff|dentist|doctor|cabinet|equipe|equipo|squadra|equipa|oficina|studio|praktijk|"
    "del|dia|di|d'ete|ora|uur|";

/* Somebody's absence, whoever is named beside. */
static const char leave_words[] =
    "|ooo|oof|leave|vacation|holiday|holidays|pto|urlaub|ferien|abwesend|"
    "conge|conges|vacances|absence|vacaciones|ausencia|vakantie|verlof|"
    "ferie|ferias|urlop|休假|";

static const char *const preparations[] = {
    "prepare for ",      "preparation for ", "vorbereitung ",
    "nachbereitung ",    "preparer ",        "preparation pour ",
    "preparacion para ", "voorbereiding ",   "preparazione per ",
    "preparacao para ",  "travel to ",
};

static const char generic_words[] =
    "|appointment|appt|booking|visit|event|meeting with|session with|"
    "rdv|rendez-vous|rendezvous|visite|reservation|"
    "termin|termin mit|buchung|besuch|cita|reserva|afspraak|boeking|"
    "appuntamento|prenotazione|consulta|marcacao|agendamento|预约|就诊|"
    "wizyta|rezerwacja|new appointment|nouveau rdv|neuer termin|bookings|"
    "appointments|";

/* Titles of respect before a name. */
static const char respect[] =
    "|mr|mrs|ms|miss|mister|m|mme|mlle|monsieur|madame|mademoiselle|herr|"
    "frau|hr|fr|sr|sra|srta|senor|senora|dhr|mevr|mw|mevrouw|meneer|sig|"
    "signor|signora|sig.ra|dna|pan|pani|dona|";

/* Small words inside a name. */
static const char particles[] =
    "|de|da|do|dos|das|del|della|di|du|des|la|le|les|van|von|vom|zu|zur|"
    "den|der|ten|ter|el|al|bin|ibn|y|e|af|av|het|'t|d'|und|and|et|en|i|";

/* Words that name a trade's work; surnames begin like some of them. */
static const char trade_words[] =
    "|cut|cuts|hair|haar|haare|color|colour|nail|nails|wax|gel|trim|shave|"
    "wash|vet|walk|walking|call|intro|test|photo|class|kurs|cours|kids|"
    "men's|women's|root|canal|crown|filling|x-ray|exam|brow|brows|lash|"
    "lashes|laser|botox|tattoo|beard|barbe|bart|group|gruppe|first|new|"
    "initial|piano|guitar|yoga|pilates|soin|soins|bilan|kine|visita|"
    "urgence|notfall|emergency|groom|grooming|peeling|coupe|corte|taglio|"
    "knippen|farbe|stunde|seance|esame|examen|zabieg|rasur|blood|"
    "service|intake|tuning|repair|rental|tutor|tutoring|interview|"
    "workshop|session|lesson|training|coaching|hygiene|facial|"
    "cleaning|clean|consult|check-up|checkup|follow-up|suivi|";

/* Beginnings of longer ones. */
static const char *const trade_starts[] = {
    "massage",    "massag",      "masaje",     "consultat",  "beratung",
    "physio",     "fisio",       "osteopat",   "therap",     "terapi",
    "dental",     "detartr",     "nettoy",     "limpieza",   "pulizia",
    "reinigung",  "prophyl",     "profilax",   "haircut",    "haarschn",
    "strzyz",     "balayage",    "highlight",  "manicur",    "manucur",
    "manikur",    "pedicur",     "pedikur",    "kontroll",   "controle",
    "sitzung",    "unterricht",  "leccion",    "lezion",     "treatment",
    "traitement", "tratamient",  "trattament", "behandl",    "behandel",
    "assessment", "evaluation",  "untersuch",  "extraction", "extraktion",
    "implant",    "rontgen",     "impfung",    "vaccin",     "nachsorge",
    "erstgesp",   "erstberat",   "anamnes",    "orthodon",   "orthophon",
    "inspection", "appointment", "diagnos",    "piercing",   "acupunct",
    "akupunkt",   "podolog",     "podiatr",    "premiere",
};

/* Ends of German compounds. */
static const char *const trade_ends[] = {
    "schnitt",      "beratung",   "behandlung", "reinigung", "massage",
    "untersuchung", "kontrolle",  "therapie",   "gesprach",  "termin",
    "stunde",       "unterricht", "pflege",     "farben",    "visite",
};

/* The longest of the lists above is half of it. */
#define WORD_BYTES_MAX 60

/* The family names of nine in ten Chinese, and what their calendars offer. */
static const char han_names[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁"
    "蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江"
    "尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤張劉陳楊黃趙吳孫馬羅鄭"
    "許鄧馮蕭葉蘇呂盧鐘譚陸廖賈鄒龍賀顧萬錢嚴湯";
static const char *const han_trade[] = {
    "牙",   "诊",   "疗",   "療",   "检查", "護理", "护理",
    "按摩", "推拿", "咨询", "理发", "剪发", "剪髮", "美甲",
    "美容", "针灸", "课",   "体检", "染发", "服务",
};

bool words_are_listed(const char *word, size_t len, const char *list)
{
    char between[WORD_BYTES_MAX + 3];

    if (len == 0 || len > WORD_BYTES_MAX || memchr(word, '|', len) != NULL)
        return false;
    between[0] = '|';
    memcpy(between + 1, word, len);
    between[len + 1] = '|';
    between[len + 2] = '\0';
    return strstr(list, between) != NULL;
}

static const char *folded(const char *text, struct arena *arena)
{
    return clean_fold(str_of(text), arena);
}

/* Takes the next word off `rest`; false when none is left. */
static bool next_word(struct str *rest, struct str *word)
{
    static const char gaps[] = " ,;()";

    while (rest->len > 0 && strchr(gaps, rest->at[0]) != NULL)
        *rest = (struct str){rest->at + 1, rest->len - 1};
    word->at = rest->at;
    word->len = 0;
    while (word->len < rest->len && strchr(gaps, rest->at[word->len]) == NULL)
        word->len++;
    *rest = (struct str){rest->at + word->len, rest->len - word->len};
    return word->len > 0;
}

static struct str bare(struct str word)
{
    while (word.len > 0 && strchr(".'\"-", word.at[word.len - 1]) != NULL)
        word.len--;
    return word;
}

/* "Pause midi", "Urlaub Praxis": taken time and words that say no more. */
static bool is_busy_all_over(const char *text)
{
    struct str rest = str_of(text);
    struct str word;
    size_t busy = 0;

    while (next_word(&rest, &word)) {
        word = bare(word);
        if (words_are_listed(word.at, word.len, busy_titles))
            busy++;
        else if (word.len > 0 &&
                 !words_are_listed(word.at, word.len, busy_beside))
            return false;
    }
    return busy > 0;
}

/* "OOO - conference", "Urlaub: Anna", "Urlaub Anna": somebody is away. */
static bool is_leave(const char *text, struct arena *arena)
{
    size_t len = strcspn(text, " :");
    const char *behind = text + len + strspn(text + len, " :-");
    bool is_apart;

    if (text[len] == '\0' || !words_are_listed(text, len, leave_words))
        return false;
    is_apart = text[len] == ':' || text[len + 1] == '-';
    /* Somebody of that name comes for something. */
    if (words_person_score(behind, arena) <= -3)
        return false;
    return is_apart || strchr(behind, ' ') == NULL;
}

bool words_are_busy(const char *title, struct arena *arena)
{
    char *text = clean_fold(str_of(title), arena);
    size_t len = strlen(text);

    while (len > 0 && strchr(" .!-", text[len - 1]) != NULL)
        text[--len] = '\0';
    return words_are_listed(text, len, busy_titles) || is_busy_all_over(text) ||
           is_leave(text, arena);
}

bool words_are_preparation(const char *title, struct arena *arena)
{
    const char *text = folded(title, arena);

    for (size_t i = 0; i < ARRAY_LEN(preparations); i++) {
        if (strncmp(text, preparations[i], strlen(preparations[i])) == 0)
            return true;
    }
    return false;
}

bool words_are_generic(const char *part, struct arena *arena)
{
    const char *text = folded(part, arena);

    return *text != '\0' && words_are_listed(text, strlen(text), generic_words);
}

bool words_have_name(const char *text, const char *name, struct arena *arena)
{
    struct str names = str_of(folded(name, arena));
    const char *all = folded(text, arena);
    struct str wanted;
    size_t count = 0;

    while (next_word(&names, &wanted)) {
        struct str rest = str_of(all);
        struct str word;
        bool found = false;

        wanted = bare(wanted);
        while (!found && next_word(&rest, &word))
            found = str_equal(bare(word), wanted);
        if (!found)
            return false;
        count++;
    }
    return count > 0;
}

bool words_are_duration(const char *part, struct arena *arena)
{
    static const char units[] =
        "|min|mins|minute|minutes|minuten|minutos|minuti|minuut|h|hr|hrs|"
        "hour|hours|std|stunde|stunden|heure|heures|hora|horas|ora|ore|uur|"
        "minut|分钟|小时|";
    const char *text = folded(part, arena);
    bool has_unit = false;
    const char *unit;

    if (*text < '0' || *text > '9')
        return false;
    while (*text != '\0') {
        text += strspn(text, "0123456789.,:-/ ");
        unit = text;
        text += strcspn(text, "0123456789.,:-/ ");
        if (text > unit &&
            !words_are_listed(unit, (size_t)(text - unit), units))
            return false;
        has_unit |= text > unit;
    }
    return has_unit;
}

/* What a word begins with. */
enum letter_case { CASE_NONE, CASE_UPPER, CASE_LOWER, CASE_ABSENT };

static bool is_upper(uint32_t point)
{
    if (point >= 0x100 && point <= 0x137)
        return point % 2 == 0;
    if (point >= 0x139 && point <= 0x148)
        return point % 2 == 1;
    if (point >= 0x14A && point <= 0x177)
        return point % 2 == 0;
    if (point >= 0x1E00 && point <= 0x1EFF)
        return point % 2 == 0;
    return (point >= 'A' && point <= 'Z') ||
           (point >= 0xC0 && point <= 0xDE && point != 0xD7) ||
           point == 0x178 || point == 0x179 || point == 0x17B ||
           point == 0x17D || (point >= 0x386 && point <= 0x3AB) ||
           (point >= 0x400 && point <= 0x42F);
}

static enum letter_case case_of(uint32_t point)
{
    if (is_upper(point))
        return CASE_UPPER;
    if ((point >= 'a' && point <= 'z') ||
        (point >= 0xDF && point < 0x590 && point != 0xF7) ||
        (point >= 0x1E00 && point < 0x2000))
        return CASE_LOWER;
    if ((point >= 0x590 && point < 0x1E00) || point >= 0x2E80)
        return CASE_ABSENT;
    return CASE_NONE;
}

struct shape {
    size_t words;
    size_t upper;
    size_t lower;
    size_t absent; /* of a script without capitals */
    size_t initials;
    bool digits;
    bool signs;
    bool respect;
    bool trade;
};

static bool is_trade(const char *word)
{
    size_t len = strlen(word);

    if (len > 0 && words_are_listed(word, len, trade_words))
        return true;
    for (size_t i = 0; i < ARRAY_LEN(trade_starts); i++) {
        if (strncmp(word, trade_starts[i], strlen(trade_starts[i])) == 0)
            return true;
    }
    for (size_t i = 0; i < ARRAY_LEN(trade_ends); i++) {
        size_t end = strlen(trade_ends[i]);

        if (len > end && strcmp(word + len - end, trade_ends[i]) == 0)
            return true;
    }
    return false;
}

static bool is_han(uint32_t point)
{
    return point >= 0x4E00 && point <= 0x9FFF;
}

bool words_are_han(const char *text)
{
    struct str rest = str_of(text);
    uint32_t point;

    while (utf8_next(&rest, &point)) {
        if (point != ' ' && !is_han(point))
            return false;
    }
    return *text != '\0';
}

/*
 * 1 for two to four signs that begin with a family name, −1 for words of a
 * trade, 0 for neither.
 */
static int han_score(const char *word)
{
    struct str rest = str_of(word);
    size_t count = 0;
    size_t first_len = 0;
    char first[8] = "";
    uint32_t point;

    while (utf8_next(&rest, &point) && is_han(point)) {
        count++;
        if (count == 1)
            first_len = (size_t)(rest.at - word);
    }
    if (count == 0 || rest.len > 0)
        return 0;
    for (size_t i = 0; i < ARRAY_LEN(han_trade); i++) {
        if (strstr(word, han_trade[i]) != NULL)
            return -1;
    }
    memcpy(first, word, first_len);
    return count >= 2 && count <= 4 && strstr(han_names, first) != NULL;
}

/* "J.", "J.D.", "JD". */
static bool is_initials(struct str word)
{
    size_t capitals = 0;

    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] >= 'A' && word.at[i] <= 'Z')
            capitals++;
        else if (word.at[i] != '.' && word.at[i] != '-')
            return false;
    }
    return capitals > 0 && capitals <= 3 &&
           (word.len > capitals || capitals == 2);
}

static void add_word(struct shape *shape, struct str word, struct arena *arena)
{
    const char *plain = clean_fold(bare(word), arena);
    struct str rest = word;
    uint32_t first = 0;
    uint32_t point;

    if (shape->words == 0 && words_are_listed(plain, strlen(plain), respect)) {
        shape->respect = true;
        return;
    }
    while (utf8_next(&rest, &point)) {
        first = first == 0 ? point : first;
        shape->digits |= point >= '0' && point <= '9';
        shape->signs |= point < 0x80 && strchr("&+/#=*@", (int)point) != NULL;
    }
    shape->words++;
    shape->respect |= han_score(plain) > 0;
    shape->trade |= is_trade(plain) || han_score(plain) < 0;
    shape->initials += is_initials(word);
    switch (case_of(first)) {
    case CASE_UPPER:
        shape->upper++;
        return;
    case CASE_LOWER:
        shape->lower += !words_are_listed(plain, strlen(plain), particles);
        return;
    case CASE_ABSENT:
        shape->absent++;
        return;
    case CASE_NONE:
        return;
    }
}

int words_person_score(const char *part, struct arena *arena)
{
    struct str rest = str_of(part);
    struct shape shape = {0};
    struct str word;
    int score = 0;

    while (next_word(&rest, &word))
        add_word(&shape, word, arena);
    if (shape.words == 0 || shape.words > 6)
        return -3;
    score += shape.respect ? 3 : 0;
    score -= shape.trade ? 4 : 0;
    score -= shape.digits ? 3 : 0;
    score -= shape.signs ? 2 : 0;
    if (shape.lower > 0)
        return score - 2;
    if (shape.initials == shape.words)
        return score + 3;
    if (shape.upper >= 2 && shape.words <= 4)
        return score + 3;
    if (shape.upper + shape.absent > 0)
        return score + 1;
    return score;
}

bool words_have_letters(const char *text)
{
    struct str rest = str_of(text);
    uint32_t point;

    while (utf8_next(&rest, &point)) {
        enum letter_case letter = case_of(point);

        if (letter != CASE_NONE || (point >= 0xC0 && point < 0x2000))
            return true;
    }
    return false;
}

/* 1 Latin, 2 Greek, 4 Cyrillic, 0 none of them. */
static unsigned alphabet_of(uint32_t point)
{
    if ((point >= 'A' && point <= 'Z') || (point >= 'a' && point <= 'z') ||
        (point >= 0xC0 && point <= 0x24F && point != 0xD7 && point != 0xF7) ||
        (point >= 0x1E00 && point <= 0x1EFF))
        return 1;
    if ((point >= 0x370 && point <= 0x3FF) ||
        (point >= 0x1F00 && point <= 0x1FFF))
        return 2;
    return point >= 0x400 && point <= 0x52F ? 4 : 0;
}

bool words_mix_alphabets(const char *text)
{
    struct str rest = str_of(text);
    unsigned seen = 0;
    uint32_t point;

    while (utf8_next(&rest, &point)) {
        seen = point == ' ' || point == '-' ? 0 : seen | alphabet_of(point);
        if ((seen & (seen - 1)) != 0)
            return true;
    }
    return false;
}
