#include "notifiers/bounce.h"

#include <ctype.h>
#include <strings.h>

#include "domain/customer.h"
#include "notifiers/mail_dialect.h"
#include "notifiers/mime.h"
#include "notifiers/reply.h"
#include "notifiers/return_path.h"

/* Multiparts in multiparts, and parts of all of them. */
#define DEPTH_MAX        8
#define PARTS_MAX        64
/* Recipients of one report; ours have one. */
#define GROUPS_MAX       32
/* The report itself; the largest known has 3 KiB. */
#define STATUS_BYTES_MAX (64UL * 1024)

static const char *const kind_names[BOUNCE_KIND_COUNT] = {
    [BOUNCE_NONE] = "letter",         [BOUNCE_REPORT] = "report",
    [BOUNCE_COMPLAINT] = "complaint", [BOUNCE_UNSUBSCRIBE] = "unsubscribe",
    [BOUNCE_AUTOMATIC] = "automatic",
};

static const char *const action_names[] = {
    [BOUNCE_FAILED] = "failed",       [BOUNCE_DELAYED] = "delayed",
    [BOUNCE_DELIVERED] = "delivered", [BOUNCE_RELAYED] = "relayed",
    [BOUNCE_EXPANDED] = "expanded",
};

/* A mail being read. */
struct reader {
    const struct bounce_settings *settings;
    struct arena *arena;
    struct bounce *out;
    size_t parts;
    bool has_disposition;
};

const char *bounce_kind_name(enum bounce_kind kind)
{
    return kind_names[kind];
}

const char *bounce_action_name(enum bounce_action action)
{
    return action_names[action];
}

static void look_for_token(struct reader *reader, const char *text)
{
    const struct bounce_settings *settings = reader->settings;

    if (reader->out->key == NULL && text != NULL &&
        settings->return_path != NULL)
        reader->out->key =
            return_path_key(settings->return_path, settings->secret, text,
                            reader->arena);
}

/* "rfc822; <ada@example.org>": the mailbox; NULL when it is none. */
static const char *mailbox_of(const char *value, struct arena *arena)
{
    const char *at = value == NULL ? NULL : strchr(value, ';');
    const char *open;
    size_t len;
    char *mailbox;

    if (value == NULL)
        return NULL;
    at = at == NULL ? value : at + 1;
    open = strrchr(at, '<');
    at = open == NULL ? at : open + 1;
    at += strspn(at, " \t\"");
    len = strcspn(at, " \t<>\"");
    mailbox = arena_strndup(arena, at, len);
    return mail_is_plausible(mailbox) ? mailbox : NULL;
}

/* "5.1.1" at the start of a text (RFC 3463 2); NULL when none is there. */
static const char *status_at(const char *text, struct arena *arena)
{
    size_t subject, detail;

    text += strspn(text, " \t");
    if (strchr("245", text[0]) == NULL || text[0] == '\0' || text[1] != '.')
        return NULL;
    subject = strspn(text + 2, "0123456789");
    if (subject < 1 || subject > 3 || text[2 + subject] != '.')
        return NULL;
    detail = strspn(text + 3 + subject, "0123456789");
    if (detail < 1 || detail > 3)
        return NULL;
    return arena_strndup(arena, text, 3 + subject + detail);
}

static bool is_general(const char *status)
{
    return status == NULL || strcmp(status + 1, ".0.0") == 0;
}

/*
 * Some (Exim, qmail's heirs) say 5.0.0 and leave the reason to what the other
 * system said: "smtp; 550 5.1.1 no such user", "550-5.1.1".
 */
static const char *status_of(const char *status, const char *diagnosis,
                             struct arena *arena)
{
    const char *told = status == NULL ? NULL : status_at(status, arena);
    const char *at = diagnosis == NULL ? NULL : strchr(diagnosis, ';');
    const char *better;

    if (!is_general(told) || diagnosis == NULL)
        return told;
    at = at == NULL ? diagnosis : at + 1;
    at += strspn(at, " \t");
    if (strspn(at, "0123456789") == 3)
        at += 3 + strspn(at + 3, " -#");
    better = status_at(at, arena);
    return better != NULL && (told == NULL || better[0] == told[0]) ? better
                                                                    : told;
}

