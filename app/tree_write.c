#include <strings.h>

#include <yaml.h>

#include "app/tree.h"

/*
 * The form of a value follows from the value alone, so that writing what was
 * read gives the same bytes: words, numbers with a unit and dates stand bare;
 * texts of several tidy lines stand as a block; all else is quoted, above all
 * what other readers of YAML would take for a number, a truth or nothing.
 */

struct writing {
    yaml_emitter_t emitter;
    bool failed; /* no room, and the buffer says so itself */
};

static int put(void *context, unsigned char *bytes, size_t len)
{
    struct buf *out = context;

    return buf_add(out, bytes, len) ? 1 : 0;
}

static bool is_letter(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* What some reader takes for a truth or for nothing. */
static bool is_loaded_word(const char *text)
{
    static const char *const words[] = {
        "y",    "n",     "yes",  "no",  "on",  "off",
        "true", "false", "null", "nan", "inf",
    };

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strcasecmp(text, words[i]) == 0)
            return true;
    }
    return false;
}

/* "2026-12-25", "2026-08-01..2026-08-21". */
static bool is_date_like(const char *text)
{
    return strlen(text) >= 10 && text[4] == '-' && text[7] == '-' &&
           strspn(text, "0123456789-.") == strlen(text) &&
           is_digit((unsigned char)text[0]);
}

/* Words of plain letters, digits, spaces and a few signs. */
static bool is_bare(const char *text)
{
    size_t len = strlen(text);
    bool has_letter = false;

    if (is_date_like(text))
        return true;
    if (len == 0 || len > 80 || text[len - 1] == ' ' || is_loaded_word(text))
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];

        has_letter = has_letter || is_letter(c);
        if (is_letter(c) || is_digit(c))
            continue;
        if (i == 0 || (c != ' ' && c != '-' && c != '_'))
            return false;
    }
    /* "1e5" is a number to some; "3d" and "3 open days" are none. */
    return has_letter &&
           (is_letter((unsigned char)text[0]) ||
            strpbrk(text, "eExXoObB") == NULL || strchr(text, ' ') != NULL);
}

/* A character that libyaml would escape or take for the end of a line. */
static bool is_odd(const unsigned char *at)
{
    if (at[0] < 0x20)
        return at[0] != '\n';
    if (at[0] == 0xc2)
        return at[1] < 0xa0;
    if (at[0] == 0xe2 && at[1] == 0x80)
        return at[2] == 0xa8 || at[2] == 0xa9;
    return at[0] == 0xef && (at[1] == 0xbb || at[1] == 0xbf);
}

/* Several lines that a block keeps exactly as they are. */
static bool is_block(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t len = strlen(text);

    if (len < 2 || strchr(text, '\n') == NULL || text[0] == ' ' ||
        text[0] == '\n' || (text[len - 1] == '\n' && text[len - 2] == '\n'))
        return false;
    for (; *at != '\0'; at++) {
        if (is_odd(at) || (at[0] == ' ' && (at[1] == '\n' || at[1] == '\0')))
            return false;
    }
    return true;
}

static void emit(struct writing *writing, yaml_event_t *event)
{
    if (writing->failed)
        yaml_event_delete(event);
    else
        writing->failed = yaml_emitter_emit(&writing->emitter, event) == 0;
}

static void emit_text(struct writing *writing, const char *text, bool in_flow)
{
    yaml_scalar_style_t style = YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    yaml_event_t event;

    if (is_bare(text))
        style = YAML_PLAIN_SCALAR_STYLE;
    else if (!in_flow && is_block(text))
        style = YAML_LITERAL_SCALAR_STYLE;
    if (yaml_scalar_event_initialize(&event, NULL, NULL,
                                     (const yaml_char_t *)text,
                                     (int)strlen(text), 1, 1, style) != 0)
        emit(writing, &event);
}

static bool is_all_text(const struct tree_node *list)
{
    for (const struct tree_node *node = list->first; node != NULL;
         node = node->next) {
        if (node->kind != TREE_TEXT)
            return false;
    }
    return true;
}

static void emit_node(struct writing *writing, const struct tree_node *node,
                      int depth, bool in_flow);

static void emit_entries(struct writing *writing, const struct tree_node *node,
                         int depth, bool in_flow)
{
    for (const struct tree_node *entry = node->first; entry != NULL;
         entry = entry->next) {
        if (node->kind == TREE_MAP)
            emit_text(writing, entry->key, true);
        emit_node(writing, entry, depth + 1, in_flow);
    }
}

static void emit_list(struct writing *writing, const struct tree_node *node,
                      int depth, bool in_flow)
{
    bool flow = in_flow || (depth > 0 && is_all_text(node));
    yaml_event_t event;

    if (yaml_sequence_start_event_initialize(
            &event, NULL, NULL, 1,
            flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE) != 0)
        emit(writing, &event);
    emit_entries(writing, node, depth, flow);
    if (yaml_sequence_end_event_initialize(&event) != 0)
        emit(writing, &event);
}

static void emit_map(struct writing *writing, const struct tree_node *node,
                     int depth, bool in_flow)
{
    yaml_event_t event;

    if (yaml_mapping_start_event_initialize(
            &event, NULL, NULL, 1,
            in_flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE) != 0)
        emit(writing, &event);
    emit_entries(writing, node, depth, in_flow);
    if (yaml_mapping_end_event_initialize(&event) != 0)
        emit(writing, &event);
}

static void emit_node(struct writing *writing, const struct tree_node *node,
                      int depth, bool in_flow)
{
    switch (node->kind) {
    case TREE_TEXT:
        emit_text(writing, node->value, in_flow);
        return;
    case TREE_LIST:
        emit_list(writing, node, depth, in_flow);
        return;
    case TREE_MAP:
        emit_map(writing, node, depth, in_flow);
        return;
    }
}

void tree_write(const struct tree_node *node, struct buf *out)
{
    struct writing writing = {.failed = false};
    yaml_event_t event;

    if (yaml_emitter_initialize(&writing.emitter) == 0)
        return;
    yaml_emitter_set_output(&writing.emitter, put, out);
    yaml_emitter_set_unicode(&writing.emitter, 1);
    yaml_emitter_set_width(&writing.emitter, -1);
    if (yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING) != 0)
        emit(&writing, &event);
    if (yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1) != 0)
        emit(&writing, &event);
    emit_node(&writing, node, 0, false);
    if (yaml_document_end_event_initialize(&event, 1) != 0)
        emit(&writing, &event);
    if (yaml_stream_end_event_initialize(&event) != 0)
        emit(&writing, &event);
    yaml_emitter_delete(&writing.emitter);
}
