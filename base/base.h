/*
 * base.h - the few words every file may use without asking
 */
#ifndef BASE_BASE_H
#define BASE_BASE_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MUST_USE            __attribute__((warn_unused_result))
#define NEVER_NULL          __attribute__((returns_nonnull))
#define PRINTF(text, first) __attribute__((format(printf, text, first)))

#define ARRAY_LEN(array)    (sizeof(array) / sizeof((array)[0]))

/* The struct of type `type` whose member `member` is at `pointer`. */
#define container_of(pointer, type, member) \
    ((type *)(void *)((char *)(pointer)-offsetof(type, member)))

#endif
