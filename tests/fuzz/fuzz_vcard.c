/*
 * fuzz_vcard.c - a list of vCards: any bytes
 */
#include <assert.h>

#include "importers/vcard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct office office = {.country = "FR", .currency = "EUR"};
    struct str document = {(const char *)data, size};
    struct arena arena = {0};
    struct csv_result result;
    struct error err;

    if (vcard_read(document, &office, &arena, &result, &err)) {
        for (size_t i = 0; i < result.customer_count; i++) {
            const struct csv_customer *card = &result.customers[i];

            assert(card->name != NULL && card->name[0] != '\0');
            assert(card->phone == NULL || card->phone_doubt == NULL);
            assert(card->line > 0);
        }
    } else {
        assert(err.kind == ERROR_INPUT);
    }
    (void)vcard_is(document);
    arena_free(&arena);
    return 0;
}
