#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "net/file_writer.h"
#include "tests/harness/one_exchange.h"
#include "tests/test.h"

static struct exchange_reply write_file(const char *path, const char *text,
                                        struct arena *arena)
{
    struct exchange_request request = {
        .kind = EXCHANGE_FILE,
        .url = path,
        .body = str_of(text),
        .timeout_s = 5,
    };

    return exchange_once(&request, arena);
}

static void check_content(const char *path, const char *expected)
{
    char bytes[100] = {0};
    FILE *file = fopen(path, "r");

    CHECK(file != NULL);
    CHECK_UINT(fread(bytes, 1, sizeof(bytes) - 1, file), strlen(expected));
    (void)fclose(file);
    CHECK_STR(bytes, expected);
}

TEST(file_writer, writes_a_file_whole_and_again)
{
    char folder[] = "/tmp/kept-test-XXXXXX";
    struct arena arena = {0};
    struct stat status;
    char *inner;
    char *path;

    CHECK(mkdtemp(folder) != NULL);
    inner = arena_printf(&arena, "%s/outbox", folder);
    path = arena_printf(&arena, "%s/key.txt", inner);
    CHECK_INT(write_file(path, "first", &arena).fate, EXCHANGE_ANSWERED);
    check_content(path, "first");
    CHECK_INT(write_file(path, "second", &arena).status, 200);
    check_content(path, "second");
    CHECK_INT(stat(path, &status), 0);
    CHECK_INT(status.st_mode & 0777, 0600);
    CHECK_INT(stat(inner, &status), 0);
    CHECK_INT(status.st_mode & 0777, 0700);
    CHECK_INT(unlink(path), 0);
    CHECK_INT(rmdir(inner), 0); /* nothing else was left there */
    CHECK_INT(rmdir(folder), 0);
    arena_free(&arena);
}

TEST(file_writer, says_when_there_is_no_place_for_it)
{
    struct arena arena = {0};
    char folder[] = "/tmp/kept-test-XXXXXX";
    char long_name[400];

    CHECK(mkdtemp(folder) != NULL);
    memset(long_name, 'x', sizeof(long_name) - 1);
    long_name[sizeof(long_name) - 1] = '\0';
    CHECK_INT(write_file(folder, "x", &arena).fate, EXCHANGE_REJECTED);
    CHECK_INT(write_file("/no/such/folder/key.txt", "x", &arena).fate,
              EXCHANGE_REJECTED);
    CHECK_INT(write_file("/tmp/", "x", &arena).fate, EXCHANGE_REJECTED);
    CHECK_INT(write_file(long_name, "x", &arena).fate, EXCHANGE_REJECTED);
    CHECK_INT(rmdir(folder), 0);
    arena_free(&arena);
}

TEST(file_writer, follows_no_link_that_lies_in_its_way)
{
    char folder[] = "/tmp/kept-test-XXXXXX";
    struct arena arena = {0};
    char *target;
    char *part;
    char *path;

    CHECK(mkdtemp(folder) != NULL);
    target = arena_printf(&arena, "%s/target", folder);
    part = arena_printf(&arena, "%s/.key.part", folder);
    path = arena_printf(&arena, "%s/key", folder);
    CHECK_INT(symlink(target, part), 0);
    CHECK_INT(write_file(path, "x", &arena).fate, EXCHANGE_REJECTED);
    CHECK(access(target, F_OK) != 0);
    CHECK(access(path, F_OK) != 0);
    CHECK_INT(unlink(part), 0);
    CHECK_INT(rmdir(folder), 0);
    arena_free(&arena);
}
