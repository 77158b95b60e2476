#include "app/command.h"

#include <argp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Keys of argp for long options without a letter. */
#define KEY_DB         0x100
#define KEY_CONFIG     0x101
#define KEY_AT         0x102
#define KEY_JSON       0x103
#define KEY_VERSION    0x104
#define KEY_OWN        0x200 /* the command's own, in order of its table */

#define DEFAULT_FOLDER "/var/lib/kept"
#define DEFAULT_CONFIG "/etc/kept/kept.yaml"

static const struct command *const commands[] = {
    &command_init,          &command_office,  &command_import,
    &command_feed,          &command_expand,  &command_plan,
    &command_live,          &command_gateway, &command_send,
    &command_serve,         &command_day,     &command_mark,
    &command_why,           &command_consent, &command_alarm,
    &command_callsheet,     &command_text,    &command_report,
    &command_review,        &command_backup,  &command_restore,
    &command_doctor,        &command_bounces, &command_completion,
    &command_read_calendar,
};

const struct command *command_at(size_t index)
{
    return index < ARRAY_LEN(commands) ? commands[index] : NULL;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static const struct argp_option global_options[] = {
    {"db", KEY_DB, "FILE", 0, "the database", -1},
    {"config", KEY_CONFIG, "FILE", 0, "how this process runs (kept.yaml)", -1},
    {"at", KEY_AT, "INSTANT", 0, "behave as if that were now", -1},
    {"json", KEY_JSON, NULL, 0, "print one JSON object", -1},
    {"help", '?', NULL, 0, "give this help", -1},
    {0},
};

static void print_help(const struct call *call)
{
    (void)fputs("kept - appointments that are kept\n\n"
                "Usage: kept [--db FILE] [--config FILE] [--at INSTANT] "
                "[--json] COMMAND …\n\nCommands:\n",
                call->out);
    for (size_t i = 0; i < ARRAY_LEN(commands); i++) {
        if (!commands[i]->is_hidden)
            (void)fprintf(call->out, "  %-11s %s\n", commands[i]->name,
                          commands[i]->help);
    }
    (void)fputs("\n'kept COMMAND --help' says more. Begin with 'kept init'.\n"
                "Exit status: 0 done, 1 failed, 2 wrong usage, 3 done but "
                "somebody should look.\n",
                call->out);
}

struct parse {
    struct call *call;
    const char *at;
    bool help;
    bool is_told; /* what is wrong was said */
};

/* argp's own complaint is two lines, the last of which says nothing. */
static void complain(const struct call *call, const char *word,
                     const char *what)
{
    (void)fprintf(call->err, "kept: '%s' %s; 'kept %s --help' says more\n",
                  word, what, call->command->name);
}

/* Whether a word such as "--days" is an option that wants a value. */
static bool wants_value(const struct argp_option *options, const char *word)
{
    if (strcmp(word, "-o") == 0)
        return true;
    for (size_t i = 0; options[i].name != NULL; i++) {
        if (options[i].arg != NULL && strncmp(word, "--", 2) == 0 &&
            strcmp(word + 2, options[i].name) == 0)
            return true;
    }
    return false;
}

/* The option that argp stumbled over stands just before the next word. */
static void complain_of_option(const struct parse *parse,
                               const struct argp_state *state)
{
    int index = state->next - 1;
    const char *word;

    if (index < 1 || *state->argv[index] != '-')
        index++;
    word = index < state->argc ? state->argv[index] : "";
    complain(parse->call, word,
             wants_value(state->root_argp->options, word)
                 ? "needs a value"
                 : "is no option of this command");
}

static error_t take_word(struct parse *parse, char *word)
{
    struct call *call = parse->call;

    if (call->word_count == call->command->words_max) {
        complain(call, word, "is one word too many");
        parse->is_told = true;
        return EINVAL;
    }
    call->words[call->word_count++] = word;
    return 0;
}

static int option_key(const struct option_spec *option, int index)
{
    return strcmp(option->name, OPTION_OUTPUT) == 0 ? 'o' : KEY_OWN + index;
}

/* An option of the command's own. */
static error_t take_option(struct call *call, int key, const char *value)
{
    const struct option_spec *options = call->command->options;

    for (int i = 0; options != NULL && options[i].name != NULL; i++) {
        if (key == option_key(&options[i], i)) {
            call->options[i] = value == NULL ? "" : value;
            return 0;
        }
    }
    return ARGP_ERR_UNKNOWN;
}

static error_t parse_key(int key, char *value, struct argp_state *state)
{
    struct parse *parse = state->input;
    struct call *call = parse->call;

    switch (key) {
    case ARGP_KEY_INIT:
        state->err_stream = call->err;
        state->out_stream = call->out;
        return 0;
    case KEY_DB:
        call->db_path = value;
        return 0;
    case KEY_CONFIG:
        call->config_path = value;
        call->config_named = true;
        return 0;
    case KEY_AT:
        parse->at = value;
        return 0;
    case KEY_JSON:
        call->json = true;
        return 0;
    case '?':
        parse->help = true;
        return 0;
    case ARGP_KEY_ARG:
        return take_word(parse, value);
    case ARGP_KEY_ERROR:
        if (!parse->is_told)
            complain_of_option(parse, state);
        return 0;
    default:
        break;
    }
    return take_option(call, key, value);
}

/* The command's table and the global one as argp wants them. */
static void list_options(
    const struct command *command,
    struct argp_option out[CALL_OPTIONS_MAX + ARRAY_LEN(global_options)])
{
    size_t count = 0;

    for (; command->options != NULL && command->options[count].name != NULL;
         count++) {
        assert(count < CALL_OPTIONS_MAX);
        out[count] = (struct argp_option){
            .name = command->options[count].name,
            .key = option_key(&command->options[count], (int)count),
            .arg = command->options[count].value,
            .doc = command->options[count].help,
        };
    }
    memcpy(out + count, global_options, sizeof(global_options));
}

/* Where the command's name stands; 0 when there is none. */
static int command_index(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--db") == 0 || strcmp(argv[i], "--config") == 0 ||
            strcmp(argv[i], "--at") == 0)
            i++;
        else if (*argv[i] != '-')
            return i;
    }
    return 0;
}

