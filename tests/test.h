/*
 * test.h - a test is a sentence, a situation, one act, a few facts
 *
 *     TEST(plan, speaks_the_evening_before_rather_than_at_night)
 *     {
 *         ...
 *         CHECK_INT(out.count, 1);
 *     }
 *
 * Tests register themselves; each folder of tests/unit becomes one program
 * that runs them in the order of their files. `unit_base civil` runs those
 * whose name contains "civil". The first failed check ends its test. In every
 * CHECK the value we got stands first, the one we expect second.
 */
#ifndef TESTS_TEST_H
#define TESTS_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct test_case {
    const char *name; /* "suite.sentence" */
    void (*run)(void);
    struct test_case *next;
};

/* Where a check stands, for its message. */
struct test_place {
    const char *file;
    int line;
    const char *text; /* the expression as written */
};

#define TEST_PLACE(text_)                                   \
    (struct test_place)                                     \
    {                                                       \
        .file = __FILE__, .line = __LINE__, .text = (text_) \
    }

#define TEST(suite, sentence)                                                  \
    static void test_##suite##_##sentence(void);                               \
    __attribute__((constructor)) static void enlist_##suite##_##sentence(void) \
    {                                                                          \
        static struct test_case test = {                                       \
            .name = #suite "." #sentence,                                      \
            .run = test_##suite##_##sentence,                                  \
        };                                                                     \
        test_enlist(&test);                                                    \
    }                                                                          \
    static void test_##suite##_##sentence(void)

#define CHECK(fact) test_check((fact), TEST_PLACE(#fact))
#define CHECK_INT(got, expected) \
    test_check_int((intmax_t)(got), (intmax_t)(expected), TEST_PLACE(#got))
#define CHECK_UINT(got, expected) \
    test_check_uint((uintmax_t)(got), (uintmax_t)(expected), TEST_PLACE(#got))
#define CHECK_DOUBLE(got, expected, epsilon)                                \
    test_check_double((double)(got), (double)(expected), (double)(epsilon), \
                      TEST_PLACE(#got))
#define CHECK_STR(got, expected) \
    test_check_str((got), (expected), TEST_PLACE(#got))
#define CHECK_MEM(got, expected, len) \
    test_check_mem((got), (expected), (len), TEST_PLACE(#got))
#define CHECK_CONTAINS(got, part) \
    test_check_contains((got), (part), TEST_PLACE(#got))
#define CHECK_NULL(got) test_check((got) == NULL, TEST_PLACE(#got " == NULL"))

/* Ends this test as failed, or as skipped: both say why, in words. */
#define FAIL(reason)    test_fail(TEST_PLACE(reason))
#define SKIP(reason)    test_skip(reason)

void test_enlist(struct test_case *test);

void test_check(bool fact, struct test_place place);
void test_check_int(intmax_t got, intmax_t expected, struct test_place place);
void test_check_uint(uintmax_t got, uintmax_t expected,
                     struct test_place place);
void test_check_double(double got, double expected, double epsilon,
                       struct test_place place);

/* Both may be NULL; NULL equals only NULL. */
void test_check_str(const char *got, const char *expected,
                    struct test_place place);
void test_check_mem(const void *got, const void *expected, size_t len,
                    struct test_place place);
void test_check_contains(const char *got, const char *part,
                         struct test_place place);

__attribute__((noreturn)) void test_fail(struct test_place place);
__attribute__((noreturn)) void test_skip(const char *reason);

#endif
