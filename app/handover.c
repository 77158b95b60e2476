#include "app/handover.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "net/local_socket.h"

const char *handover_path(const char *db_path, struct arena *arena)
{
    return arena_printf(arena, "%s.sock", db_path);
}

static void print(struct str bytes, bool is_error, void *context)
{
    const struct call *call = context;

    (void)fwrite(bytes.at, 1, bytes.len, is_error ? call->err : call->out);
}

/* Whether the command reads standard input: a word is "-". */
static bool wants_input(const struct call *call)
{
    for (size_t i = 0; i < call->word_count; i++) {
        if (strcmp(call->words[i], "-") == 0)
            return true;
    }
    return false;
}

static bool refuse_at(struct call *call, int *status)
{
    struct error err;

    (void)error_set(&err, ERROR_USAGE,
                    "--at cannot be used while 'kept serve' runs on this "
                    "database; stop it, or try it on a copy (kept backup)");
    *status = call_fail(call, &err);
    return true;
}

/* The words as given, behind the folder that relative paths start in. */
static bool write_request(struct call *call, int argc, char **argv,
                          struct local_request *out, struct error *err)
{
    char folder[PATH_MAX];

    *out = (struct local_request){0};
    if (argc + 1 > LOCAL_ARGUMENTS_MAX)
        return error_set(err, ERROR_USAGE, "too many arguments");
    if (getcwd(folder, sizeof(folder)) == NULL)
        return error_set(err, ERROR_MACHINE, "this folder is gone");
    out->argv[out->argc++] = arena_strdup(call->arena, folder);
    for (int i = 1; i < argc; i++)
        out->argv[out->argc++] = argv[i];
    return !wants_input(call) ||
           call_read_file(call, "-", LOCAL_REQUEST_BYTES_MAX / 2, &out->input,
                          err);
}

bool handover(struct call *call, int argc, char **argv, int *status)
{
    const char *path = handover_path(call->db_path, call->arena);
    struct local_request request;
    struct stat about;
    struct error err;

    if (call->command->kind != COMMAND_WRITES || lstat(path, &about) != 0)
        return false;
    if (!write_request(call, argc, argv, &request, &err)) {
        *status = call_fail(call, &err);
        return true;
    }
    if (call->has_at) {
        /* Only a living daemon refuses; what a crash left is nobody. */
        request = (struct local_request){.argc = 1, .argv = {"", NULL}};
        if (local_call(path, &request, print, call, status, &err))
            return refuse_at(call, status);
        return false;
    }
    if (local_call(path, &request, print, call, status, &err))
        return true;
    if (err.kind == ERROR_MISSING) {
        call->input_given = request.input.at != NULL;
        call->input = request.input;
        return false;
    }
    *status = call_fail(call, &err);
    return true;
}
