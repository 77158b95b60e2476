#include "base/page.h"

#include <cairo/cairo-pdf.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#define RULE_WIDTH 0.5
#define GREY       0.4

#if defined(__SANITIZE_ADDRESS__)
/* Fontconfig keeps what it read of the machine's fonts to the end. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig\n";
}
#endif

struct page {
    cairo_surface_t *surface;
    cairo_t *cairo;
    PangoFontMap *fonts; /* this document's own: threads do not share them */
    PangoContext *context;
    struct buf *out;
};

static cairo_status_t take_bytes(void *context, const unsigned char *bytes,
                                 unsigned len)
{
    struct buf *out = context;

    return buf_add(out, (const char *)bytes, len) ? CAIRO_STATUS_SUCCESS
                                                  : CAIRO_STATUS_WRITE_ERROR;
}

struct page *page_create(const struct page_setup *setup)
{
    struct page *page = calloc(1, sizeof(*page));
    char made[INSTANT_TEXT_MAX];

    if (page == NULL)
        abort();
    page->out = setup->out;
    page->surface =
        cairo_pdf_surface_create_for_stream(take_bytes, setup->out, PAGE_WIDTH,
                                            PAGE_HEIGHT);
    cairo_pdf_surface_set_metadata(page->surface, CAIRO_PDF_METADATA_TITLE,
                                   setup->title);
    cairo_pdf_surface_set_metadata(page->surface, CAIRO_PDF_METADATA_CREATOR,
                                   "kept");
    cairo_pdf_surface_set_metadata(page->surface,
                                   CAIRO_PDF_METADATA_CREATE_DATE,
                                   instant_format(setup->made, made));
    page->cairo = cairo_create(page->surface);
    page->fonts = pango_cairo_font_map_new();
    page->context = pango_font_map_create_context(page->fonts);
    pango_context_set_language(page->context,
                               pango_language_from_string(setup->language));
    return page;
}

static PangoLayout *layout_of(struct page *page, const struct page_text *how,
                              const char *text)
{
    PangoFontDescription *font = pango_font_description_new();
    PangoLayout *layout = pango_layout_new(page->context);

    pango_font_description_set_family(font, "sans");
    pango_font_description_set_absolute_size(font, how->size * PANGO_SCALE);
    pango_font_description_set_weight(font, how->is_bold ? PANGO_WEIGHT_BOLD
                                                         : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)(how->width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (how->is_right)
        pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
    pango_layout_set_text(layout, text, -1);
    return layout;
}

static double height_of(PangoLayout *layout)
{
    int width;
    int height;

    pango_layout_get_size(layout, &width, &height);
    return (double)height / PANGO_SCALE;
}

double page_write(struct page *page, const struct page_text *how,
                  const char *text)
{
    PangoLayout *layout = layout_of(page, how, text);
    double grey = how->is_grey ? GREY : 0.0;
    double height = height_of(layout);

    cairo_set_source_rgb(page->cairo, grey, grey, grey);
    cairo_move_to(page->cairo, how->x, how->y);
    pango_cairo_show_layout(page->cairo, layout);
    g_object_unref(layout);
    return height;
}

double page_height_of(struct page *page, const struct page_text *how,
                      const char *text)
{
    PangoLayout *layout = layout_of(page, how, text);
    double height = height_of(layout);

    g_object_unref(layout);
    return height;
}

static void draw(struct page *page)
{
    cairo_set_source_rgb(page->cairo, GREY, GREY, GREY);
    cairo_set_line_width(page->cairo, RULE_WIDTH);
    cairo_stroke(page->cairo);
}

void page_rule(struct page *page, double x, double y, double width)
{
    cairo_move_to(page->cairo, x, y);
    cairo_line_to(page->cairo, x + width, y);
    draw(page);
}

void page_box(struct page *page, double x, double y, double size)
{
    cairo_rectangle(page->cairo, x, y, size, size);
    draw(page);
}

void page_next(struct page *page)
{
    cairo_show_page(page->cairo);
}

bool page_finish(struct page *page)
{
    bool ok;

    cairo_surface_finish(page->surface);
    ok = cairo_status(page->cairo) == CAIRO_STATUS_SUCCESS &&
         cairo_surface_status(page->surface) == CAIRO_STATUS_SUCCESS &&
         !page->out->full;
    cairo_destroy(page->cairo);
    cairo_surface_destroy(page->surface);
    g_object_unref(page->context);
    g_object_unref(page->fonts);
    free(page);
    return ok;
}