/* What can be said without a command. True when that was all. */
static bool say_general(int argc, char **argv, const struct call *call,
                        int *status)
{
    *status = EXIT_DONE;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--version") == 0) {
            (void)fprintf(call->out, "kept %s\n", KEPT_VERSION);
            return true;
        }
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0 ||
            strcmp(argv[i], "-?") == 0) {
            print_help(call);
            return true;
        }
    }
    (void)fputs("kept: which command? 'kept --help' lists them\n", call->err);
    *status = EXIT_USAGE;
    return true;
}

static const char *in_home(struct call *call, const char *rest)
{
    const char *home = getenv("HOME");

    return arena_printf(call->arena, "%s/%s", home == NULL ? "" : home, rest);
}

/* --db, else $KEPT_DB, else the system's folder, else the user's. */
static void settle_paths(struct call *call)
{
    const char *env = getenv("KEPT_DB");
    const char *config = getenv("KEPT_CONFIG");

    if (call->db_path != NULL)
        call->db_path = call_path(call, call->db_path);
    else if (!str_is_empty(env))
        call->db_path = env;
    else if (access(DEFAULT_FOLDER, X_OK) == 0)
        call->db_path = DEFAULT_FOLDER "/kept.db";
    else
        call->db_path = in_home(call, ".local/share/kept/kept.db");

    if (call->config_path != NULL) {
        call->config_path = call_path(call, call->config_path);
    } else if (!str_is_empty(config)) {
        call->config_path = config;
        call->config_named = true;
    } else if (access(DEFAULT_CONFIG, F_OK) == 0) {
        call->config_path = DEFAULT_CONFIG;
    } else {
        config = in_home(call, ".config/kept/kept.yaml");
        call->config_path = access(config, F_OK) == 0 ? config : NULL;
    }
}

static bool settle(struct parse *parse, int *status)
{
    struct call *call = parse->call;
    struct instant at;
    struct error err;

    settle_paths(call);
    if (parse->at != NULL) {
        if (!instant_parse(parse->at, &at, &err)) {
            err.kind = ERROR_USAGE;
            (void)error_wrap(&err, "--at");
            *status = call_fail(call, &err);
            return false;
        }
        call->has_at = true;
        call->clock = clock_standing(at);
    }
    if (call->word_count < call->command->words_min) {
        (void)fprintf(call->err,
                      "kept: usage: kept %s %s ('kept %s --help' says more)\n",
                      call->command->name, call->command->words,
                      call->command->name);
        *status = EXIT_USAGE;
        return false;
    }
    return true;
}

/* argp's own list of options, without its note on short and long ones. */
static void print_options(const struct call *call, const struct argp *argp)
{
    char *text = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&text, &len);
    char *note;

    if (stream == NULL)
        abort();
    argp_help(argp, stream, ARGP_HELP_USAGE | ARGP_HELP_LONG,
              arena_printf(call->arena, "kept %s", call->command->name));
    (void)fclose(stream);
    note = strstr(text, "\nMandatory or optional");
    if (note != NULL)
        *note = '\0';
    (void)fputs(text, call->out);
    free(text);
}

static void print_command_help(const struct call *call, const struct argp *argp)
{
    (void)fprintf(call->out, "%s\n\n", call->command->help);
    print_options(call, argp);
    (void)fprintf(call->out, "\nExample: %s\n", call->command->example);
}

bool command_line_read(int argc, char **argv, struct call *call, int *status)
{
    struct argp_option options[CALL_OPTIONS_MAX + ARRAY_LEN(global_options)];
    struct argp argp = {.options = options, .parser = parse_key};
    struct parse parse = {.call = call};
    int index = command_index(argc, argv);
    char **rest;

    if (index == 0)
        return !say_general(argc, argv, call, status);
    call->command = command_find(argv[index]);
    if (call->command == NULL) {
        (void)fprintf(call->err,
                      "kept: there is no command '%s'; 'kept --help' lists "
                      "them\n",
                      argv[index]);
        *status = EXIT_USAGE;
        return false;
    }
    list_options(call->command, options);
    argp.args_doc = call->command->words;
    rest = arena_new_array(call->arena, (size_t)argc + 1, char *);
    rest[0] = arena_printf(call->arena, "kept %s", call->command->name);
    for (int i = 1, at = 1; i < argc; i++) {
        if (i != index)
            rest[at++] = argv[i];
    }
    *status = EXIT_USAGE;
    if (argp_parse(&argp, argc - 1, rest,
                   ARGP_NO_EXIT | ARGP_NO_HELP | ARGP_NO_ERRS, NULL,
                   &parse) != 0)
        return false;
    if (parse.help) {
        print_command_help(call, &argp);
        *status = EXIT_DONE;
        return false;
    }
    return settle(&parse, status);
}
