#include "tools/demo/people.h"

#include <stdio.h>
#include <string.h>

/* One person in six speaks English. */
#define ENGLISH_EVERY 6

/* Whose telephone number somebody took down wrongly. */
#define WRONG_NUMBER  417

static const char *const french_first[] = {
    "Adèle",    "Anatole",   "Apolline", "Augustin", "Blanche",   "Camille",
    "Célia",    "Clovis",    "Colette",  "Désiré",   "Éléonore",  "Émile",
    "Faustine", "Firmin",    "Garance",  "Gaspard",  "Honorine",  "Hugo",
    "Inès",     "Joséphine", "Jules",    "Léonie",   "Lucien",    "Marceau",
    "Maël",     "Nine",      "Octave",   "Ondine",   "Philomène", "Rosalie",
    "Sidonie",  "Théodore",  "Ursule",   "Victoire", "Zélie",
};

static const char *const french_last[] = {
    "Aubépine",  "Belétoile",    "Bouton d'Or",  "Cerfvolant",
    "Chantepie", "Clairdelune",  "Coquelicot",   "Croquembouche",
    "Delalune",  "Feuillemorte", "Giroflée",     "Grandsoleil",
    "Mirabelle", "Montgolfière", "Passerose",    "Perceneige",
    "Pervenche", "Pissenlit",    "Primevère",    "Quatrevents",
    "Réglisse",  "Rivebelle",    "Sautemouton",  "Sucredorge",
    "Tirelire",  "Troisétoiles", "Vertefeuille",
};

static const char *const english_first[] = {
    "Alfie", "Beatrix", "Clement", "Dorothea", "Edmund",
    "Flora", "Gilbert", "Hester",  "Ivo",      "Jemima",
    "Kit",   "Lettice", "Monty",   "Nell",     "Osbert",
};

static const char *const english_last[] = {
    "Applecrumb",   "Buttercup", "Dandelion",   "Gingersnap", "Honeydew",
    "Lanternlight", "Marmalade", "Moonbeam",    "Puddlewick", "Rainbarrel",
    "Snowberry",    "Teacosy",   "Thistledown", "Wobbleton",
};

static const char *const covers[] = {"mutuelle", "mutuelle", "mutuelle",
                                     "mutuelle", "CSS",      "aucune"};
static const char *const works[] = {"salarié",  "salarié",  "salarié",
                                    "retraité", "étudiant", "sans emploi"};

static void name(struct person *person, unsigned index, bool english)
{
    const char *first = french_first[index % ARRAY_LEN(french_first)];
    const char *last =
        french_last[index / ARRAY_LEN(french_first) % ARRAY_LEN(french_last)];

    if (english) {
        first = english_first[index % ARRAY_LEN(english_first)];
        last = english_last[index / ARRAY_LEN(english_first) %
                            ARRAY_LEN(english_last)];
    }
    (void)snprintf(person->name, sizeof(person->name), "%s %s", first, last);
}

/* A few have no telephone, fewer no mailbox either. */
static void addresses(struct person *person, unsigned index, bool english,
                      struct dice *dice)
{
    double luck = dice_unit(dice);

    if (english)
        (void)snprintf(person->phone, sizeof(person->phone), "+44 7700 900%03u",
                       index % 1000);
    else
        (void)snprintf(person->phone, sizeof(person->phone),
                       "06 39 98 %02u %02u", index / 100, index % 100);
    (void)snprintf(person->mail, sizeof(person->mail),
                   "patient-%04u@example.org", index);
    if (luck < 0.15)
        person->mail[0] = '\0';
    if (luck < 0.01 || luck > 0.93)
        person->phone[0] = '\0';
    if (index == WRONG_NUMBER)
        (void)snprintf(person->phone, sizeof(person->phone), "06 39 98 4");
}

/* Most people hardly ever miss; a few do so every third time. */
static double missing(const struct person *person, struct dice *dice)
{
    double kind = dice_unit(dice);
    double of = 0.013 + 0.045 * dice_unit(dice);

    if (kind > 0.95)
        of = 0.22 + 0.20 * dice_unit(dice);
    else if (kind > 0.80)
        of = 0.07 + 0.07 * dice_unit(dice);
    if (strcmp(person->cover, "aucune") == 0)
        of *= 1.6;
    if (strcmp(person->work, "étudiant") == 0)
        of *= 1.3;
    if (strcmp(person->work, "retraité") == 0)
        of *= 0.6;
    return of;
}

void people_make(struct person *people, struct dice *dice)
{
    unsigned french = 0;
    unsigned english = 0;

    for (unsigned i = 0; i < LIFE_PEOPLE; i++) {
        bool is_english = i % ENGLISH_EVERY == ENGLISH_EVERY - 1;
        struct person *person = &people[i];

        *person = (struct person){
            .language = is_english ? "en-GB" : "fr",
            .cover = covers[dice_below(dice, ARRAY_LEN(covers))],
            .work = works[dice_below(dice, ARRAY_LEN(works))],
            .birth_year = 1945 + (int)dice_below(dice, 62),
            .chair = (int)dice_below(dice, LIFE_CHAIRS),
        };
        name(person, is_english ? english++ : french++, is_english);
        addresses(person, i, is_english, dice);
        person->missing = missing(person, dice);
    }
}
