/* test_main.c - runs the tests that enlisted themselves, through cmocka */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/test.h"

static struct {
    struct test_case *first;
    struct test_case *last;
    size_t count;
} enlisted;

void test_enlist(struct test_case *test)
{
    if (enlisted.last == NULL)
        enlisted.first = test;
    else
        enlisted.last->next = test;
    enlisted.last = test;
    enlisted.count++;
}

void test_fail(struct test_place place)
{
    print_error("%s\n", place.text);
    _fail(place.file, place.line);
    abort(); /* _fail() jumps away */
}

void test_skip(const char *reason)
{
    print_message("skipped: %s\n", reason);
    fflush(stdout);
    _skip(__FILE__, __LINE__);
    abort(); /* _skip() jumps away */
}

void test_check(bool fact, struct test_place place)
{
    if (!fact)
        test_fail(place);
}

void test_check_int(intmax_t got, intmax_t expected, struct test_place place)
{
    if (got == expected)
        return;
    print_error("got %jd, expected %jd: ", got, expected);
    test_fail(place);
}

void test_check_uint(uintmax_t got, uintmax_t expected, struct test_place place)
{
    if (got == expected)
        return;
    print_error("got %ju, expected %ju: ", got, expected);
    test_fail(place);
}

void test_check_double(double got, double expected, double epsilon,
                       struct test_place place)
{
    if (fabs(got - expected) <= epsilon)
        return;
    print_error("got %.17g, expected %.17g: ", got, expected);
    test_fail(place);
}

static const char *shown(const char *text)
{
    return text == NULL ? "(null)" : text;
}

void test_check_str(const char *got, const char *expected,
                    struct test_place place)
{
    if (got == expected)
        return;
    if (got != NULL && expected != NULL && strcmp(got, expected) == 0)
        return;
    print_error("got      \"%s\"\nexpected \"%s\"\n", shown(got),
                shown(expected));
    test_fail(place);
}

void test_check_mem(const void *got, const void *expected, size_t len,
                    struct test_place place)
{
    const unsigned char *a = got;
    const unsigned char *b = expected;

    for (size_t i = 0; i < len; i++) {
        if (a[i] == b[i])
            continue;
        print_error("byte %zu: got %02x, expected %02x: ", i, a[i], b[i]);
        test_fail(place);
    }
}

void test_check_contains(const char *got, const char *part,
                         struct test_place place)
{
    if (got != NULL && strstr(got, part) != NULL)
        return;
    print_error("\"%s\" not in \"%s\"\n", part, shown(got));
    test_fail(place);
}

static void run_one(void **state)
{
    const struct test_case *test = *state;

    test->run();
}

int main(int argc, char **argv)
{
    const char *filter = argc > 1 ? argv[1] : "";
    struct CMUnitTest *tests = calloc(enlisted.count + 1, sizeof(*tests));
    size_t count = 0;
    int failed;

    if (tests == NULL)
        abort();
    for (struct test_case *test = enlisted.first; test != NULL;
         test = test->next) {
        if (strstr(test->name, filter) == NULL)
            continue;
        tests[count++] = (struct CMUnitTest){
            .name = test->name,
            .test_func = run_one,
            .initial_state = test,
        };
    }

    failed = _cmocka_run_group_tests("tests", tests, count, NULL, NULL);
    free(tests);
    if (count == 0)
        print_error("no test is called \"%s\"\n", filter);
    return failed == 0 && count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
