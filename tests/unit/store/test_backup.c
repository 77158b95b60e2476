#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/backup.h"
#include "store/settings.h"
#include "tests/unit/store/made.h"

static const struct instant now = {NOW_S};

/* A path beside the database of a test. */
static char *beside(const struct db *db, const char *name, struct arena *arena)
{
    return arena_printf(arena, "%s.%s", test_db_path(db), name);
}

static const char *live_of(const char *path, struct arena *arena)
{
    struct db *db;
    const char *value;
    struct error err;

    CHECK(db_open(path, DB_READ, &db, &err));
    CHECK(setting_get(db, SETTING_LIVE, arena, &value, &err));
    db_close(db);
    return value;
}

TEST(backup, is_whole_private_and_never_overwrites)
{
    struct db *db = test_db_open();
    struct db *reader;
    struct arena arena = {0};
    const char *path = beside(db, "copy", &arena);
    struct stat about;
    struct error err;

    (void)made_customer(db, "+33639981234", "Ada");
    CHECK(db_open(test_db_path(db), DB_READ, &reader, &err));
    CHECK(backup_write(reader, path, &err));
    CHECK_INT(stat(path, &about), 0);
    CHECK_INT(about.st_mode & 0777, 0600);
    CHECK(!backup_write(reader, path, &err));
    CHECK_INT(err.kind, ERROR_CONFLICT);
    db_close(reader);
    (void)unlink(path);
    arena_free(&arena);
    test_db_close(db);
}

TEST(backup, comes_back_as_an_office_that_is_not_live)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    const char *copy = beside(db, "copy", &arena);
    const char *other = beside(db, "other", &arena);
    struct error err;

    CHECK(setting_set(db, SETTING_LIVE, "on", &err));
    CHECK(backup_write(db, copy, &err));
    CHECK(backup_restore(copy, other, now, &err));
    CHECK_STR(live_of(other, &arena), "off");
    CHECK_STR(live_of(copy, &arena), "on");
    CHECK(backup_restore(copy, other, now, &err)); /* the old one set aside */
    CHECK_INT(access(beside(db, "other.before-restore", &arena), F_OK), 0);
    (void)unlink(copy);
    (void)unlink(other);
    (void)unlink(beside(db, "other.before-restore", &arena));
    arena_free(&arena);
    test_db_close(db);
}

TEST(backup, that_is_damaged_restores_nothing)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    const char *copy = beside(db, "copy", &arena);
    struct error err;
    char zeros[2048] = {0};
    int fd;

    for (int i = 0; i < 500; i++)
        (void)made_appointment(db, (struct customer_id){0}, 3600 * i);
    CHECK(backup_write(db, copy, &err));
    fd = open(copy, O_WRONLY);
    CHECK_INT(pwrite(fd, zeros, sizeof(zeros), 8192), sizeof(zeros));
    (void)close(fd);
    CHECK(!backup_restore(copy, beside(db, "other", &arena), now, &err));
    CHECK(access(beside(db, "other", &arena), F_OK) != 0);
    (void)unlink(copy);
    arena_free(&arena);
    test_db_close(db);
}

TEST(backup, refuses_what_is_no_office)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    const char *path = beside(db, "text", &arena);
    FILE *file = fopen(path, "w");
    struct error err;

    (void)fputs("this is a letter, not an office\n", file);
    (void)fclose(file);
    CHECK(!backup_restore(path, beside(db, "other", &arena), now, &err));
    CHECK(!backup_restore("/nowhere", beside(db, "other", &arena), now, &err));
    CHECK_INT(err.kind, ERROR_MISSING);
    (void)unlink(path);
    arena_free(&arena);
    test_db_close(db);
}
