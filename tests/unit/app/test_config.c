#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/config.h"
#include "tests/test.h"

/* A folder of its own for the files of a test. */
struct scene {
    struct arena arena;
    char folder[64];
    struct config_source source;
    struct config config;
    struct error err;
};

static void scene_init(struct scene *scene)
{
    *scene = (struct scene){.folder = "/tmp/kept-config-XXXXXX"};
    if (mkdtemp(scene->folder) == NULL)
        FAIL("no folder for the test");
    scene->source = (struct config_source){
        .file_name = arena_printf(&scene->arena, "%s/kept.yaml", scene->folder),
        .outbox = "/var/lib/kept/outbox",
    };
}

static const char *file_in(struct scene *scene, const char *name)
{
    return arena_printf(&scene->arena, "%s/%s", scene->folder, name);
}

static void write_file(struct scene *scene, const char *name, const char *text,
                       mode_t mode)
{
    FILE *file = fopen(file_in(scene, name), "w");

    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0 ||
        chmod(file_in(scene, name), mode) != 0)
        FAIL(name);
}

static void scene_finish(struct scene *scene)
{
    static const char *const names[] = {"kept.yaml", "mail.secret",
                                        "key.secret"};

    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        (void)unlink(file_in(scene, names[i]));
    CHECK(rmdir(scene->folder) == 0);
    arena_free(&scene->arena);
}

static bool read_yaml(struct scene *scene, const char *yaml)
{
    return config_read(str_of(yaml), &scene->source, &scene->arena,
                       &scene->config, &scene->err);
}

static void check_defaults(const struct config *config)
{
    CHECK_STR(config->listen_host, "127.0.0.1");
    CHECK_INT(config->listen_port, 8080);
    CHECK_NULL(config->public_url);
    CHECK_NULL(config->owner_mail);
    CHECK_INT(config->owner_report_day, 1);
    CHECK_INT(config->owner_report_minute, 420);
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        CHECK_STR(config->gateways[i].kind, "outbox");
        CHECK_STR(config->gateways[i].name, "outbox");
        CHECK_STR(config->gateways[i].url, "/var/lib/kept/outbox");
        CHECK_INT(config->gateways[i].channel, i);
        CHECK_INT(config->paces[i].count, 0);
        CHECK(config->paces[i].period_ms > 0);
    }
}

TEST(config, writes_to_the_outbox_when_there_is_no_file)
{
    struct scene scene;

    scene_init(&scene);
    CHECK(config_load(&scene.source, false, &scene.arena, &scene.config,
                      &scene.err));
    check_defaults(&scene.config);
    CHECK(!config_load(&scene.source, true, &scene.arena, &scene.config,
                       &scene.err));
    CHECK_INT(scene.err.kind, ERROR_MISSING);
    CHECK(read_yaml(&scene, ""));
    check_defaults(&scene.config);
    CHECK(read_yaml(&scene, "# nothing\n"));
    check_defaults(&scene.config);
    scene_finish(&scene);
}

#define EXAMPLE TEST_FIXTURES_DIR "/../../docs/examples/kept.yaml"

static void copy_example(struct scene *scene)
{
    char text[8192];
    FILE *file = fopen(EXAMPLE, "r");
    size_t len;

    if (file == NULL)
        FAIL(EXAMPLE);
    len = fread(text, 1, sizeof(text) - 1, file);
    text[len] = '\0';
    (void)fclose(file);
    write_file(scene, "kept.yaml", text, 0644);
}

