#include "store/backup.h"

#include <unistd.h>

#include "app/command.h"

/*
 * backup - a whole, checked copy of the office, while it is in use
 */

static int run(struct call *call)
{
    const char *path = call_path(call, call->words[0]);
    struct db *db;
    struct error err;

    /* A reader's own snapshot: the daemon goes on writing meanwhile. */
    if (!call_reader(call, &db, &err) || !backup_write(db, path, &err))
        return call_fail(call, &err);
    if (call->json)
        call_print_json(call, json_pack("{s:s}", "backup", path));
    else
        (void)fprintf(call->out,
                      "Wrote %s and checked it. 'kept restore %s' puts it "
                      "back, not live.\n",
                      path, path);
    return EXIT_DONE;
}

const struct command command_backup = {
    .name = "backup",
    .kind = COMMAND_READS,
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .help = "Copies the office into a file, while it runs, and checks it.",
    .example = "kept backup /media/usb/kept-2026-11-24.db",
    .run = run,
};
