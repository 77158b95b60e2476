#include "domain/identity.h"

#include <string.h>

#include "base/str.h"

struct question {
    const struct customer *facts;
    const char *key;
    const struct identity_candidate *candidates;
    size_t count;
};

static bool is_equal(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

static bool differ(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) != 0;
}

bool identity_is_name_only(const char *external, const char *phone,
                           const char *mail)
{
    return external == NULL && phone == NULL && mail == NULL;
}

static bool shares_contact(const struct question *question,
                           const struct identity_candidate *candidate)
{
    return is_equal(question->facts->phone, candidate->phone) ||
           is_equal(question->facts->mail, candidate->mail);
}

/* Not somebody else by the ids of the office's own system. */
static bool may_be(const struct question *question,
                   const struct identity_candidate *candidate)
{
    return !differ(question->facts->external, candidate->external);
}

static struct identity same(const struct question *question, size_t index)
{
    const struct identity_candidate *candidate = &question->candidates[index];

    return (struct identity){
        .kind = IDENTITY_SAME,
        .index = index,
        .new_number = differ(question->facts->phone, candidate->phone),
    };
}

static bool find_external(const struct question *question, size_t *index)
{
    for (size_t i = 0; i < question->count; i++) {
        if (is_equal(question->facts->external,
                     question->candidates[i].external)) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* Without a name on both sides, a mailbox with another number may be the
 * family's: then they are two; so are two mailboxes behind one number where
 * nobody is named at all. */
static bool may_be_nameless(const struct question *question,
                            const struct identity_candidate *candidate)
{
    bool known = *candidate->key == '\0';
    bool asked = *question->key == '\0';

    return (known || asked) &&
           !differ(question->facts->phone, candidate->phone) &&
           !(known && asked && differ(question->facts->mail, candidate->mail));
}

/* Number or mailbox and name: an equal name before an absent one. */
static bool find_contact(const struct question *question, size_t *index)
{
    bool found = false;

    for (size_t i = 0; i < question->count; i++) {
        const struct identity_candidate *candidate = &question->candidates[i];

        if (!may_be(question, candidate) ||
            !shares_contact(question, candidate))
            continue;
        if (*question->key != '\0' &&
            strcmp(candidate->key, question->key) == 0) {
            *index = i;
            return true;
        }
        if (!found && may_be_nameless(question, candidate)) {
            *index = i;
            found = true;
        }
    }
    return found;
}

/* Exactly one candidate whose name may be written so. */
static bool find_variant(const struct question *question, size_t *index)
{
    size_t count = 0;

    for (size_t i = 0; i < question->count; i++) {
        const struct identity_candidate *candidate = &question->candidates[i];

        if (may_be(question, candidate) &&
            shares_contact(question, candidate) &&
            name_compare(candidate->key, question->key) == NAME_VARIANT) {
            *index = i;
            count++;
        }
    }
    return count == 1;
}

/* The booking's customer before, unless the name is another's. */
static bool find_previous(const struct question *question, size_t *index)
{
    for (size_t i = 0; i < question->count; i++) {
        const struct identity_candidate *candidate = &question->candidates[i];

        if (candidate->id.row != question->facts->id.row ||
            !may_be(question, candidate))
            continue;
        *index = i;
        return *question->key == '\0' || *candidate->key == '\0' ||
               name_compare(candidate->key, question->key) != NAME_OTHER;
    }
    return false;
}

/* Somebody else with the same number or mailbox. */
static bool find_household(const struct question *question, size_t *index)
{
    for (size_t i = 0; i < question->count; i++) {
        if (shares_contact(question, &question->candidates[i])) {
            *index = i;
            return true;
        }
    }
    return false;
}

/* A full name that nobody can be reached by, on both sides. */
static bool find_name_only(const struct question *question, size_t *index)
{
    const struct customer *facts = question->facts;

    if (!identity_is_name_only(facts->external, facts->phone, facts->mail) ||
        !name_is_full(question->key))
        return false;
    for (size_t i = 0; i < question->count; i++) {
        const struct identity_candidate *candidate = &question->candidates[i];

        if (identity_is_name_only(candidate->external, candidate->phone,
                                  candidate->mail) &&
            strcmp(candidate->key, question->key) == 0 &&
            !differ(facts->phone_doubt, candidate->phone_doubt)) {
            *index = i;
            return true;
        }
    }
    return false;
}

static bool is_known_before(const struct question *question, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(question->candidates[i].key,
                   question->candidates[index].key) == 0)
            return true;
    }
    return false;
}

/* Whether one more name makes the number nobody's in particular. */
static bool is_shared(const struct question *question)
{
    size_t names = 0;

    for (size_t i = 0; i < question->count; i++) {
        const struct identity_candidate *candidate = &question->candidates[i];

        names += *candidate->key != '\0' &&
                 is_equal(candidate->phone, question->facts->phone) &&
                 !is_known_before(question, i);
    }
    return names >= IDENTITY_NAMES_MAX;
}

static struct identity variant(const struct question *question, size_t index)
{
    struct identity identity = same(question, index);

    identity.is_variant = true;
    identity.keeps_name =
        strlen(question->candidates[index].key) >= strlen(question->key);
    return identity;
}

struct identity identity_of(const struct customer *facts, const char *key,
                            const struct identity_candidate *candidates,
                            size_t count)
{
    struct question question = {
        .facts = facts,
        .key = key,
        .candidates = candidates,
        .count = count,
    };
    struct identity stranger = {.kind = IDENTITY_NEW};
    size_t index = 0;

    if (find_external(&question, &index) || find_contact(&question, &index))
        return same(&question, index);
    if (find_variant(&question, &index))
        return variant(&question, index);
    if (facts->id.row != 0 && find_previous(&question, &index))
        return name_compare(candidates[index].key, key) == NAME_VARIANT
                   ? variant(&question, index)
                   : same(&question, index);
    if (find_household(&question, &index)) {
        stranger.kind = IDENTITY_HOUSEHOLD;
        stranger.index = index;
        stranger.is_shared = is_shared(&question);
        return stranger;
    }
    if (find_name_only(&question, &index))
        return same(&question, index);
    return stranger;
}
