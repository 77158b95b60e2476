#include <stdio.h>

#include "analytics/format.h"
#include "analytics/report_text_parts.h"

#define LABEL_MAX 96

/* One label and its amount. */
static void put_line(struct text_table *table, const struct report *report,
                     const char *label, int64_t minor)
{
    char amount[FORMAT_MONEY_MAX];

    text_table_row(table, (const char *const[]){
                              label,
                              format_money(minor, report->currency, amount),
                          });
}

static void put_net(struct text_table *table, const struct report *report)
{
    const struct loss *loss = &report->loss;
    char rebooked[LABEL_MAX];
    char messages[LABEL_MAX];

    (void)snprintf(rebooked, sizeof(rebooked),
                   "- rebooked and attended (%lld of %lld misses)",
                   (long long)loss->rebooked, (long long)loss->missed);
    (void)snprintf(messages, sizeof(messages), "+ messages (%lld sent)",
                   (long long)loss->messages);
    put_line(table, report, "Contract cost: price of the treatments",
             loss->contract_minor);
    put_line(table, report, "Specialist's time", loss->time_minor);
    put_line(table, report, "Gross loss: both together", loss->gross_minor);
    put_line(table, report, "- refilled share of the missed slots",
             loss->refilled_minor);
    put_line(table, report, rebooked, loss->rebooked_minor);
    put_line(table, report, "- fees charged for the misses", loss->fees_minor);
    put_line(table, report, messages, loss->messages_minor);
    put_line(table, report, "Net loss", loss->net_minor);
}

static void put_views(struct text_table *table, const struct report *report)
{
    const struct loss *loss = &report->loss;
    char empty[LABEL_MAX];

    (void)snprintf(empty, sizeof(empty),
                   "Short cancellations not refilled (%lld of %lld)",
                   (long long)loss->short_open, (long long)loss->short_count);
    put_line(table, report, "View: time alone", loss->time_minor);
    put_line(table, report, "View: contribution (price - avoidable cost)",
             loss->contribution_minor);
    put_line(table, report, "View: gross (price + time)", loss->gross_minor);
    put_line(table, report, "Net loss from contribution",
             loss->net_contribution_minor);
    put_line(table, report, empty, loss->short_unrefilled_minor);
}

static void put_tiers(const struct loss *loss, struct buf *out)
{
    const char *separator = "  Prices: ";

    if (loss->missed == 0)
        return;
    for (int i = 0; i < PRICE_TIER_COUNT; i++) {
        if (loss->tiers[i].count == 0)
            continue;
        (void)buf_printf(out, "%s%.0f %% %s", separator,
                         100.0 * (double)loss->tiers[i].count /
                             (double)loss->missed,
                         price_tier_title((enum price_tier)i));
        separator = "; ";
    }
    (void)buf_add_text(out, ".\n");
}

void text_loss(const struct report *report, struct buf *out)
{
    char head[LABEL_MAX];
    const char *const titles[] = {"MISSED VISITS", head, NULL};
    const char *const views[] = {"BESIDE IT", head, NULL};
    struct text_table table;

    (void)snprintf(head, sizeof(head), ">%s", report->currency);
    text_title("How much", out);
    text_table_init(&table, titles);
    put_net(&table, report);
    text_table_finish(&table, out);
    (void)buf_add_char(out, '\n');
    text_table_init(&table, views);
    put_views(&table, report);
    text_table_finish(&table, out);
    put_tiers(&report->loss, out);
}
