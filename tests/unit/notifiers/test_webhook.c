#include <string.h>

#include "notifiers/form.h"
#include "notifiers/notifier.h"
#include "tests/test.h"

static struct gateway_settings listening(void)
{
    const struct gateway_settings settings = {
        .name = "sms",
        .hook_url = "https://rdv.example.org/hook/sms",
        .hook_secret = "hush",
    };

    return settings;
}

static const char *key_of(const struct gateway_settings *settings,
                          const char *url, struct arena *arena)
{
    const struct webhook_request request = {.method = "GET", .url = url};

    return webhook_key(settings, &request, arena);
}

TEST(webhook, a_token_gives_its_key_back)
{
    static const char *const keys[] = {"k-1", "", "a b/c?d#e%f+g",
                                       "0f1e2d3c4b5a69788796a5b4c3d2e1f0"};
    struct gateway_settings settings = listening();
    struct arena arena = {0};

    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const char *url = webhook_url(&settings, keys[i], &arena);
        const char *token = strrchr(url, '/') + 1;

        CHECK_CONTAINS(url, "https://rdv.example.org/hook/sms/");
        CHECK(strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                            "abcdefghijklmnopqrstuvwxyz0123456789-_.") ==
              strlen(token));
        CHECK(*token != '.');
        CHECK_STR(key_of(&settings, url, &arena), keys[i]);
        CHECK_STR(key_of(&settings, arena_printf(&arena, "%s?st=1#x", url),
                         &arena),
                  keys[i]);
    }
    arena_free(&arena);
}

TEST(webhook, a_token_of_somebody_else_has_no_key)
{
    struct gateway_settings settings = listening();
    struct gateway_settings mail = listening();
    struct arena arena = {0};
    char *url = arena_strdup(&arena, webhook_url(&settings, "k-1", &arena));
    char *token = strrchr(url, '/') + 1;

    for (char *at = token; *at != '\0'; at++) {
        char was = *at;

        *at = was == 'x' ? 'y' : 'x';
        CHECK_NULL(key_of(&settings, url, &arena));
        *at = was;
    }
    CHECK_STR(key_of(&settings, url, &arena), "k-1");
    mail.name = "mail";
    CHECK_NULL(key_of(&mail, url, &arena));
    settings.hook_secret = "hush2";
    CHECK_NULL(key_of(&settings, url, &arena));
    settings.hook_secret_before = "hush";
    CHECK_STR(key_of(&settings, url, &arena), "k-1");
    arena_free(&arena);
}

TEST(webhook, nobody_listens_without_a_url_or_a_secret)
{
    struct gateway_settings settings = listening();
    struct arena arena = {0};

    settings.hook_secret = NULL;
    CHECK_NULL(webhook_url(&settings, "k", &arena));
    CHECK_NULL(key_of(&settings, "https://x/hook/sms/-.AAAA", &arena));
    settings = listening();
    settings.hook_url = NULL;
    CHECK_NULL(webhook_url(&settings, "k", &arena));
    arena_free(&arena);
}

TEST(webhook, what_is_old_or_early_is_a_repeat)
{
    const struct webhook_trust trust = {.now = {1000}, .window = {300}};

    CHECK(webhook_is_fresh_text(&trust, "700"));
    CHECK(webhook_is_fresh_text(&trust, "1300"));
    CHECK(!webhook_is_fresh_text(&trust, "699"));
    CHECK(!webhook_is_fresh_text(&trust, "1301"));
    CHECK(!webhook_is_fresh_text(&trust, "-700"));
    CHECK(!webhook_is_fresh_text(&trust, "1000x"));
    CHECK(!webhook_is_fresh_text(&trust, ""));
    CHECK(!webhook_is_fresh_text(&trust, NULL));
    CHECK(!webhook_is_fresh_text(&trust, "99999999999999999999"));
}

/* A request with a hundred thousand receipts is no work for us. */
TEST(webhook, lists_have_an_end)
{
    const struct receipt receipt = {.key = "k", .detail = "+33 6 39 98 00 01"};
    const struct receipt nobodys = {.detail = "x"};
    const struct inbound inbound = {.from = "+33639980001", .text = "OUI"};
    const struct inbound from_nobody = {.text = "OUI"};
    struct receipt_list receipts = {0};
    struct inbound_list replies = {0};
    struct arena arena = {0};

    receipt_list_add(&receipts, &nobodys, &arena);
    inbound_list_add(&replies, &from_nobody, &arena);
    CHECK_UINT(receipts.count + replies.count, 0);
    for (size_t i = 0; i < WEBHOOK_ITEMS_MAX + 10; i++) {
        receipt_list_add(&receipts, &receipt, &arena);
        inbound_list_add(&replies, &inbound, &arena);
    }
    CHECK_UINT(receipts.count, WEBHOOK_ITEMS_MAX);
    CHECK_UINT(replies.count, WEBHOOK_ITEMS_MAX);
    CHECK_STR(receipts.items[0].detail, "…");
    arena_free(&arena);
}

TEST(form, is_read_as_it_was_written)
{
    struct arena arena = {0};
    struct form form;
    struct buf text;

    buf_init(&text, 1000);
    form_add(&text, "To", "+33");
    form_add(&text, "Body", "a&b=c d%é");
    form_add(&text, "Nothing", NULL);
    form_add(&text, "Empty", "");
    CHECK_STR(buf_text(&text), "To=%2B33&Body=a%26b%3Dc%20d%25%C3%A9&Empty=");
    form_read(buf_str(&text), &arena, &form);
    CHECK_UINT(form.count, 3);
    CHECK_STR(form_get(&form, "To"), "+33");
    CHECK_STR(form_get(&form, "Body"), "a&b=c d%é");
    CHECK_STR(form_get(&form, "Empty"), "");
    CHECK_NULL(form_get(&form, "Nothing"));
    buf_finish(&text);
    form_read(STR("a=1&&b&c=%zz%4&a=2+2&=x"), &arena, &form);
    CHECK_STR(form_get(&form, "a"), "1");
    CHECK_STR(form_get(&form, "b"), "");
    CHECK_STR(form_get(&form, "c"), "%zz%4");
    CHECK_STR(form.fields[3].value.at, "2 2");
    arena_free(&arena);
}
