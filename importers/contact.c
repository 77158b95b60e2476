#include "importers/contact.h"

#include "domain/phone.h"

static void take_good(struct contact_phones *phones, const char *e164,
                      struct arena *arena)
{
    bool is_mobile = phone_is_mobile(e164);

    if (phones->phone != NULL && (phones->is_mobile || !is_mobile))
        return;
    phones->phone = arena_strdup(arena, e164);
    phones->is_mobile = is_mobile;
}

void contact_phone_add(struct contact_phones *phones, const char *text,
                       struct arena *arena)
{
    char e164[PHONE_E164_MAX];

    switch (phone_read(text, phones->country, e164)) {
    case PHONE_GOOD:
        take_good(phones, e164, arena);
        return;
    case PHONE_DOUBTFUL:
        if (phones->doubt == NULL)
            phones->doubt = text;
        return;
    case PHONE_NONE:
        phones->has_none = true;
        return;
    }
}

const char *contact_phone_warning(const struct contact_phones *phones)
{
    if (phones->phone != NULL)
        return NULL;
    if (phones->doubt != NULL)
        return "phone is doubtful; it will not be texted";
    return phones->has_none ? "phone holds no number; left out" : NULL;
}
