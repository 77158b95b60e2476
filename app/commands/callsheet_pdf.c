#include "app/commands/callsheet_print.h"
#include "base/page.h"

/* Columns, in points from the left edge. */
#define BOX_X        PAGE_MARGIN
#define TIME_X       (PAGE_MARGIN + 18.0)
#define WHO_X        (PAGE_MARGIN + 58.0)
#define PHONE_X      (PAGE_MARGIN + 210.0)
#define DETAILS_X    (PAGE_MARGIN + 310.0)
#define RIGHT        (PAGE_WIDTH - PAGE_MARGIN)
#define BOTTOM       (PAGE_HEIGHT - PAGE_MARGIN - 14.0)

#define TITLE_SIZE   15.0
#define HEADING_SIZE 11.0
#define TEXT_SIZE    9.5
#define SMALL_SIZE   8.0
#define BOX_SIZE     9.0
#define GAP          5.0

/* A document being written, from top to bottom. */
struct sheet_writer {
    const struct callsheet *sheet;
    struct page *page;
    struct arena arena;
    double y;
    int number;
};

static double write(struct sheet_writer *writer, double x, double right,
                    double size, const char *text)
{
    const struct page_text how = {
        .x = x, .y = writer->y, .width = right - x - GAP, .size = size};

    return page_write(writer->page, &how, text);
}

static void number_page(struct sheet_writer *writer)
{
    const struct page_text how = {.x = BOX_X,
                                  .y = PAGE_HEIGHT - PAGE_MARGIN,
                                  .width = RIGHT - BOX_X,
                                  .size = SMALL_SIZE,
                                  .is_grey = true,
                                  .is_right = true};

    (void)page_write(writer->page, &how,
                     arena_printf(&writer->arena, "%d", writer->number));
}

/* Goes on a new page unless `height` fits on this one. */
static void make_room(struct sheet_writer *writer, double height)
{
    if (writer->y + height <= BOTTOM)
        return;
    number_page(writer);
    page_next(writer->page);
    writer->number++;
    writer->y = PAGE_MARGIN;
}

static void write_title(struct sheet_writer *writer)
{
    struct page_text how = {.x = BOX_X,
                            .y = writer->y,
                            .width = RIGHT - BOX_X,
                            .size = TITLE_SIZE,
                            .is_bold = true};

    writer->y += page_write(writer->page, &how,
                            callsheet_heading(writer->sheet, &writer->arena));
    how = (struct page_text){.x = BOX_X,
                             .y = writer->y + 2,
                             .width = RIGHT - BOX_X,
                             .size = TEXT_SIZE,
                             .is_grey = true};
    writer->y += page_write(writer->page, &how,
                            callsheet_summary(writer->sheet, &writer->arena));
    writer->y += 2 * GAP;
}

static void write_heading(struct sheet_writer *writer, enum callsheet_kind kind)
{
    struct page_text how = {.x = BOX_X,
                            .width = RIGHT - BOX_X,
                            .size = HEADING_SIZE,
                            .is_bold = true};

    /* Not alone at the foot of a page. */
    make_room(writer, 5 * HEADING_SIZE);
    how.y = writer->y + 2 * GAP;
    writer->y = how.y;
    writer->y += page_write(writer->page, &how,
                            arena_printf(&writer->arena, "%s (%zu)",
                                         callsheet_kind_title(kind),
                                         writer->sheet->counts[kind]));
    page_rule(writer->page, BOX_X, writer->y + 2, RIGHT - BOX_X);
    writer->y += GAP + 1;
}

static double higher(double a, double b)
{
    return a > b ? a : b;
}

/* Details, and the reason below them; how high both are. */
static double write_details(struct sheet_writer *writer,
                            const struct callsheet_row *row)
{
    const char *details = callsheet_details(row, &writer->arena);
    struct page_text how = {.x = DETAILS_X,
                            .y = writer->y,
                            .width = RIGHT - DETAILS_X,
                            .size = TEXT_SIZE};
    double height = 0;

    if (*details != '\0')
        height = page_write(writer->page, &how, details);
    how.y += height;
    how.size = SMALL_SIZE;
    how.is_grey = true;
    return height + page_write(writer->page, &how, row->reason);
}

static double height_of(struct sheet_writer *writer,
                        const struct callsheet_row *row)
{
    struct page_text how = {.width = RIGHT - DETAILS_X, .size = TEXT_SIZE};
    double details = page_height_of(writer->page, &how,
                                    callsheet_details(row, &writer->arena)) +
                     page_height_of(writer->page, &how, row->reason);

    how.width = PHONE_X - WHO_X - GAP;
    return GAP + higher(details,
                        page_height_of(writer->page, &how, callsheet_who(row)));
}

static void write_row(struct sheet_writer *writer,
                      const struct callsheet_row *row)
{
    double height;

    make_room(writer, height_of(writer, row));
    page_box(writer->page, BOX_X, writer->y + 1, BOX_SIZE);
    (void)write(writer, TIME_X, WHO_X, TEXT_SIZE,
                callsheet_time(row, &writer->arena));
    height = write(writer, WHO_X, PHONE_X, TEXT_SIZE, callsheet_who(row));
    (void)write(writer, PHONE_X, DETAILS_X, TEXT_SIZE,
                row->phone == NULL ? "no number" : row->phone);
    height = higher(height, write_details(writer, row));
    writer->y += height + GAP;
}

bool callsheet_pdf(const struct callsheet *sheet, struct buf *out)
{
    struct sheet_writer writer = {.sheet = sheet,
                                  .y = PAGE_MARGIN,
                                  .number = 1};
    struct page_setup setup = {.language = "en",
                               .made = sheet->made,
                               .out = out};
    bool ok;

    setup.title = callsheet_heading(sheet, &writer.arena);
    writer.page = page_create(&setup);
    write_title(&writer);
    for (size_t i = 0; i < sheet->count; i++) {
        const struct callsheet_row *row = &sheet->items[i];

        if (i == 0 || row->kind != sheet->items[i - 1].kind)
            write_heading(&writer, row->kind);
        write_row(&writer, row);
    }
    if (sheet->count == 0)
        (void)write(&writer, BOX_X, RIGHT, TEXT_SIZE,
                    "Nobody needs to be telephoned.");
    number_page(&writer);
    ok = page_finish(writer.page);
    arena_free(&writer.arena);
    return ok;
}
