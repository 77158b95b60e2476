#include "app/command.h"
#include "store/backup.h"
#include "store/lock.h"

/*
 * restore - a backup in the place of the office; it starts not live
 */

static int run(struct call *call)
{
    const char *path = call_path(call, call->words[0]);
    struct error err;
    int lock = -1;
    bool ok;

    ok = lock_take(call->db_path, &lock, &err);
    if (!ok && err.kind == ERROR_CONFLICT)
        (void)error_set(&err, ERROR_CONFLICT,
                        "database '%s' is in use; stop 'kept serve' first",
                        call->db_path);
    ok = ok && backup_restore(path, call->db_path, call_now(call), &err);
    lock_release(lock);
    if (!ok)
        return call_fail(call, &err);
    if (call->json)
        call_print_json(call, json_pack("{s:s, s:b}", "database", call->db_path,
                                        "live", 0));
    else
        (void)fprintf(call->out,
                      "Restored %s. The office is not live: look at it, then "
                      "say 'kept live on'.\nThe one that was there is kept as "
                      "%s.before-restore.\n",
                      call->db_path, call->db_path);
    return EXIT_DONE;
}

const struct command command_restore = {
    .name = "restore",
    .kind = COMMAND_ALONE,
    .words = "FILE",
    .words_min = 1,
    .words_max = 1,
    .help = "Puts a backup in the place of the office; it starts not live.",
    .example = "kept restore /media/usb/kept-2026-11-24.db",
    .run = run,
};
