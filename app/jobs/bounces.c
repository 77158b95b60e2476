#include "app/jobs/bounces.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "app/jobs/watch.h"
#include "base/crypto.h"
#include "base/log.h"
#include "net/carrier_curl_imap.h"
#include "store/alarms.h"
#include "store/consents.h"
#include "store/settings.h"

static const char sql_address[] = "SELECT address FROM message WHERE key = ?1";

static const char sql_knows[] =
    "SELECT EXISTS (SELECT 1 FROM customer WHERE mail = ?1)"
    "     + EXISTS (SELECT 1 FROM customer WHERE mail = lower(?1)) * 2";

/* One look at the mailbox. */
struct look {
    struct call *call;
    const struct config_bounces *settings;
    const char *secret;
    struct imap *imap;
    bool preview;
    char mailbox[CRYPTO_FINGERPRINT_MAX];
    uint32_t validity;
    uint32_t last; /* the UID that was read last */
    struct bounces_look *out;
};

/* One mail, for the store thread. */
struct taking {
    struct look *look;
    struct bounce_seen *seen;
    struct instant now;
    uint32_t uid;
};

bool bounces_secret(struct db *db, struct arena *arena, const char **out,
                    struct error *err)
{
    char token[CRYPTO_TOKEN_MAX];

    if (!setting_get(db, SETTING_BOUNCE_SECRET, arena, out, err))
        return false;
    if (*out != NULL)
        return true;
    *out = arena_strdup(arena, crypto_token(token));
    return setting_set(db, SETTING_BOUNCE_SECRET, *out, err);
}

/* "FINGERPRINT VALIDITY UID": another mailbox begins at its first mail. */
static bool read_place(struct look *look, struct db *db, struct error *err)
{
    size_t len = strlen(look->mailbox);
    const char *text;
    char *rest;

    look->last = 0;
    look->validity = 0;
    if (!setting_get(db, SETTING_BOUNCE_PLACE, look->call->arena, &text, err))
        return false;
    if (text == NULL || strncmp(text, look->mailbox, len) != 0)
        return true;
    look->validity = (uint32_t)strtoul(text + len, &rest, 10);
    look->last = (uint32_t)strtoul(rest, NULL, 10);
    return true;
}

static bool prepare(struct db *db, void *context, struct error *err)
{
    struct look *look = context;

    return bounces_secret(db, look->call->arena, &look->secret, err) &&
           read_place(look, db, err);
}

static bool write_place(struct db *db, const struct taking *taking,
                        struct error *err)
{
    const struct look *look = taking->look;
    char text[CRYPTO_FINGERPRINT_MAX + 32];

    (void)snprintf(text, sizeof(text), "%s %lu %lu", look->mailbox,
                   (unsigned long)look->validity, (unsigned long)taking->uid);
    return setting_set(db, SETTING_BOUNCE_PLACE, text, err);
}

