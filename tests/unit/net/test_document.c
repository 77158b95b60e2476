#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "net/document.h"
#include "tests/test.h"

#define PAGE 4096UL

static struct document document_said(const char *text)
{
    struct document document;
    struct error err;

    CHECK(document_of_bytes(str_of(text), &document, &err));
    CHECK(document_map(&document, &err));
    return document;
}

TEST(document, holds_what_it_was_given)
{
    struct document document = document_said("BEGIN:VCALENDAR");

    CHECK_INT(document_size(&document), 15);
    CHECK(str_equal(document.bytes, STR("BEGIN:VCALENDAR")));
    document_close(&document);
    CHECK_INT(document.fd, -1);
    document_close(&document);
}

TEST(document, may_be_empty)
{
    struct document document = document_said("");

    CHECK(document.fd >= 0);
    CHECK_INT(document.bytes.len, 0);
    document_forget(&document, 0);
    document_close(&document);
}

TEST(document, is_changed_by_nobody)
{
    struct document document = document_said("as it is");

    CHECK(write(document.fd, "x", 1) < 0);
    CHECK(ftruncate(document.fd, 3) != 0);
    CHECK(ftruncate(document.fd, 300) != 0);
    CHECK(mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, document.fd,
               0) == MAP_FAILED);
    CHECK(str_equal(document.bytes, STR("as it is")));
    document_close(&document);
}

TEST(document, is_written_in_pieces_up_to_its_limit)
{
    struct document_writer writer;
    struct document document;
    struct error err;

    CHECK(document_writer_open(&writer, 6, &err));
    CHECK(document_writer_add(&writer, "abc", 3, &err));
    CHECK(document_writer_add(&writer, "def", 3, &err));
    CHECK(!document_writer_add(&writer, "g", 1, &err));
    CHECK(writer.full);
    CHECK_INT(err.kind, ERROR_INPUT);
    CHECK(document_writer_seal(&writer, &document, &err));
    document_writer_close(&writer);
    CHECK(document_map(&document, &err));
    CHECK(str_equal(document.bytes, STR("abcdef")));
    document_close(&document);
}

TEST(document, is_recognised_by_its_seals_alone)
{
    struct document document = document_said("sealed");
    struct document same;
    struct error err;
    int open_file = open("/dev/null", O_RDONLY | O_CLOEXEC);

    CHECK(document_of_descriptor(dup(document.fd), &same, &err));
    CHECK(document_map(&same, &err));
    CHECK(str_equal(same.bytes, STR("sealed")));
    CHECK(!document_of_descriptor(open_file, &same, &err));
    CHECK_INT(same.fd, -1);
    (void)close(open_file);
    document_close(&document);
}

/* Pages of the mapping at `at` that this process holds, in bytes. */
static size_t resident_bytes(const void *at)
{
    FILE *maps = fopen("/proc/self/smaps", "re");
    char line[512];
    char start[32];
    size_t kib = 0;
    bool here = false;

    (void)snprintf(start, sizeof(start), "%lx-", (unsigned long)at);
    while (fgets(line, sizeof(line), maps) != NULL) {
        if (strchr(line, '-') != NULL && strstr(line, "r--s") != NULL)
            here = strncmp(line, start, strlen(start)) == 0;
        if (here && sscanf(line, "Rss: %zu kB", &kib) == 1)
            break;
    }
    (void)fclose(maps);
    return kib * 1024;
}

static unsigned look_at(struct str bytes)
{
    unsigned sum = 0;

    for (size_t i = 0; i < bytes.len; i += PAGE)
        sum += (unsigned char)bytes.at[i];
    return sum;
}

TEST(document, forgets_what_was_looked_at)
{
    struct document document;
    struct error err;
    struct buf bytes;
    unsigned sum;

    buf_init(&bytes, 200 * PAGE);
    while (!bytes.full)
        (void)buf_add(&bytes, "0123456789abcdef", 16);
    CHECK(document_of_bytes(buf_str(&bytes), &document, &err));
    CHECK(document_map(&document, &err));
    sum = look_at(document.bytes);
    CHECK_INT(resident_bytes(document.bytes.at), 200 * PAGE);
    document_forget(&document, 100 * PAGE + 1);
    CHECK_INT(resident_bytes(document.bytes.at), 100 * PAGE);
    document_forget(&document, document.bytes.len);
    CHECK_INT(resident_bytes(document.bytes.at), 0);
    CHECK_INT(look_at(document.bytes), sum);
    document_close(&document);
    buf_finish(&bytes);
}

/* A folder of the test's own, and a path in it. */
static const char *path_in_a_folder(char folder[32], char path[64])
{
    (void)snprintf(folder, 32, "/tmp/unit_net-XXXXXX");
    CHECK(mkdtemp(folder) != NULL);
    (void)snprintf(path, 64, "%s/calendar.ics", folder);
    return path;
}

static void check_file(const char *path, enum error_kind kind, const char *why)
{
    struct document document;
    struct error err;

    CHECK(!document_of_file(path, 10, &document, &err));
    CHECK_INT(err.kind, kind);
    CHECK_CONTAINS(err.text, why);
}

TEST(document, is_a_copy_of_a_file)
{
    char folder[32];
    char path[64];
    FILE *file = fopen(path_in_a_folder(folder, path), "we");
    struct document document;
    struct error err;

    CHECK(file != NULL && fputs("0123456789", file) >= 0);
    CHECK_INT(fclose(file), 0);
    CHECK(document_of_file(path, 10, &document, &err));
    CHECK(document_map(&document, &err));
    CHECK(str_equal(document.bytes, STR("0123456789")));
    document_close(&document);
    CHECK(!document_of_file(path, 9, &document, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    (void)unlink(path);
    (void)rmdir(folder);
}

TEST(document, is_made_of_regular_files_only)
{
    char folder[32];
    char path[64];

    check_file(path_in_a_folder(folder, path), ERROR_MISSING, "no such file");
    CHECK_INT(mkfifo(path, 0600), 0);
    check_file(path, ERROR_INPUT, "not a file");
    check_file(folder, ERROR_INPUT, "not a file");
    check_file("/dev/zero", ERROR_INPUT, "not a file");
    (void)unlink(path);
    (void)rmdir(folder);
}
