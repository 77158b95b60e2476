#include <errno.h>
#include <string.h>

#include "app/command.h"
#include "app/commands/text_parts.h"
#include "app/jobs/subject.h"
#include "app/show.h"
#include "notifiers/sms_text.h"
#include "notifiers/wording_sample.h"
#include "store/slot_past.h"

/*
 * text preview - what would be said of the next visits
 */

#define VISITS_SHOWN 3
#define DAYS_AHEAD   30

/* One message to be shown, and where its visit comes from. */
struct shown {
    int64_t appointment; /* 0: it is invented */
    bool was_invented;   /* the time before a move is */
    struct message message;
};

struct preview {
    struct call *call;
    struct office office;
    struct config config;
    struct wording_request request; /* but for channel and visits */
    const char *language;           /* or NULL: the customer's */
    bool wanted[CHANNEL_COUNT];
    json_t *list;     /* with --json */
    const char *page; /* the first mail's */
};

static bool read_channel(struct preview *preview, struct error *err)
{
    const char *name = call_option(preview->call, "channel");
    enum channel channel;

    preview->wanted[CHANNEL_SMS] = preview->wanted[CHANNEL_MAIL] = true;
    if (name == NULL)
        return true;
    if (!channel_find(name, &channel))
        return error_set(err, ERROR_USAGE,
                         "--channel '%.40s': sms or mail, please", name);
    preview->wanted[CHANNEL_SMS] = channel == CHANNEL_SMS;
    preview->wanted[CHANNEL_MAIL] = channel == CHANNEL_MAIL;
    return true;
}

/* Without a rule it is the office's first: that is what is said most. */
static bool read_rule(struct preview *preview, struct error *err)
{
    const char *name = call_option(preview->call, "rule");
    const struct office *office = &preview->office;

    preview->request.rule = "";
    if (name == NULL) {
        if (office->rule_count > 0)
            preview->request.rule = office->rules[0].name;
        return true;
    }
    if (office_rule(office, name) == NULL)
        return error_set(err, ERROR_USAGE,
                         "--rule '%.40s' is none of the office's rules", name);
    preview->request.rule = name;
    return true;
}

static bool read_kind(struct preview *preview, struct error *err)
{
    const char *name = call_option(preview->call, "kind");

    if (name == NULL || message_kind_find(name, &preview->request.kind))
        return true;
    return error_set(err, ERROR_USAGE,
                     "--kind '%.40s' is none of reminder, moved, cancelled, "
                     "missed",
                     name);
}

static json_t *size_json(const struct preview *preview, const char *text)
{
    struct sms_size size = sms_text_size(text);

    return json_pack("{s:i, s:I, s:b, s:s?}", "parts", size.parts, "units",
                     (json_int_t)size.units, "gsm", size.is_gsm, "cost",
                     text_cost(preview->call, &preview->config, size.parts,
                               preview->office.currency));
}

static json_t *shown_json(const struct preview *preview,
                          const struct shown *shown)
{
    const struct message *message = &shown->message;
    char id[24];

    return json_pack(
        "{s:s?, s:b, s:s, s:s, s:s, s:s, s:s?, s:s, s:s?, s:s?, s:o}",
        "appointment",
        shown->appointment == 0 ? NULL : show_id(shown->appointment, id),
        "invented", shown->appointment == 0, "kind",
        message_kind_name(preview->request.kind), "rule", preview->request.rule,
        "channel", channel_name(message->channel), "language",
        message->language, "subject", message->subject, "text", message->text,
        "html", message->html, "calendar", message->calendar, "size",
        message->channel == CHANNEL_SMS ? size_json(preview, message->text)
                                        : json_null());
}

static void print_size(const struct preview *preview, const char *text)
{
    struct sms_size size = sms_text_size(text);
    const char *cost = text_cost(preview->call, &preview->config, size.parts,
                                 preview->office.currency);

    (void)fprintf(preview->call->out, ", %d part%s (%zu of %d%s)%s%s",
                  size.parts, size.parts == 1 ? "" : "s", size.units,
                  size.is_gsm ? SMS_LETTERS_GSM : SMS_LETTERS_UCS2,
                  size.is_gsm ? "" : ", Unicode", cost == NULL ? "" : ", ",
                  str_or_empty(cost));
}

static void print(const struct preview *preview, const struct shown *shown)
{
    const struct message *message = &shown->message;
    FILE *out = preview->call->out;
    char id[24];

    if (shown->appointment == 0)
        (void)fputs("-- invented", out);
    else
        (void)fprintf(out, "-- visit %s", show_id(shown->appointment, id));
    (void)fprintf(out, "%s: %s in %s",
                  shown->was_invented ? " (with an invented time before)" : "",
                  channel_name(message->channel), message->language);
    if (message->channel == CHANNEL_SMS)
        print_size(preview, message->text);
    if (message->subject != NULL)
        (void)fprintf(out, "\nSubject: %s\n", message->subject);
    (void)fprintf(out, "\n%s\n\n", message->text);
}

static bool say(struct preview *preview, const struct wording_request *request,
                struct shown *shown, struct error *err)
{
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        struct wording_request one = *request;

        if (!preview->wanted[i])
            continue;
        one.channel = (enum channel)i;
        if (!wording_message(&one, preview->call->arena, &shown->message, err))
            return false;
        if (preview->page == NULL)
            preview->page = shown->message.html;
        if (preview->call->json)
            (void)json_array_append_new(preview->list,
                                        shown_json(preview, shown));
        else if (!call_flag(preview->call, "html"))
            print(preview, shown);
    }
    return true;
}

