#include <stdio.h>
#include <unistd.h>

#include "app/progress.h"
#include "tests/test.h"

/* What went to standard error, which is a file meanwhile. */
struct caught {
    FILE *file;
    int old;
    char text[500];
};

static void catch (struct caught *caught)
{
    caught->file = tmpfile();
    CHECK(caught->file != NULL);
    (void)fflush(stderr);
    caught->old = dup(STDERR_FILENO);
    CHECK(dup2(fileno(caught->file), STDERR_FILENO) >= 0);
}

static const char *release(struct caught *caught)
{
    size_t len;

    (void)fflush(stderr);
    CHECK(dup2(caught->old, STDERR_FILENO) >= 0);
    (void)close(caught->old);
    rewind(caught->file);
    len = fread(caught->text, 1, sizeof(caught->text) - 1, caught->file);
    caught->text[len] = '\0';
    (void)fclose(caught->file);
    return caught->text;
}

TEST(progress, says_nothing_before_two_seconds_have_passed)
{
    struct arena arena = {0};
    struct progress progress;
    struct caught caught;
    struct call call;

    call_init(&call, &arena);
    catch (&caught);
    progress_start(&progress, &call, "chair-1");
    for (size_t i = 0; i < 1000; i++)
        progress_step(&progress, "reading", i, 1000);
    progress_end(&progress);
    CHECK_STR(release(&caught), "");
    call_finish(&call);
    arena_free(&arena);
}

TEST(progress, then_tells_how_far_it_is_in_a_line)
{
    struct arena arena = {0};
    struct progress progress;
    struct caught caught;
    struct call call;

    call_init(&call, &arena);
    catch (&caught);
    progress_start(&progress, &call, "chair\x1b[2J-1");
    progress.next_ms -= 2000;
    progress_step(&progress, "reading", 120000, 275111);
    progress_step(&progress, "reading", 120001, 275111);
    progress.next_ms -= 5000;
    progress_step(&progress, "fetching", 0, 0);
    progress_step(NULL, "fetching", 0, 0);
    progress_end(&progress);
    CHECK_STR(release(&caught), "chair�[2J-1: reading … 120,000 of 275,111\n"
                                "chair�[2J-1: fetching …\n");
    call_finish(&call);
    arena_free(&arena);
}

TEST(progress, is_not_made_in_a_daemon)
{
    struct arena arena = {0};
    struct progress progress;
    struct caught caught;
    struct call call;

    call_init(&call, &arena);
    call.daemon = (struct daemon *)&arena;
    catch (&caught);
    progress_start(&progress, &call, "chair-1");
    progress.next_ms = 0;
    progress_step(&progress, "reading", 1, 2);
    progress_end(&progress);
    CHECK_STR(release(&caught), "");
    call.daemon = NULL;
    call_finish(&call);
    arena_free(&arena);
}