/* Where a message of ours went; NULL when none has the key. */
static bool address_of(struct db *db, const char *key, struct arena *arena,
                       const char **out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = NULL;
    if (key == NULL)
        return true;
    if (!db_ask(db, sql_address, &stmt, err, DB_VALUES(DB_TEXT(key))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        *out = db_column_copy(stmt, 0, arena);
    db_finish(stmt);
    return ok;
}

static bool is_same(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcasecmp(left, right) == 0;
}

/*
 * The message it is about: proven by its token. Where no return path is
 * configured, it is the one whose Message-ID came back, if that went to the
 * mailbox the report names.
 */
static bool find_message(struct db *db, const struct taking *taking,
                         const char **key, const char **address,
                         struct error *err)
{
    const struct bounce *bounce = &taking->seen->bounce;
    struct arena *arena = taking->look->call->arena;

    *key = bounce->key;
    if (*key == NULL && taking->look->settings->return_path == NULL &&
        bounce->message_id != NULL)
        *key = arena_strndup(arena, bounce->message_id,
                             strcspn(bounce->message_id, "@"));
    if (!address_of(db, *key, arena, address, err))
        return false;
    if (*address != NULL && bounce->key == NULL &&
        !is_same(bounce->recipient, *address) &&
        !is_same(bounce->original, *address))
        *address = NULL;
    return true;
}

static bool take_report(struct db *db, const struct taking *taking,
                        struct error *err)
{
    const struct receipt_origin origin = {.gateway = "mail", .voice = "bounce"};
    struct bounce_seen *seen = taking->seen;
    const char *key;
    const char *address;
    struct receipt receipt;

    if (!find_message(db, taking, &key, &address, err))
        return false;
    seen->fate = BOUNCE_UNPROVEN;
    if (address == NULL)
        return true;
    seen->fate = BOUNCE_TAKEN;
    bounce_receipt(&seen->bounce, key, address, &receipt);
    return receipt_apply(db, &origin, &receipt, taking->now, &seen->result,
                         err);
}

static char *lowered(const char *text, struct arena *arena)
{
    char *copy = arena_strdup(arena, text);

    for (char *at = copy; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return copy;
}

/*
 * Whom a message really went to: before the office is live for everybody it
 * was the owner, who must not end a customer's mail by trying it.
 */
static bool addressee_of(struct db *db, const char *key, struct arena *arena,
                         const char **out, struct error *err)
{
    bool is_live;

    if (!address_of(db, key, arena, out, err) ||
        !setting_is_live(db, &is_live, err))
        return false;
    if (!is_live)
        *out = NULL;
    return true;
}

/* A token names the mailbox; else it is that of the sender, if we know it. */
static bool whose_wish(struct db *db, const struct taking *taking,
                       const char **out, struct error *err)
{
    const struct bounce *bounce = &taking->seen->bounce;
    struct arena *arena = taking->look->call->arena;
    int64_t known = 0;

    if (bounce->key != NULL)
        return addressee_of(db, bounce->key, arena, out, err);
    *out = NULL;
    if (bounce->from == NULL)
        return true;
    if (!db_ask_i64(db, sql_knows, &known, err,
                    DB_VALUES(DB_TEXT(bounce->from))))
        return false;
    if (known == 0)
        return true;
    *out = known == 2 ? lowered(bounce->from, arena) : bounce->from;
    return true;
}

static bool take_wish(struct db *db, const struct taking *taking,
                      struct error *err)
{
    const struct consent_note note = {
        .channel = CHANNEL_MAIL,
        .allowed = false,
        .source = "unsubscribed by mail",
    };
    const char *address;
    size_t count;

    if (!whose_wish(db, taking, &address, err))
        return false;
    taking->seen->fate = address == NULL ? BOUNCE_STRANGERS : BOUNCE_TAKEN;
    return address == NULL ||
           consent_set_address(db, address, &note, taking->now, &count, err);
}

static bool judge(struct db *db, const struct taking *taking, struct error *err)
{
    struct bounce_seen *seen = taking->seen;

    switch (seen->bounce.kind) {
    case BOUNCE_NONE:
        seen->fate = BOUNCE_LEFT;
        return true;
    case BOUNCE_AUTOMATIC:
        seen->fate = BOUNCE_IGNORED;
        return true;
    case BOUNCE_REPORT:
    case BOUNCE_COMPLAINT:
        return take_report(db, taking, err);
    case BOUNCE_UNSUBSCRIBE:
        return take_wish(db, taking, err);
    }
    return true;
}

static bool take(struct db *db, void *context, struct error *err)
{
    const struct taking *taking = context;

    return judge(db, taking, err) && write_place(db, taking, err);
}

/* A preview is written and thrown away: what it says is what would happen. */
static bool pretend(struct db *db, void *context, struct error *err)
{
    return judge(db, context, err) &&
           error_set(err, ERROR_CONFLICT, "only a preview");
}

static bool settle(struct taking *taking, struct error *err)
{
    struct call *call = taking->look->call;
    struct error why;

    if (!taking->look->preview)
        return call_write(call, take, taking, err);
    if (!call_write(call, pretend, taking, &why) &&
        why.kind != ERROR_CONFLICT) {
        *err = why;
        return false;
    }
    return true;
}

/* What was dealt with goes; letters are left as they were found. */
static bool put_away(const struct look *look, const struct imap_mail *mail,
                     const struct bounce_seen *seen, struct error *err)
{
    bool is_letter = seen->bounce.kind == BOUNCE_NONE;

    if (look->preview || is_letter)
        return !mail->is_unseen ||
               imap_mark(look->imap, mail->uid, IMAP_UNSEEN, err);
    if (look->settings->keeps)
        return true;
    return imap_mark(look->imap, mail->uid, IMAP_DELETED, err) &&
           imap_expunge(look->imap, mail->uid, err);
}

static bool read_mail(struct look *look, const struct imap_mail *mail,
                      struct error *err)
{
    const struct bounce_settings settings = {.return_path =
                                                 look->settings->return_path,
                                             .secret = look->secret};
    struct bounce_seen *seen = &look->out->items[look->out->count];
    struct taking taking = {.look = look,
                            .seen = seen,
                            .now = call_now(look->call),
                            .uid = mail->uid};
    struct str bytes;

    *seen = (struct bounce_seen){0};
    if (!imap_read(look->imap, mail->uid, BOUNCE_BYTES_MAX, look->call->arena,
                   &bytes, err))
        return err->kind == ERROR_MISSING; /* somebody took it meanwhile */
    bounce_read(bytes, &settings, look->call->arena, &seen->bounce);
    if (!settle(&taking, err))
        return false;
    look->out->count++;
    return put_away(look, mail, seen, err);
}

/* What is new; all of it where the UIDs are of other mails than before. */
static bool list(struct look *look, struct imap_mails *out, struct error *err)
{
    struct arena *arena = look->call->arena;

    if (!imap_list(look->imap, look->last, arena, out, err))
        return false;
    if (look->last != 0 && out->validity != look->validity &&
        !imap_list(look->imap, 0, arena, out, err))
        return false;
    look->validity = out->validity;
    return true;
}

static bool read_all(struct look *look, struct error *err)
{
    struct imap_mails mails;

    if (!list(look, &mails, err))
        return false;
    look->out->has_more = mails.count > BOUNCES_PER_LOOK;
    for (size_t i = 0; i < mails.count && i < BOUNCES_PER_LOOK; i++) {
        if (!read_mail(look, &mails.items[i], err))
            return false;
    }
    return true;
}

/* What the owner is told; NULL: nothing is wrong. */
struct telling {
    const struct error *problem;
    struct instant now;
};

static bool tell(struct db *db, void *context, struct error *err)
{
    const struct telling *telling = context;
    struct arena arena = {0};
    bool ok;

    if (telling->problem == NULL)
        return alarm_end(db, ALARM_BOUNCES, "", telling->now, err);
    ok = alarm_raise(
        db,
        &(const struct alarm){
            .kind = ALARM_BOUNCES,
            .subject = "",
            .text = arena_printf(&arena,
                                 "The mailbox of bounces cannot be read: %s",
                                 telling->problem->text),
            .mend = "Mend 'bounces' in kept.yaml; 'kept bounces --preview' "
                    "tries it. Mail leaves meanwhile, and nobody hears of "
                    "what does not arrive.",
        },
        telling->now, err);
    arena_free(&arena);
    return ok;
}

/* One that was given up, or is silent for a while, is no alarm. */
static bool is_told(const struct bounces_request *request,
                    const struct error *problem)
{
    if (request->give_up != NULL && atomic_load(request->give_up))
        return false;
    return problem->kind != ERROR_TEMPORARY ||
           request->failures + 1 >= BOUNCES_FAILURES_TOLD;
}

/* `problem` is NULL when there is none. */
static void settle_alarm(struct call *call,
                         const struct bounces_request *request,
                         const struct error *problem)
{
    struct telling telling = {.problem = problem, .now = call_now(call)};
    struct error err;

    if (request->preview || (problem != NULL && !is_told(request, problem)))
        return;
    if (!call_write(call, tell, &telling, &err))
        log_warn("bounces.unsaid", LOG_ERROR(&err));
}

static void log_look(const struct bounces_look *out)
{
    size_t taken = 0;

    for (size_t i = 0; i < out->count; i++)
        taken += out->items[i].fate == BOUNCE_TAKEN;
    if (out->count != 0)
        log_info("bounces.read", LOG_NUMBER("mails", (int64_t)out->count),
                 LOG_NUMBER("taken", (int64_t)taken));
}

bool bounces_read(struct call *call, const struct bounces_request *request,
                  struct bounces_look *out, struct error *err)
{
    struct imap_settings mailbox = request->config->bounces.mailbox;
    struct look look = {.call = call,
                        .settings = &request->config->bounces,
                        .preview = request->preview,
                        .out = out};
    bool ok;

    out->count = 0;
    out->has_more = false;
    if (mailbox.url == NULL) {
        settle_alarm(call, request, NULL);
        return error_set(err, ERROR_USAGE,
                         "no mailbox is configured: put 'bounces' into "
                         "kept.yaml");
    }
    mailbox.only_loopback = call->clock.is_pretended;
    mailbox.give_up = request->give_up;
    (void)crypto_fingerprint((const struct str[]){str_of(mailbox.url),
                                                  str_of(mailbox.user)},
                             2, look.mailbox);
    ok = call_write(call, prepare, &look, err) &&
         imap_open(&mailbox, &look.imap, err) && read_all(&look, err);
    imap_close(look.imap);
    log_look(out);
    settle_alarm(call, request, ok ? NULL : err);
    return ok || error_wrap(err, "the mailbox of bounces");
}