/* Where the visit was before, or, as nothing is known, a week earlier. */
static bool slot_before(struct preview *preview, struct db *db,
                        const struct appointment *appointment,
                        struct wording_visit *visit, struct shown *shown,
                        struct error *err)
{
    struct appointment *was =
        arena_new(preview->call->arena, struct appointment);
    struct slot_moves moves;

    if (preview->request.kind != MESSAGE_MOVED)
        return true;
    if (!slot_moves_to(db, appointment->id, preview->call->arena, &moves, err))
        return false;
    *was = *appointment;
    was->start = instant_sub(was->start, (struct span){7 * DAY_S});
    was->end = instant_sub(was->end, (struct span){7 * DAY_S});
    shown->was_invented = moves.count == 0;
    if (moves.count > 0) {
        was->id = moves.items[moves.count - 1].id;
        was->start = moves.items[moves.count - 1].start;
        was->end = was->start;
    }
    visit->was = was;
    return true;
}

/* Nothing is sent: who has no address is shown what others would read. */
static void fill_in(const struct preview *preview, struct customer *customer)
{
    if (customer->phone == NULL)
        customer->phone = "-";
    if (customer->mail == NULL)
        customer->mail = "-";
    if (preview->language != NULL)
        customer->language = preview->language;
}

static bool say_visit(struct preview *preview, struct db *db,
                      struct appointment_id id, struct error *err)
{
    struct subject *subject = arena_new(preview->call->arena, struct subject);
    struct wording_request request = preview->request;
    struct wording_visit visit = {
        .customer = &subject->customer,
        .appointment = &subject->visit.appointment,
    };
    struct shown shown = {.appointment = id.row};

    if (!subject_load(db, id, preview->call->arena, subject, err) ||
        !slot_before(preview, db, visit.appointment, &visit, &shown, err))
        return false;
    fill_in(preview, &subject->customer);
    request.visits = &visit;
    request.visit_count = 1;
    return say(preview, &request, &shown, err);
}

static bool say_sample(struct preview *preview, enum wording_sample_kind kind,
                       struct error *err)
{
    struct wording_sample *sample =
        arena_new(preview->call->arena, struct wording_sample);
    struct wording_request request = preview->request;
    const char *language = preview->language != NULL
                               ? preview->language
                               : str_or_empty(preview->office.language);
    struct shown shown = {.appointment = 0};

    wording_sample_fill(kind, *language == '\0' ? "en" : language,
                        preview->call->arena, sample, &request);
    return say(preview, &request, &shown, err);
}

/* The next ones that somebody would be told of; invented where none is. */
static bool say_next(struct preview *preview, struct db *db, struct error *err)
{
    struct instant now = preview->request.now;
    struct instant until = instant_add(now, (struct span){DAYS_AHEAD * DAY_S});
    struct visit_list visits;
    size_t count = 0;

    if (!visit_between(db, now, until, preview->call->arena, &visits, err))
        return false;
    for (size_t i = 0; i < visits.count && count < VISITS_SHOWN; i++) {
        const struct appointment *appointment = &visits.items[i].appointment;

        if (!appointment_stands(appointment->state) ||
            appointment->customer.row == 0)
            continue;
        if (!say_visit(preview, db, appointment->id, err))
            return false;
        count++;
    }
    return count > 0 || say_sample(preview, SAMPLE_USUAL, err);
}

static bool say_all(struct preview *preview, struct db *db, struct error *err)
{
    const char *text = call_option(preview->call, "appointment");
    struct appointment_id id = {0};

    if (call_flag(preview->call, "household"))
        return say_sample(preview, SAMPLE_HOUSEHOLD, err);
    if (text == NULL)
        return say_next(preview, db, err);
    return show_read_id(text, &id.row, err) && say_visit(preview, db, id, err);
}

static bool write_page(struct preview *preview, struct error *err)
{
    const char *name = call_option(preview->call, OPTION_OUTPUT);
    const char *path;
    FILE *file;

    if (preview->page == NULL)
        return error_set(err, ERROR_USAGE, "only a mail is a page");
    if (name == NULL) {
        (void)fputs(preview->page, preview->call->out);
        return true;
    }
    path = call_path(preview->call, name);
    file = fopen(path, "we");
    if (file == NULL)
        return error_set(err, ERROR_MACHINE,
                         "'%s': %s; name a file in a folder that you may "
                         "write to",
                         path, strerror(errno));
    (void)fputs(preview->page, file);
    if (fclose(file) != 0)
        return error_set(err, ERROR_MACHINE, "'%s': the disk is full", path);
    return true;
}

static bool run_preview(struct preview *preview, struct error *err)
{
    struct call *call = preview->call;
    struct db *db;

    if (call_option(call, OPTION_OUTPUT) != NULL && !call_flag(call, "html"))
        return error_set(err, ERROR_USAGE, "-o goes with --html");
    if (!call_reader(call, &db, err) ||
        !call_office(call, &preview->office, err) ||
        !call_config(call, &preview->config, err) ||
        !read_channel(preview, err) || !read_rule(preview, err) ||
        !read_kind(preview, err) || !say_all(preview, db, err))
        return false;
    return !call_flag(call, "html") || write_page(preview, err);
}

int text_preview_run(struct call *call)
{
    struct preview preview = {
        .call = call,
        .language = call_option(call, "language"),
        .list = json_array(),
    };
    struct error err;

    preview.request.office = &preview.office;
    preview.request.now = call_now(call);
    if (!run_preview(&preview, &err)) {
        json_decref(preview.list);
        return call_fail(call, &err);
    }
    if (call->json)
        call_print_json(call, json_pack("{s:o}", "previews", preview.list));
    else
        json_decref(preview.list);
    return EXIT_DONE;
}
