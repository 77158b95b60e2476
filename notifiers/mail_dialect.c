#include "notifiers/mail_dialect.h"

#include <strings.h>

#include "base/crypto_sign.h"

bool mail_pieces_read(const struct gateway_settings *settings,
                      const struct message *message, struct arena *arena,
                      struct mail_pieces *out, struct error *err)
{
    *out = (struct mail_pieces){
        .to = message->to,
        .subject = str_or_empty(message->subject),
        .text = message->text,
        .html = message->html,
    };
    if (!mail_sender_read(settings->sender, arena, &out->sender, err))
        return error_set(err, ERROR_INPUT, "no mailbox to send from");
    if (!mail_message_write(&out->sender, message, arena, &out->mail, err))
        return false;
    for (size_t i = 0; i < out->mail.header_count; i++) {
        if (strcasecmp(out->mail.headers[i].name, "From") == 0)
            out->from = out->mail.headers[i].value;
    }
    return true;
}

static bool is_ours(const char *name)
{
    return strncasecmp(name, "List-", 5) == 0 ||
           strcasecmp(name, "Auto-Submitted") == 0 ||
           strcasecmp(name, "Reply-To") == 0;
}

bool mail_pieces_header(const struct mail_pieces *pieces, size_t index,
                        struct exchange_header *out)
{
    for (size_t i = 0; i < pieces->mail.header_count; i++) {
        if (!is_ours(pieces->mail.headers[i].name))
            continue;
        if (index-- == 0) {
            *out = pieces->mail.headers[i];
            return true;
        }
    }
    return false;
}

const struct exchange_part *mail_pieces_attachment(
    const struct mail_pieces *pieces, size_t index)
{
    for (size_t i = 0; i < pieces->mail.part_count; i++) {
        const struct exchange_part *part = &pieces->mail.parts[i];

        if (part->file_name != NULL && index-- == 0)
            return part;
    }
    return NULL;
}

json_t *mail_pieces_headers_json(const struct mail_pieces *pieces,
                                 const char *name, const char *value)
{
    json_t *all = json_array();
    struct exchange_header header;

    for (size_t i = 0; mail_pieces_header(pieces, i, &header); i++)
        (void)json_array_append_new(all,
                                    json_pack("{s:s, s:s}", name, header.name,
                                              value, header.value));
    return all;
}

json_t *mail_pieces_attachments_json(const struct mail_pieces *pieces,
                                     const struct attachment_names *names,
                                     struct arena *arena)
{
    const struct exchange_part *part;
    json_t *all = NULL;

    for (size_t i = 0; (part = mail_pieces_attachment(pieces, i)) != NULL;
         i++) {
        json_t *one =
            json_pack("{s:s, s:s}", names->name, part->file_name,
                      names->content, crypto_to_base64(part->body, arena));

        if (names->type != NULL)
            (void)json_object_set_new(one, names->type,
                                      json_stringn(part->type,
                                                   strcspn(part->type, "; ")));
        if (all == NULL)
            all = json_array();
        (void)json_array_append_new(all, one);
    }
    return all;
}

bool mail_dialect_validate(const struct gateway_settings *settings,
                           struct error *err)
{
    struct arena arena = {0};
    struct mail_sender sender;
    bool ok = mail_sender_read(settings->sender, &arena, &sender, err);

    arena_free(&arena);
    return ok;
}

const char *mail_bare_id(const char *id, struct arena *arena)
{
    if (id == NULL || *id != '<')
        return id;
    return arena_strndup(arena, id + 1, strcspn(id + 1, ">"));
}

bool mail_status_suppresses(const char *status)
{
    static const char *const gone[] = {"5.1.1", "5.1.2",  "5.1.3",
                                       "5.1.6", "5.1.10", "5.2.1"};

    for (size_t i = 0; status != NULL && i < ARRAY_LEN(gone); i++) {
        if (strcmp(status, gone[i]) == 0)
            return true;
    }
    return false;
}