TEST(config, reads_the_example_of_the_manual)
{
    struct scene scene;
    const struct gateway_settings *mail = &scene.config.gateways[CHANNEL_MAIL];
    const struct gateway_settings *sms = &scene.config.gateways[CHANNEL_SMS];

    scene_init(&scene);
    copy_example(&scene);
    write_file(&scene, "mail.secret", "  open sesame \n", 0600);
    if (!config_load(&scene.source, true, &scene.arena, &scene.config,
                     &scene.err))
        FAIL(scene.err.text);
    CHECK_STR(scene.config.public_url, "https://rdv.example.org");
    CHECK_STR(mail->name, "mail");
    CHECK_STR(mail->kind, "smtp");
    CHECK_STR(mail->url, "smtp://127.0.0.1:587");
    CHECK_STR(mail->user, "rdv");
    CHECK_STR(mail->secret, "open sesame");
    CHECK_STR(mail->sender, "Cabinet des Lilas <rdv@example.org>");
    CHECK_INT(mail->tls, EXCHANGE_TLS_REQUIRED);
    CHECK_STR(sms->name, "sms");
    CHECK_STR(sms->method, "POST");
    CHECK_UINT(sms->header_count, 1);
    CHECK_STR(sms->headers[0].name, "Content-Type");
    CHECK_STR(sms->headers[0].value, "application/json");
    CHECK_STR(sms->id, "/message_id");
    CHECK_STR(sms->sender, "Cabinet");
    CHECK_INT(sms->cost_micro, 60000);
    CHECK_INT(scene.config.paces[CHANNEL_SMS].count, 10);
    CHECK_INT(scene.config.paces[CHANNEL_SMS].period_ms, 1000);
    CHECK_STR(scene.config.owner_mail, "owner@example.org");
    CHECK_INT(scene.config.owner_report_minute, 420);
    scene_finish(&scene);
}

#define SMTP "mail: {gateway: smtp, url: \"smtp://127.0.0.1\", "

static void check_secret(const char *text, mode_t mode, const char *reason)
{
    struct scene scene;
    char *expected;

    scene_init(&scene);
    if (text != NULL)
        write_file(&scene, "mail.secret", text, mode);
    CHECK(!read_yaml(&scene,
                     SMTP "from: a@example.org,\n secret_file: mail.secret}"
                          "\n"));
    CHECK_INT(scene.err.kind, ERROR_USAGE);
    expected = arena_printf(&scene.arena,
                            "%s:2:15: mail.secret_file: '%s/mail.secret' %s",
                            scene.source.file_name, scene.folder, reason);
    CHECK_CONTAINS(scene.err.text, expected);
    CHECK(strstr(scene.err.text, "sesame") == NULL);
    scene_finish(&scene);
}

TEST(config, wants_secrets_in_files_of_their_owner_alone)
{
    check_secret("sesame\n", 0640, "may be read by others: chmod 600");
    check_secret("sesame\n", 0604, "may be read by others: chmod 600");
    check_secret("sesame\nsesame\n", 0600, "must hold one line");
    check_secret("", 0600, "must hold one line");
    check_secret(" \n", 0600, "must hold one line");
}

TEST(config, says_that_a_secret_is_not_there)
{
    struct scene scene;

    scene_init(&scene);
    CHECK(!read_yaml(&scene, SMTP "secret_file: mail.secret}\n"));
    CHECK_CONTAINS(scene.err.text, "No such file or directory");
    CHECK_CONTAINS(scene.err.text, scene.folder);
    CHECK(!read_yaml(&scene, SMTP "secret_file: /dev/null}\n"));
    CHECK_CONTAINS(scene.err.text, "'/dev/null' is not a file");
    scene_finish(&scene);
}

TEST(config, limits_a_secret)
{
    struct scene scene;
    char *large;

    scene_init(&scene);
    large = arena_alloc(&scene.arena, CONFIG_SECRET_MAX + 2);
    memset(large, 'a', CONFIG_SECRET_MAX + 1);
    write_file(&scene, "mail.secret", large, 0600);
    CHECK(!read_yaml(&scene, SMTP "secret_file: mail.secret}\n"));
    CHECK_CONTAINS(scene.err.text, "is longer than 4096 bytes");
    large[CONFIG_SECRET_MAX] = '\0';
    write_file(&scene, "mail.secret", large, 0400);
    CHECK(read_yaml(&scene, SMTP "user: a, from: a@example.org, "
                                 "secret_file: mail.secret}\n"));
    CHECK_UINT(strlen(scene.config.gateways[CHANNEL_MAIL].secret),
               CONFIG_SECRET_MAX);
    scene_finish(&scene);
}

