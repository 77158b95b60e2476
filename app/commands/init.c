#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/jobs/plan.h"
#include "app/office.h"
#include "app/offices.h"
#include "base/buf.h"
#include "base/locale.h"

/*
 * init - makes the database and says who the office is
 */

#define LOCALTIME     "/etc/localtime"
#define ZONE_TABLE    "/usr/share/zoneinfo/zone.tab"
#define ZONEINFO_PART "/zoneinfo/"

static const struct option_spec options[] = {
    {"name", "NAME", "the office's name, as customers know it"},
    {"zone", "ZONE", "its time zone, like Europe/Paris (this machine's)"},
    {"country", "CC", "ISO 3166 code, for telephone numbers (the zone's)"},
    {"currency", "CUR", "ISO 4217 code, for money (the country's)"},
    {"language", "TAG", "like fr or pt-BR, for messages (the country's)"},
    {0},
};

/* The zone this machine's clock shows, or "UTC". */
static const char *machine_zone(struct arena *arena)
{
    char target[PATH_MAX];
    ssize_t len = readlink(LOCALTIME, target, sizeof(target) - 1);
    const char *at;

    if (len <= 0)
        return "UTC";
    target[len] = '\0';
    at = strstr(target, ZONEINFO_PART);
    if (at == NULL || strcmp(at + strlen(ZONEINFO_PART), "Etc/UTC") == 0)
        return "UTC";
    return arena_strdup(arena, at + strlen(ZONEINFO_PART));
}

/* The country of a zone by the zone data's own table, or "". */
static const char *zone_country(const char *zone, struct arena *arena)
{
    FILE *file = fopen(ZONE_TABLE, "re");
    char line[256];
    char country[3];
    char name[ZONE_NAME_MAX];
    const char *found = "";

    if (file == NULL)
        return "";
    while (*found == '\0' && fgets(line, sizeof(line), file) != NULL) {
        if (sscanf(line, "%2s %*s %39s", country, name) == 2 &&
            strcmp(name, zone) == 0)
            found = arena_strdup(arena, country);
    }
    (void)fclose(file);
    return found;
}

static const char *given(const struct call *call, const char *name,
                         const char *otherwise)
{
    const char *value = call_option(call, name);

    return value == NULL ? otherwise : value;
}

static void add_key(struct buf *yaml, const char *key, const char *value)
{
    if (*value == '\0')
        return;
    (void)buf_printf(yaml, "  %s: \"", key);
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            (void)buf_add_char(yaml, '\\');
        (void)buf_add_char(yaml, (unsigned char)*at < 0x20 ? ' ' : *at);
    }
    (void)buf_add_text(yaml, "\"\n");
}

/* The office section as a person would have written it. */
static struct str office_yaml(const struct call *call, struct buf *yaml)
{
    const char *zone = given(call, "zone", machine_zone(call->arena));
    const char *country =
        given(call, "country", zone_country(zone, call->arena));

    (void)buf_add_text(yaml, "office:\n");
    add_key(yaml, "name", given(call, "name", "My office"));
    add_key(yaml, "zone", zone);
    add_key(yaml, "country", country);
    add_key(yaml, "currency",
            given(call, "currency", locale_currency(country, call->arena)));
    add_key(yaml, "language",
            given(call, "language", locale_language(country, call->arena)));
    return buf_str(yaml);
}

static bool has_option(const struct call *call)
{
    for (size_t i = 0; i < ARRAY_LEN(options) - 1; i++) {
        if (call->options[i] != NULL)
            return true;
    }
    return false;
}

/* The folder of the database, made when only it is missing. */
static bool make_folder(const char *path, struct error *err)
{
    char folder[PATH_MAX];

    (void)snprintf(folder, sizeof(folder), "%s", path);
    for (char *at = strchr(folder + 1, '/'); at != NULL;
         at = strchr(at + 1, '/')) {
        *at = '\0';
        if (mkdir(folder, 0700) != 0 && errno != EEXIST)
            return error_set(err, ERROR_MACHINE, "folder '%s': %s", folder,
                             strerror(errno));
        *at = '/';
    }
    return true;
}

static bool create(struct call *call, const struct office_update *update,
                   struct error *err)
{
    struct instant now = call_now(call);

    return make_folder(call->db_path, err) &&
           store_create(call->db_path, true, now, NULL, &call->store, err) &&
           plan_check_zone_data(call->store, now, err) &&
           offices_save(call, update, NULL, err);
}

static int tell(const struct call *call, const struct office *office)
{
    if (call->json) {
        call_print_json(call,
                        json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "database",
                                  call->db_path, "name", office->name, "zone",
                                  office->zone.name, "country", office->country,
                                  "currency", office->currency, "language",
                                  office->language));
        return EXIT_DONE;
    }
    (void)fprintf(call->out,
                  "Made %s for '%s' (%s, %s, %s, %s).\n"
                  "Nothing leaves until you say 'kept live on'.\n"
                  "Next: 'kept office export' shows the office file; "
                  "'kept import FILE' reads a calendar.\n",
                  call->db_path, office->name, office->zone.name,
                  *office->country == '\0' ? "no country" : office->country,
                  office->currency, office->language);
    return EXIT_DONE;
}

/* An office that is there already is only brought up to date. */
static int bring_up_to_date(struct call *call)
{
    struct error err;

    if (has_option(call)) {
        (void)error_set(&err, ERROR_CONFLICT,
                        "database '%s' exists already; change it with 'kept "
                        "office import FILE', or name another with --db",
                        call->db_path);
        return call_fail(call, &err);
    }
    if (!call_store(call, &err))
        return call_fail(call, &err);
    if (call->json)
        call_print_json(call, json_pack("{s:s}", "database", call->db_path));
    else
        (void)fprintf(call->out, "%s is there already and up to date.\n",
                      call->db_path);
    return EXIT_DONE;
}

static int run(struct call *call)
{
    struct office_sections none = {0};
    struct office_update update;
    struct office_file file = {.name = "init"};
    struct buf yaml;
    struct error err;
    bool ok;

    if (access(call->db_path, F_OK) == 0)
        return bring_up_to_date(call);
    buf_init(&yaml, 65536);
    file.yaml = office_yaml(call, &yaml);
    ok = office_update(&none, &file, call->arena, &update, &err) &&
         create(call, &update, &err);
    buf_finish(&yaml);
    return ok ? tell(call, &update.office) : call_fail(call, &err);
}

const struct command command_init = {
    .name = "init",
    .kind = COMMAND_ALONE,
    .words = "",
    .help = "Makes the database of a new office.",
    .example = "kept init --name 'Cabinet des Lilas' --zone Europe/Paris",
    .options = options,
    .run = run,
};
