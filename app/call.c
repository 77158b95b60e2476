#include "app/call.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "app/command.h"
#include "app/holidays.h"
#include "app/office.h"
#include "app/offices.h"
#include "base/buf.h"
#include "store/migrate.h"

/* A short command of another terminal is over by then. */
#define STORE_WAIT_TRIES 50
#define STORE_WAIT_NS    100000000L

void call_init(struct call *call, struct arena *arena)
{
    *call = (struct call){
        .arena = arena,
        .folder = ".",
        .clock = clock_system(),
    };
}

void call_finish(struct call *call)
{
    db_close(call->reader);
    call->reader = NULL;
    if (call->daemon == NULL)
        store_destroy(call->store);
    call->store = NULL;
}

const char *call_option(const struct call *call, const char *name)
{
    const struct option_spec *options = call->command->options;

    for (size_t i = 0; options != NULL && options[i].name != NULL; i++) {
        if (strcmp(options[i].name, name) == 0)
            return call->options[i];
    }
    return NULL; /* a command that has no such option */
}

bool call_date(const struct call *call, const char *name,
               struct civil_date *out, bool *given, struct error *err)
{
    const char *text = call_option(call, name);

    *given = text != NULL;
    if (text == NULL || civil_parse_date(text, out, err))
        return true;
    err->kind = ERROR_USAGE;
    return error_wrap(err, "--%s", name);
}

bool call_day_word(const struct call *call, const char *word,
                   const struct zone *zone, struct civil_date *out,
                   struct error *err)
{
    struct civil_date today = zone_civil(zone, call_now(call)).date;

    if (strcmp(word, "today") == 0)
        *out = today;
    else if (strcmp(word, "tomorrow") == 0)
        *out = civil_add_days(today, 1);
    else if (strcmp(word, "yesterday") == 0)
        *out = civil_add_days(today, -1);
    else if (!civil_parse_date(word, out, err)) {
        err->kind = ERROR_USAGE;
        return false;
    }
    return true;
}

bool call_day_start(const struct call *call, const char *name,
                    const struct zone *zone, struct instant *out,
                    struct error *err)
{
    struct civil_date date = {0};
    bool given;

    if (!call_date(call, name, &date, &given, err))
        return false;
    if (given)
        *out = zone_day_start(zone, date);
    return true;
}

int call_fail(const struct call *call, const struct error *err)
{
    (void)fprintf(call->err, "kept: %s\n", err->text);
    return err->kind == ERROR_USAGE ? EXIT_USAGE : EXIT_FAILED;
}

void call_write_json(json_t *object, FILE *to)
{
    if (json_dumpf(object, to, JSON_INDENT(2)) == 0)
        (void)fputc('\n', to);
    json_decref(object);
}

void call_print_json(const struct call *call, json_t *object)
{
    call_write_json(object, call->out);
}

FILE *call_create_file(const struct call *call, const char *path,
                       struct error *err)
{
    FILE *file = fopen(call_path(call, path), "we");

    if (file == NULL)
        (void)error_set(err, ERROR_MACHINE,
                        "'%s': %s; name a file in a folder that you may "
                        "write to",
                        path, strerror(errno));
    return file;
}

bool call_close_file(FILE *file, const char *path, struct error *err)
{
    return fclose(file) == 0 ||
           error_set(err, ERROR_MACHINE, "'%s': the disk is full", path);
}

const char *call_path(const struct call *call, const char *path)
{
    if (*path == '/' || strcmp(call->folder, ".") == 0)
        return path;
    return arena_printf(call->arena, "%s/%s", call->folder, path);
}

static bool read_all(int fd, size_t bytes_max, struct call *call,
                     struct str *out, struct error *err)
{
    struct buf bytes;
    char piece[65536];
    ssize_t got;

    buf_init(&bytes, bytes_max);
    while ((got = read(fd, piece, sizeof(piece))) > 0 && !bytes.full)
        (void)buf_add(&bytes, piece, (size_t)got);
    if (got == 0) {
        *out = (struct str){
            .at = arena_strndup(call->arena, buf_text(&bytes), bytes.len),
            .len = bytes.len,
        };
    } else if (bytes.full) {
        (void)error_set(err, ERROR_INPUT, "more than %zu MiB",
                        bytes_max / 1024 / 1024);
    } else {
        (void)error_set(err, ERROR_MACHINE, "%s", strerror(errno));
    }
    buf_finish(&bytes);
    return got == 0;
}

bool call_read_file(struct call *call, const char *path, size_t bytes_max,
                    struct str *out, struct error *err)
{
    struct stat about;
    int fd;
    bool ok;

    if (strcmp(path, "-") == 0) {
        if (call->input_given) {
            *out = call->input;
            return true;
        }
        return read_all(STDIN_FILENO, bytes_max, call, out, err) ||
               error_wrap(err, "standard input");
    }
    fd = open(call_path(call, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return error_set(err, errno == ENOENT ? ERROR_MISSING : ERROR_MACHINE,
                         "'%s': %s", path,
                         errno == ENOENT ? "no such file; check the path"
                                         : strerror(errno));
    if (fstat(fd, &about) == 0 && !S_ISREG(about.st_mode))
        ok = error_set(err, ERROR_INPUT, "not a file; check the path");
    else
        ok = read_all(fd, bytes_max, call, out, err);
    (void)close(fd);
    return ok || error_wrap(err, "'%s'", path);
}

bool call_reader(struct call *call, struct db **out, struct error *err)
{
    if (call->reader == NULL) {
        if (!db_open(call->db_path, DB_READ, &call->reader, err))
            return false;
        if (!migrate_check(call->reader, err))
            return error_wrap(err, "database '%s'", call->db_path);
    }
    *out = call->reader;
    return true;
}

bool call_store(struct call *call, struct error *err)
{
    const struct timespec pause = {.tv_nsec = STORE_WAIT_NS};

    for (int i = 0; call->store == NULL; i++) {
        if (store_create(call->db_path, false, call_now(call), NULL,
                         &call->store, err))
            break;
        if (err->kind != ERROR_CONFLICT || i == STORE_WAIT_TRIES ||
            strstr(err->text, "another kept") == NULL)
            return false;
        (void)nanosleep(&pause, NULL);
    }
    return true;
}

bool call_write(struct call *call, store_work *work, void *context,
                struct error *err)
{
    return call_store(call, err) && store_call(call->store, work, context, err);
}

const char *outbox_folder(const char *db_path, struct arena *arena)
{
    const char *slash = strrchr(db_path, '/');

    return slash == NULL ? "outbox"
                         : arena_printf(arena, "%.*s/outbox",
                                        (int)(slash - db_path), db_path);
}

bool call_config(struct call *call, struct config *out, struct error *err)
{
    struct config_source source = {
        .file_name = call->config_path == NULL ? "" : call->config_path,
        .outbox = outbox_folder(call->db_path, call->arena),
    };

    if (call->config_path != NULL)
        return config_load(&source, call->config_named, call->arena, out, err);
    config_default(&source, call->arena, out);
    return true;
}

bool office_of(struct db *db, struct arena *arena, struct office *out,
               struct error *err)
{
    struct office_sections known;

    return offices_sections(db, arena, &known, err) &&
           (office_load(&known, arena, out, err) ||
            error_wrap(err, "office in the database")) &&
           holidays_load(db, arena, &out->public_holidays, err);
}

bool call_office(struct call *call, struct office *out, struct error *err)
{
    struct db *db = NULL;

    return call_reader(call, &db, err) && office_of(db, call->arena, out, err);
}