static const char twilio[] = "public_url: https://rdv.example.org/\n"
                             "sms:\n"
                             "  gateway: twilio\n"
                             "  user: AC1\n"
                             "  secret_file: mail.secret\n"
                             "  signing_file: key.secret\n"
                             "  profile: MG1\n";

TEST(config, reads_what_a_vendor_wants)
{
    const struct gateway_settings *sms;
    struct scene scene;

    scene_init(&scene);
    write_file(&scene, "mail.secret", "sesame\n", 0600);
    write_file(&scene, "key.secret", "open\n", 0600);
    if (!read_yaml(&scene, twilio))
        FAIL(scene.err.text);
    sms = &scene.config.gateways[CHANNEL_SMS];
    CHECK_STR(sms->kind, "twilio");
    CHECK_NULL(sms->url);
    CHECK_STR(gateway_url(sms), "https://api.twilio.com");
    CHECK(!config_gateway_is_local(sms));
    CHECK_STR(sms->profile, "MG1");
    CHECK_STR(sms->signing, "open");
    CHECK_STR(sms->hook_url, "https://rdv.example.org/hook/sms");
    CHECK_STR(sms->hook_secret, "sesame");
    scene_finish(&scene);
}

/* Where nobody listens, or nobody wants to hear, nothing is asked for. */
TEST(config, asks_for_no_receipts_without_a_public_url)
{
    struct scene scene;

    scene_init(&scene);
    write_file(&scene, "mail.secret", "sesame\n", 0600);
    write_file(&scene, "key.secret", "open\n", 0600);
    CHECK(read_yaml(&scene, strchr(twilio, '\n') + 1));
    CHECK_NULL(scene.config.gateways[CHANNEL_SMS].hook_url);
    CHECK(read_yaml(&scene,
                    arena_printf(&scene.arena, "%s  receipts: no\n", twilio)));
    CHECK_NULL(scene.config.gateways[CHANNEL_SMS].hook_url);
    scene_finish(&scene);
}

TEST(config, reads_the_words_of_a_program)
{
    const struct gateway_settings *sms;
    struct scene scene;

    scene_init(&scene);
    if (!read_yaml(&scene, "sms: {gateway: command, url: /usr/bin/send, "
                           "arguments: [--urgent, \"a b\"]}\n"))
        FAIL(scene.err.text);
    sms = &scene.config.gateways[CHANNEL_SMS];
    CHECK_STR(sms->arguments[0], "--urgent");
    CHECK_STR(sms->arguments[1], "a b");
    CHECK_NULL(sms->arguments[2]);
    CHECK(!config_gateway_is_local(sms));
    scene_finish(&scene);
}

