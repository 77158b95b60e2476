/*
 * page.h - printed pages: text, lines and boxes on A4, as a PDF
 *
 * Measures are points (1/72 inch) from the top left corner. Text is shaped by
 * Pango, so that every script is written as it should be, in the fonts the
 * machine has. The same calls make the same bytes where the fonts are the
 * same.
 */
#ifndef BASE_PAGE_H
#define BASE_PAGE_H

#include "base/buf.h"
#include "base/instant.h"

#define PAGE_WIDTH  595.0
#define PAGE_HEIGHT 842.0
#define PAGE_MARGIN 42.0

struct page;

struct page_setup {
    const char *title;
    const char *language; /* BCP 47 */
    struct instant made;  /* noted in the file */
    struct buf *out;      /* gets the bytes; its maximum is the file's */
};

/* Begins a document, with its first page; ended by page_finish(). */
struct page *page_create(const struct page_setup *setup) NEVER_NULL;

struct page_text {
    double x;
    double y;
    double width; /* lines are broken at words to fit */
    double size;  /* of the letters, in points */
    bool is_bold;
    bool is_grey;
    bool is_right; /* set against the right edge */
};

/* Writes UTF-8 text; how high it is. */
double page_write(struct page *page, const struct page_text *how,
                  const char *text);

/* How high it would be. */
double page_height_of(struct page *page, const struct page_text *how,
                      const char *text);

/* A thin line from left to right. */
void page_rule(struct page *page, double x, double y, double width);

/* An empty square to be ticked. */
void page_box(struct page *page, double x, double y, double size);

/* Goes on with an empty page. */
void page_next(struct page *page);

/* Ends and frees it; false when `out` was too small or the machine failed. */
MUST_USE bool page_finish(struct page *page);

#endif
