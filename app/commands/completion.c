#include <string.h>

#include "app/command.h"

/*
 * completion - the script that lets bash finish our words, made of the
 * commands' own tables
 */

static void print_options(const struct call *call,
                          const struct option_spec *options)
{
    for (; options != NULL && options->name != NULL; options++)
        (void)fprintf(call->out, " --%s", options->name);
}

static void print_bash(const struct call *call)
{
    const struct command *command;

    (void)fputs("_kept() {\n"
                "    local word=${COMP_WORDS[COMP_CWORD]} command=\n"
                "    local i global='--db --config --at --json --help'\n"
                "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                "        case ${COMP_WORDS[i]} in\n"
                "        --db | --config | --at) ((i++)) ;;\n"
                "        -*) ;;\n"
                "        *) command=${COMP_WORDS[i]}; break ;;\n"
                "        esac\n"
                "    done\n"
                "    local own=\n"
                "    case $command in\n"
                "    '') own='",
                call->out);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (!command->is_hidden)
            (void)fprintf(call->out, "%s ", command->name);
    }
    (void)fputs("--version' ;;\n", call->out);
    for (size_t i = 0; (command = command_at(i)) != NULL; i++) {
        if (command->is_hidden)
            continue;
        (void)fprintf(call->out, "    %s) own='", command->name);
        print_options(call, command->options);
        (void)fputs("' ;;\n", call->out);
    }
    (void)fputs("    esac\n"
                "    mapfile -t COMPREPLY < <(compgen -W \"$own $global\" -- "
                "\"$word\")\n"
                "}\n"
                "complete -o default -F _kept kept\n",
                call->out);
}

static int run(struct call *call)
{
    if (strcmp(call->words[0], "bash") != 0) {
        (void)fprintf(call->err,
                      "kept: completion for '%s': only bash is known\n",
                      call->words[0]);
        return EXIT_USAGE;
    }
    print_bash(call);
    return EXIT_DONE;
}

const struct command command_completion = {
    .name = "completion",
    .kind = COMMAND_ALONE,
    .words = "bash",
    .words_min = 1,
    .words_max = 1,
    .help = "Prints the completion script of a shell (bash).",
    .example = "source <(kept completion bash)",
    .is_exact = true,
    .run = run,
};