static bool action_find(const char *value, enum bounce_action *out)
{
    size_t len = value == NULL ? 0 : strcspn(value, " \t(;");

    for (size_t i = 0; i < ARRAY_LEN(action_names); i++) {
        if (len == strlen(action_names[i]) &&
            strncasecmp(value, action_names[i], len) == 0) {
            *out = (enum bounce_action)i;
            return true;
        }
    }
    return false;
}

/* One recipient's fields. The first failure counts, else the first. */
static void read_recipient(struct reader *reader, struct str fields)
{
    struct arena *arena = reader->arena;
    struct bounce *out = reader->out;
    const char *diagnosis = mime_header(fields, "Diagnostic-Code", 0, arena);
    const char *said = diagnosis;
    enum bounce_action action;

    if (!action_find(mime_header(fields, "Action", 0, arena), &action) ||
        (out->kind == BOUNCE_REPORT &&
         (out->action == BOUNCE_FAILED || action != BOUNCE_FAILED)))
        return;
    if (said != NULL && strchr(said, ';') != NULL)
        said = strchr(said, ';') + 1;
    out->kind = BOUNCE_REPORT;
    out->action = action;
    out->status =
        status_of(mime_header(fields, "Status", 0, arena), diagnosis, arena);
    out->detail = reply_discreet(str_of(str_or_empty(said)), arena);
    out->recipient =
        mailbox_of(mime_header(fields, "Final-Recipient", 0, arena), arena);
    out->original =
        mailbox_of(mime_header(fields, "Original-Recipient", 0, arena), arena);
}

/* Groups of fields, parted by blank lines (RFC 3464 2.1). */
static void read_status(struct reader *reader, const struct mime *part)
{
    struct str rest = mime_decoded(part, STATUS_BYTES_MAX, reader->arena);

    for (size_t i = 0; i < GROUPS_MAX && rest.len > 0; i++) {
        struct mime group;

        mime_read(rest, &group);
        read_recipient(reader, group.head);
        rest = group.body;
    }
}

/* RFC 5965 3.1: of its kinds, those a person makes. */
static void read_feedback(struct reader *reader, const struct mime *part)
{
    struct str fields = mime_decoded(part, STATUS_BYTES_MAX, reader->arena);
    struct arena *arena = reader->arena;
    const char *type = mime_header(fields, "Feedback-Type", 0, arena);

    look_for_token(reader, mime_header(fields, "Original-Mail-From", 0, arena));
    if (type != NULL &&
        (strcasecmp(type, "abuse") == 0 || strcasecmp(type, "fraud") == 0 ||
         strcasecmp(type, "opt-out") == 0))
        reader->out->kind = BOUNCE_COMPLAINT;
    else
        reader->has_disposition = true;
    reader->out->original =
        mailbox_of(mime_header(fields, "Original-Rcpt-To", 0, arena), arena);
}

/* The mail that came back, or its headers: only what we sign is of use. */
static void read_returned(struct reader *reader, const struct mime *part)
{
    struct str bytes = mime_decoded(part, STATUS_BYTES_MAX, reader->arena);
    struct mime mail;
    char *id;

    mime_read(bytes, &mail);
    look_for_token(reader,
                   mime_header(mail.head, "Return-Path", 0, reader->arena));
    id = mime_header(mail.head, "Message-ID", 0, reader->arena);
    if (id == NULL || reader->out->message_id != NULL)
        return;
    id += strspn(id, "< \t");
    reader->out->message_id =
        reply_reference((struct str){.at = id, .len = strcspn(id, "> \t")},
                        reader->arena);
}

static void read_leaf(struct reader *reader, const struct mime *part,
                      const char *type)
{
    if (strcmp(type, "message/delivery-status") == 0 ||
        strcmp(type, "message/global-delivery-status") == 0)
        read_status(reader, part);
    else if (strcmp(type, "message/feedback-report") == 0)
        read_feedback(reader, part);
    else if (strcmp(type, "message/disposition-notification") == 0)
        reader->has_disposition = true;
    else if (strcmp(type, "message/rfc822") == 0 ||
             strcmp(type, "message/global") == 0 ||
             strcmp(type, "text/rfc822-headers") == 0 ||
             strcmp(type, "message/global-headers") == 0)
        read_returned(reader, part);
}