static const struct {
    const char *yaml;
    const char *text;
} mistakes[] = {
    {"listn: a\n", "1:1: unknown key 'listn'"},
    {"sms:\n  gateway: http\n  url: \"http://127.0.0.1/\"\n"
     "  sendr: a\n",
     "4:3: sms: unknown key 'sendr'"},
    {"listen: \"8080\"\n",
     "1:9: listen: '8080' is not an address and a port such as "
     "127.0.0.1:8080"},
    {"listen: 127.0.0.1:http\n",
     "1:9: listen: 'http' is not a number from 0 to 65535"},
    {"listen: 127.0.0.1:65536\n",
     "1:9: listen: '65536' is not a number from 0 to 65535"},
    {"public_url: rdv.example.org\n",
     "1:13: public_url: 'rdv.example.org' is not an address such as "
     "https://rdv.example.org"},
    {"mail: {}\n", "1:7: mail.gateway: is missing"},
    {"mail: {gateway: pigeon}\n",
     "1:17: mail.gateway: 'pigeon' is no gateway; 'kept gateway list' names "
     "them"},
    {"mail: {gateway: smtp}\n", "1:7: mail.url: is missing"},
    {"sms: {gateway: twilio, user: AC1}\n",
     "1:6: sms: 'secret_file' is missing: twilio needs it"},
    {"sms: {gateway: twilio, user: AC1, region: eu}\n",
     "1:6: sms: 'secret_file' is missing: twilio needs it"},
    {"sms: {gateway: gammu, region: eu}\n",
     "1:6: sms: 'region' is no setting of gammu"},
    {"mail: {gateway: twilio}\n",
     "1:7: mail: gateway 'twilio' does not carry mail"},
    {"sms: {gateway: infobip}\n", "1:6: sms.url: is missing"},
    {"sms: {gateway: command, url: send}\n",
     "1:6: sms: 'url' must be the whole path of a program, such as "
     "/usr/local/bin/send-sms"},
    {"sms: {gateway: command, url: /send, arguments: now}\n",
     "1:48: sms.arguments: must be a list of at most 20 words"},
    {"sms: {gateway: gammu, receipts: maybe}\n",
     "1:33: sms.receipts: 'maybe' is neither yes nor no"},
    {SMTP "tls: maybe}\n",
     "1:53: mail.tls: 'maybe' is neither required nor off"},
    {SMTP "from: a, sender: b}\n",
     "1:54: mail.from: from and sender mean the same: leave one out"},
    {SMTP "cost: 6 cents}\n",
     "1:54: mail.cost: '6 cents' is not an amount such as \"0.06\""},
    {SMTP "cost: \"0.0000001\"}\n",
     "1:54: mail.cost: '0.0000001' is not an amount such as \"0.06\""},
    {SMTP "pace: 10}\n",
     "1:54: mail.pace: '10' is not a pace such as 10/s or 200/h"},
    {SMTP "pace: 0/s}\n",
     "1:54: mail.pace: '0/s' is not a pace such as 10/s or 200/h"},
    {SMTP "window: 0}\n",
     "1:56: mail.window: '0' is not a number from 1 to 1000"},
    {SMTP "window: 16 of them}\n",
     "1:56: mail.window: '16 of them' is not a number from 1 to 1000"},
    {SMTP "pace: 10/y}\n",
     "1:54: mail.pace: '10/y' is not a pace such as 10/s or 200/h"},
    {SMTP "timeout: 1h}\n", "1:57: mail.timeout: '1h' is too long"},
    {SMTP "repeatable: maybe}\n",
     "1:60: mail.repeatable: 'maybe' is neither yes nor no"},
    {SMTP "headers: [a]}\n",
     "1:57: mail.headers: must be at most 16 names and their values"},
    {SMTP "headers: {\"a b\": c}}\n",
     "1:65: mail.headers: 'a b' is not a header of one line"},
    {SMTP "headers: {a: \"c\\nd\"}}\n",
     "1:61: mail.headers: 'a' is not a header of one line"},
    {"owner: {mail: nobody}\n", "1:15: owner.mail: is not a mail address"},
    {"owner: {report_day: 31}\n",
     "1:21: owner.report_day: '31' is not a number from 1 to 28"},
    {"owner: {report_hour: \"24:00\"}\n",
     "1:22: owner.report_hour: '24:00' is not a time of day such as "
     "\"18:00\""},
    {"owner: {report_hour: 7am}\n",
     "1:22: owner.report_hour: '7am' is not a time of day such as "
     "\"18:00\""},
};

TEST(config, names_the_place_of_a_mistake)
{
    for (size_t i = 0; i < ARRAY_LEN(mistakes); i++) {
        struct arena arena = {0};
        struct config_source source = {.file_name = "k", .outbox = "o"};
        struct config config;
        struct error err = {.text = "nothing was wrong"};

        CHECK(!config_read(str_of(mistakes[i].yaml), &source, &arena, &config,
                           &err));
        CHECK_STR(err.text, arena_printf(&arena, "k:%s", mistakes[i].text));
        CHECK_INT(err.kind, ERROR_USAGE);
        arena_free(&arena);
    }
}