/* Never into the mails that a mail holds: those are quotations. */
static void read_parts(struct reader *reader, const struct mime *mime,
                       int depth)
{
    const char *type = mime_type(mime, reader->arena);
    const char *boundary;
    struct str rest = mime->body;
    struct mime part;

    if (strncmp(type, "multipart/", strlen("multipart/")) != 0) {
        if (depth > 0)
            read_leaf(reader, mime, type);
        return;
    }
    boundary = mime_parameter(mime, "boundary", reader->arena);
    while (boundary != NULL && depth < DEPTH_MAX && reader->parts < PARTS_MAX &&
           mime_next(&rest, boundary, &part)) {
        reader->parts++;
        read_parts(reader, &part, depth + 1);
    }
}

/* Where it came to, as the systems on the way wrote it down. */
static void read_addressee(struct reader *reader, struct str head)
{
    static const char *const names[] = {"Delivered-To", "X-Original-To",
                                        "Envelope-To", "X-Envelope-To", "To"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *value;

        for (size_t k = 0;
             k < 4 &&
             (value = mime_header(head, names[i], k, reader->arena)) != NULL;
             k++)
            look_for_token(reader, value);
    }
}

/* RFC 3834 5, and what was usual before it. */
static bool is_automatic(struct str head, struct arena *arena)
{
    const char *submitted = mime_header(head, "Auto-Submitted", 0, arena);
    const char *precedence = mime_header(head, "Precedence", 0, arena);

    return (submitted != NULL && strncasecmp(submitted, "no", 2) != 0) ||
           mime_header(head, "X-Autoreply", 0, arena) != NULL ||
           mime_header(head, "X-Autorespond", 0, arena) != NULL ||
           (precedence != NULL && strcasecmp(precedence, "auto_reply") == 0);
}

static bool asks_out(struct str head, struct arena *arena)
{
    const char *subject = mime_header(head, "Subject", 0, arena);

    return subject != NULL && strcasecmp(subject, "unsubscribe") == 0;
}

void bounce_read(struct str mail, const struct bounce_settings *settings,
                 struct arena *arena, struct bounce *out)
{
    struct reader reader = {.settings = settings, .arena = arena, .out = out};
    struct mime mime;

    *out = (struct bounce){.detail = ""};
    if (mail.len > BOUNCE_BYTES_MAX)
        mail.len = BOUNCE_BYTES_MAX;
    mime_read(mail, &mime);
    out->from = mailbox_of(mime_header(mime.head, "From", 0, arena), arena);
    read_addressee(&reader, mime.head);
    read_parts(&reader, &mime, 0);
    if (out->kind != BOUNCE_NONE)
        return;
    if (reader.has_disposition || is_automatic(mime.head, arena))
        out->kind = BOUNCE_AUTOMATIC;
    else if (asks_out(mime.head, arena))
        out->kind = BOUNCE_UNSUBSCRIBE;
}

static enum receipt_state state_of(enum bounce_action action)
{
    switch (action) {
    case BOUNCE_FAILED:
        return RECEIPT_UNDELIVERED;
    case BOUNCE_DELAYED:
        return RECEIPT_BUFFERED;
    case BOUNCE_DELIVERED:
        return RECEIPT_DELIVERED;
    case BOUNCE_RELAYED:
    case BOUNCE_EXPANDED:
        return RECEIPT_SENT;
    }
    return RECEIPT_SENT;
}

static bool is_same(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcasecmp(left, right) == 0;
}

void bounce_receipt(const struct bounce *bounce, const char *key,
                    const char *address, struct receipt *out)
{
    *out = (struct receipt){.key = key, .detail = bounce->detail};
    if (bounce->kind == BOUNCE_COMPLAINT) {
        /* Whoever complains has got it. */
        out->state = RECEIPT_DELIVERED;
        out->code = "complaint";
        out->to = bounce->original;
        out->suppress = true;
    } else {
        out->state = state_of(bounce->action);
        out->code = bounce->status;
        out->is_passing = bounce->action == BOUNCE_FAILED &&
                          bounce->status != NULL && bounce->status[0] == '4';
        out->suppress = bounce->action == BOUNCE_FAILED &&
                        mail_status_suppresses(bounce->status) &&
                        (is_same(bounce->recipient, address) ||
                         is_same(bounce->original, address));
    }
    out->is_final = receipt_state_is_final(out->state);
}