TEST(config, asks_the_gateway_whether_its_settings_make_sense)
{
    struct scene scene;

    scene_init(&scene);
    CHECK(!read_yaml(&scene,
                     "\nsms: {gateway: smtp, url: \"smtp://127.0.0.1\", "
                     "from: a@example.org}\n"));
    CHECK_INT(scene.err.kind, ERROR_USAGE);
    CHECK_CONTAINS(scene.err.text, "kept.yaml:2:6: sms: ");
    scene_finish(&scene);
}

static int window_of(const char *settings)
{
    struct scene scene;
    int window;
    char text[256];

    scene_init(&scene);
    (void)snprintf(text, sizeof(text),
                   "sms: {gateway: http, url: \"http://127.0.0.1/\","
                   " body: \"{{to}} {{text}}\" %s}\n",
                   settings);
    CHECK(read_yaml(&scene, text));
    window = scene.config.windows[CHANNEL_SMS];
    CHECK_INT(scene.config.windows[CHANNEL_MAIL], CONFIG_WINDOW_TOP);
    scene_finish(&scene);
    return window;
}

TEST(config, gives_a_gateway_a_window_of_a_seconds_worth)
{
    CHECK_INT(window_of(""), CONFIG_WINDOW);
    CHECK_INT(window_of(", pace: 5/s"), CONFIG_WINDOW);
    CHECK_INT(window_of(", pace: 40/s"), 40);
    CHECK_INT(window_of(", pace: 500/s"), CONFIG_WINDOW_TOP);
    CHECK_INT(window_of(", pace: 500/s, window: 250"), 250);
}

TEST(config, reads_addresses_paces_and_costs)
{
    struct scene scene;

    scene_init(&scene);
    CHECK(read_yaml(&scene, "listen: \"[::1]:0\"\n"
                            "public_url: https://rdv.example.org/a//\n"
                            "sms: {gateway: outbox, url: box, cost: 1, "
                            "pace: 200/h}\n"));
    CHECK_STR(scene.config.listen_host, "::1");
    CHECK_INT(scene.config.listen_port, 0);
    CHECK_STR(scene.config.public_url, "https://rdv.example.org/a");
    CHECK_STR(scene.config.gateways[CHANNEL_SMS].url, file_in(&scene, "box"));
    CHECK_INT(scene.config.gateways[CHANNEL_SMS].cost_micro, 1000000);
    CHECK_INT(scene.config.windows[CHANNEL_SMS], CONFIG_WINDOW_TOP);
    CHECK_INT(scene.config.paces[CHANNEL_SMS].count, 200);
    CHECK_INT(scene.config.paces[CHANNEL_SMS].period_ms, 3600000);
    scene_finish(&scene);
}

TEST(config, knows_which_gateways_stay_on_this_machine)
{
    static const struct {
        const char *url;
        bool is_local;
    } cases[] = {
        {"http://127.0.0.1:13013/send", true},
        {"smtp://127.8.9.1", true},
        {"smtps://localhost:465", true},
        {"http://[::1]:80/x", true},
        {"http://[0:0:0:0:0:0:0:1]/", true},
        {"http://user:pass@127.0.0.1/", true},
        {"http://127.0.0.1@example.org/", false},
        {"http://127.0.0.1:80@example.org/", false},
        {"http://127.0.0.1\\@example.org/", false},
        {"http://example.org/127.0.0.1", false},
        {"http://example.org/@127.0.0.1", false},
        {"http://example.org?@localhost", false},
        {"http://127.0.0.1.example.org/", false},
        {"http://localhost.example.org/", false},
        {"http://{{to}}/", false},
        {"http://127.0.0.1{{to}}/", false},
        {"http://[::2]/", false},
        {"http://10.0.0.1/", false},
        {"http://0.0.0.0/", false},
        {"http://", false},
        {"127.0.0.1", false},
        {NULL, false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct gateway_settings settings = {.kind = "http",
                                            .url = cases[i].url};

        CHECK_INT(config_gateway_is_local(&settings), cases[i].is_local);
        settings.kind = "outbox";
        CHECK(config_gateway_is_local(&settings));
    }
}
