#include <stdio.h>

#include "importers/extract.h"
#include "tests/harness/extracting.h"
#include "tests/test.h"

static struct arena arena;

static const struct service services[] = {
    {.name = "Cleaning", .match = "détartrage|cleaning"},
    {.name = "Root canal"},
};
static const struct provider providers[] = {
    {.name = "Dr Martin", .match = "martin", .site = "Lilas"},
    {.name = "Dr Novak"},
};

static struct office office_of_lilas(void)
{
    return (struct office){
        .country = "FR",
        .currency = "EUR",
        .phone = "+33 1 99 00 12 34",
        .zone = zone_utc(),
        .services = services,
        .service_count = ARRAY_LEN(services),
        .providers = providers,
        .provider_count = ARRAY_LEN(providers),
    };
}

/* An event at noon, in an office that knows nothing but its country. */
struct scene {
    struct office office;
    const struct feed *feed;
    struct ical_calendar calendar;
    struct ical_event event;
    struct ical_occurrence occurrence;
    struct ical_person organizer;
    struct ical_person guests[3];
};

static struct scene *scene_of(const char *summary, const char *description)
{
    struct scene *scene = arena_new(&arena, struct scene);

    scene->office =
        (struct office){.country = "FR", .currency = "EUR", .zone = zone_utc()};
    scene->event = (struct ical_event){
        .uid = "u",
        .sequence = -1,
        .summary = summary,
        .description = description,
        .attendees = scene->guests,
    };
    scene->occurrence = (struct ical_occurrence){
        .event = &scene->event,
        .recurrence = "",
        .start = {INT64_C(1777888800)},
        .end = {INT64_C(1777890600)},
        .zone = zone_utc(),
    };
    return scene;
}

static struct extracted run(const struct scene *scene)
{
    struct extractor *extractor;
    struct extracted out;
    struct error err;

    CHECK(extractor_create(&scene->office, scene->feed, &extractor, &err));
    extract_visit_of(extractor, &scene->calendar, &scene->occurrence, &arena,
                     &out);
    extractor_destroy(extractor);
    return out;
}

static struct extracted extract(const char *summary, const char *description)
{
    return run(scene_of(summary, description));
}

TEST(extract, reads_labels_in_nine_languages)
{
    static const char *const descriptions[] = {
        "Name: Ada Example\nPhone: 06 39 98 00 01\nE-mail: ada@example.org\n"
        "Service: Facial\nStaff: Bo\nPrice: 65.00\nLocation: Room 3",
        "Nom : Ada Example\nTéléphone : 06 39 98 00 01\n"
        "Courriel : ada@example.org\nPrestation : Facial\nPraticien : Bo\n"
        "Prix : 65,00 €\nLieu : Room 3",
        "Name: Ada Example\nHandy: 06 39 98 00 01\n"
        "E-Mail-Adresse: ada@example.org\nLeistung: Facial\nMitarbeiter: Bo\n"
        "Preis: 65,00 EUR\nOrt: Room 3",
        "Nombre: Ada Example\nTeléfono: 06 39 98 00 01\n"
        "Correo electrónico: ada@example.org\nServicio: Facial\n"
        "Profesional: Bo\nPrecio: 65\nUbicación: Room 3",
        "Naam: Ada Example\nTelefoonnummer: 06 39 98 00 01\n"
        "E-mailadres: ada@example.org\nBehandeling: Facial\nMedewerker: Bo\n"
        "Prijs: € 65\nLocatie: Room 3",
        "Nome: Ada\nCognome: Example\nCellulare: 06 39 98 00 01\n"
        "Indirizzo e-mail: ada@example.org\nTrattamento: Facial\n"
        "Operatore: Bo\nPrezzo: 65,00\nLuogo: Room 3",
        "Nome completo: Ada Example\nTelemóvel: 06 39 98 00 01\n"
        "Email: ada@example.org\nServiço: Facial\nProfissional: Bo\n"
        "Preço: 65\nLocal: Room 3",
        "姓名：Ada Example\n手机：06 39 98 00 01\n邮箱：ada@example.org\n"
        "服务：Facial\n医生：Bo\n价格：65 EUR\n地点：Room 3",
        "Imię i nazwisko: Ada Example\nTelefon: 06 39 98 00 01\n"
        "E-mail: ada@example.org\nUsługa: Facial\nPracownik: Bo\n"
        "Cena: 65 EUR\nMiejsce: Room 3",
    };

    for (size_t i = 0; i < ARRAY_LEN(descriptions); i++) {
        struct extracted got = extract("Booking", descriptions[i]);

        CHECK_STR(got.booking.customer_name, "Ada Example");
        CHECK_STR(got.booking.phone, "+33639980001");
        CHECK_STR(got.booking.mail, "ada@example.org");
        CHECK_STR(got.booking.service, "Facial");
        CHECK_STR(got.booking.provider, "Bo");
        CHECK_INT(got.booking.price_minor, 6500);
        CHECK_STR(got.booking.location, "Room 3");
        CHECK_INT(got.origins.field[FIELD_NAME].way, ORIGIN_LABEL);
        CHECK_INT(got.origins.field[FIELD_PHONE].way, ORIGIN_LABEL);
        CHECK_INT(got.block, BLOCK_NONE);
    }
    arena_free(&arena);
}

TEST(extract, prefers_what_is_under_the_customers_heading)
{
    struct extracted got = extract("Cleaning", "Phone: 01 99 00 00 09\n"
                                               "Provider\n\nName: Bo\n"
                                               "Phone: 01 99 00 00 02\n"
                                               "Email: bo@example.org\n\n"
                                               "Customer\n\nName: Ada Example\n"
                                               "Phone: 01 99 00 00 01\n"
                                               "Mobile: 06 39 98 00 01\n"
                                               "Email: ada@example.org\n\n"
                                               "Notes\n\nfirst visit");

    CHECK_STR(got.booking.customer_name, "Ada Example");
    CHECK_STR(got.booking.phone, "+33639980001");
    CHECK_STR(got.booking.mail, "ada@example.org");
    CHECK_STR(got.booking.provider, "Bo");
    CHECK_STR(got.booking.service, "Cleaning");
    arena_free(&arena);
}

TEST(extract, ends_a_heading_at_a_blank_line)
{
    struct extracted got =
        extract("Booking", "Booked by\nAda Example\n\n"
                           "bo@example.org or cy@example.org");

    CHECK_STR(got.booking.customer_name, "Ada Example");
    CHECK_NULL(got.booking.mail);
    arena_free(&arena);
}

TEST(extract, joins_first_and_last_names)
{
    static const char *const descriptions[] = {
        "First name: Ada\nLast name: Example",
        "Prénom : Ada\nNom : Example",
        "Vorname: Ada\nNachname: Example",
        "Nombre: Ada\nApellidos: Example",
        "Name: Ada Example\nFirst name: Ada",
        "Client: Ada Example, 06 39 98 00 01",
    };

    for (size_t i = 0; i < ARRAY_LEN(descriptions); i++)
        CHECK_STR(extract("Booking", descriptions[i]).booking.customer_name,
                  "Ada Example");
    arena_free(&arena);
}

TEST(extract, takes_no_number_that_is_none_of_the_customers)
{
    static const char *const descriptions[] = {
        "Fax: 01 99 00 00 01",
        "Date of birth: 04.05.1980",
        "Patient ID: 0199000001",
        "Insurance number: 0199 000 001",
        "Emergency contact: Bo 06 39 98 00 02",
        "Questions? Call us: 01 99 00 12 34",
        "Phone: 01 99 00 12 34",
        "https://example.org/01990000012345",
    };

    for (size_t i = 0; i < ARRAY_LEN(descriptions); i++) {
        struct scene *scene = scene_of("Cleaning", descriptions[i]);
        struct extracted got;

        scene->office = office_of_lilas();
        got = run(scene);
        CHECK_NULL(got.booking.phone);
        CHECK_NULL(got.booking.phone_doubt);
    }
    arena_free(&arena);
}

TEST(extract, doubts_what_cannot_be_trusted)
{
    struct extracted got = extract("Cut - Ada", "Phone: 12345");

    CHECK_NULL(got.booking.phone);
    CHECK_STR(got.booking.phone_doubt, "12345");

    got = extract("Cut - Ada", "06 39 98 00 01\nor 06 39 98 00 02");
    CHECK_NULL(got.booking.phone);
    CHECK_STR(got.booking.phone_doubt, "+33639980001");

    got = extract("Cut - Ada", "a@example.org or b@example.org");
    CHECK_NULL(got.booking.mail);
    arena_free(&arena);
}

TEST(extract, reads_titles)
{
    static const struct {
        const char *title;
        const char *name;
        const char *service;
        const char *provider;
    } cases[] = {
        {"Anna Berger - Haarschnitt", "Anna Berger", "Haarschnitt", NULL},
        {"Haarschnitt – Anna Berger", "Anna Berger", "Haarschnitt", NULL},
        {"Gwen Avery: Men's Cut (45 min)", "Gwen Avery", "Men's Cut", NULL},
        {"Massage (Marta Kowalska)", "Marta Kowalska", "Massage", NULL},
        {"Nail trim: Biscuit (owner Priya Nair)", "Priya Nair", "Nail trim",
         NULL},
        {"Gel manicure with Chloe - Hannah Price", "Hannah Price",
         "Gel manicure", "Chloe"},
        {"Massage for Anna Berger", "Anna Berger", "Massage", NULL},
        {"Berger, Anna - Massage", "Anna Berger", "Massage", NULL},
        {"Consultation between Dr Rivera and Tom Ashby", "Tom Ashby",
         "Consultation", "Dr Rivera"},
        {"Haarschnitt - Anna Berger (45 min)", "Anna Berger", "Haarschnitt",
         NULL},
        {"Anna Berger (Haarschnitt)", "Anna Berger", "Haarschnitt", NULL},
        {"Anna Berger, Haarschnitt", "Anna Berger", "Haarschnitt", NULL},
        {"Haarschnitt / Anna Berger", "Anna Berger", "Haarschnitt", NULL},
        {"Termin mit Anna Berger", "Anna Berger", NULL, NULL},
        {"Berger, Anna", NULL, NULL, NULL},
        {"RDV – Mme Camille Rousseau", "Mme Camille Rousseau", NULL, NULL},
        {"Cut – customer 3", NULL, NULL, NULL},
        {"Theo Marsh - Paula Reinholt", NULL, NULL, NULL},
        {"Anna Berger", NULL, NULL, NULL},
        {"Haarschnitt", NULL, NULL, NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct extracted got = extract(cases[i].title, NULL);

        CHECK_INT(got.block, BLOCK_NONE);
        CHECK_STR(got.booking.customer_name, cases[i].name);
        CHECK_STR(got.booking.service, cases[i].service);
        CHECK_STR(got.booking.provider, cases[i].provider);
        CHECK_STR(got.booking.summary, cases[i].title);
    }
    arena_free(&arena);
}

TEST(extract, lets_the_office_name_its_services_and_people)
{
    static const struct {
        const char *title;
        const char *service;
        const char *provider;
    } cases[] = {
        {"Anna Berger - Détartrage complet", "Cleaning", NULL},
        {"ROOT CANAL - Anna Berger", "Root canal", NULL},
        {"Cleaning with Jeanne Martin - Anna Berger", "Cleaning", "Dr Martin"},
        {"Cleaning, Novak Dr - Anna Berger", "Cleaning", "Dr Novak"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene *scene = scene_of(cases[i].title, NULL);
        struct extracted got;

        scene->office = office_of_lilas();
        got = run(scene);
        CHECK_STR(got.booking.customer_name, "Anna Berger");
        CHECK_STR(got.booking.service, cases[i].service);
        CHECK_STR(got.booking.provider, cases[i].provider);
    }
    arena_free(&arena);
}

TEST(extract, falls_back_on_what_the_feed_is_for)
{
    static const struct feed feed = {.name = "chair-1",
                                     .provider = "Dr Novak",
                                     .service = "Cleaning"};
    struct scene *scene = scene_of("Anna Berger", "Staff: Somebody");
    struct extracted got;

    scene->office = office_of_lilas();
    scene->feed = &feed;
    got = run(scene);
    CHECK_STR(got.booking.provider, "Dr Novak");
    CHECK_STR(got.booking.service, "Cleaning");
    CHECK_INT(got.origins.field[FIELD_PROVIDER].way, ORIGIN_SETTING);

    scene->event.description = "Staff: Dr Martin";
    got = run(scene);
    CHECK_STR(got.booking.provider, "Dr Martin");
    CHECK_STR(got.booking.site, "Lilas");
    arena_free(&arena);
}

TEST(extract, finds_the_customer_among_the_guests)
{
    struct scene *scene = scene_of("Intro call", NULL);
    struct extracted got;

    scene->organizer =
        (struct ical_person){.name = "Office", .mail = "office@example.org"};
    scene->event.organizer = &scene->organizer;
    scene->guests[0] = (struct ical_person){.name = "Office",
                                            .mail = "Office@example.org",
                                            .answer = "ACCEPTED"};
    scene->guests[1] = (struct ical_person){.name = "Room 1",
                                            .mail = "room@example.org",
                                            .kind = "ROOM"};
    scene->guests[2] = (struct ical_person){.name = "ada@example.net",
                                            .mail = "ada@example.net"};
    scene->event.attendee_count = 3;
    got = run(scene);
    CHECK_STR(got.booking.mail, "ada@example.net");
    CHECK_NULL(got.booking.customer_name);
    CHECK_INT(got.origins.field[FIELD_MAIL].way, ORIGIN_GUEST);

    scene->guests[2].name = "Ada Example";
    got = run(scene);
    CHECK_STR(got.booking.customer_name, "Ada Example");
    CHECK_STR(got.booking.service, "Intro call");

    /* Two who could be: nobody is. */
    scene->guests[1].kind = "INDIVIDUAL";
    got = run(scene);
    CHECK_NULL(got.booking.mail);
    arena_free(&arena);
}

TEST(extract, knows_what_is_no_appointment)
{
    static const struct feed feed = {.name = "f", .ignore = "lunch|privé"};
    static const struct {
        const char *title;
        const char *description;
        bool all_day;
        enum extract_block block;
    } cases[] = {
        {"Anna Berger - Cut", NULL, false, BLOCK_NONE},
        {"Busy", NULL, false, BLOCK_BUSY},
        {"Unavailability", NULL, false, BLOCK_BUSY},
        {"Busy", "Phone: 06 39 98 00 01", false, BLOCK_NONE},
        {"Long LUNCH with Bo", NULL, false, BLOCK_IGNORED},
        {"Privé", "Phone: 06 39 98 00 01", false, BLOCK_IGNORED},
        {"Prepare for Anna", NULL, false, BLOCK_PREPARATION},
        {"Staff holiday: Amara", NULL, true, BLOCK_ALL_DAY},
        {"Anna Berger", "06 39 98 00 01", true, BLOCK_NONE},
        {NULL, NULL, false, BLOCK_NO_CUSTOMER},
        {NULL, "ada@example.org", false, BLOCK_NONE},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene *scene = scene_of(cases[i].title, cases[i].description);

        scene->feed = &feed;
        scene->occurrence.all_day = cases[i].all_day;
        CHECK_STR(extract_block_name(run(scene).block),
                  extract_block_name(cases[i].block));
    }
    arena_free(&arena);
}

TEST(extract, knows_what_is_cancelled)
{
    for (int i = 0; i < 7; i++) {
        struct scene *scene = scene_of("Anna Berger - Cut", NULL);
        bool cancelled = i >= 1 && i <= 5;
        struct extracted got;

        scene->event.status = i == 1   ? "CANCELLED"
                              : i == 2 ? "CANCELED"
                                       : "CONFIRMED";
        scene->calendar.method = i == 3 ? "CANCEL" : "PUBLISH";
        if (i >= 4)
            scene->event.summary = "Canceled: Anna Berger - Cut";
        scene->event.busy = i == 4 ? "FREE" : NULL;
        if (i == 5) {
            scene->event.summary = "Anna Berger - Cut";
            scene->guests[0] = (struct ical_person){.mail = "anna@example.org",
                                                    .answer = "DECLINED"};
            scene->event.attendee_count = 1;
        }
        got = run(scene);
        CHECK_INT(got.booking.state,
                  cancelled ? APPOINTMENT_CANCELLED : APPOINTMENT_BOOKED);
        CHECK_STR(got.status, cancelled ? "cancelled" : "confirmed");
        CHECK_STR(got.booking.customer_name, "Anna Berger");
    }
    arena_free(&arena);
}

TEST(extract, takes_a_place_that_is_a_number_for_a_number)
{
    struct scene *scene = scene_of("Anna Berger - Cut", NULL);
    struct extracted got;

    scene->event.location = "+33 6 39 98 00 01";
    got = run(scene);
    CHECK_STR(got.booking.phone, "+33639980001");
    CHECK_NULL(got.booking.location);

    scene->event.location = "Cabinet 2\n3 rue des Lilas";
    got = run(scene);
    CHECK_STR(got.booking.location, "Cabinet 2, 3 rue des Lilas");
    arena_free(&arena);
}

TEST(extract, reads_an_event_once_for_all_its_visits)
{
    struct scene *scene = scene_of("Cut - Ada Example", "06 39 98 00 01");
    const struct extract_source source = {0};
    struct extractor *extractor;
    struct extracted found;
    struct booking visit;
    struct error err;

    scene->event.has_created = true;
    scene->event.created = scene->occurrence.start;
    CHECK(extractor_create(&scene->office, NULL, &extractor, &err));
    extract_event(extractor, &source, &scene->event, &arena, &found);
    for (int day = -1; day <= 1; day++) {
        struct ical_occurrence occurrence = scene->occurrence;

        occurrence.start =
            instant_add(occurrence.start, (struct span){day * DAY_S});
        occurrence.recurrence = "20260504T100000Z";
        CHECK_INT(extract_visit(&found, &occurrence, &visit), BLOCK_NONE);
        CHECK_STR(visit.customer_name, "Ada Example");
        CHECK_STR(visit.recurrence, "20260504T100000Z");
        CHECK_INT(visit.start.unix_s, occurrence.start.unix_s);
        /* Nobody books a visit after it began. */
        CHECK_INT(visit.booked_known, day >= 0);
    }
    extractor_destroy(extractor);
    arena_free(&arena);
}

TEST(extract, leaves_braces_and_markup_in_names_as_text)
{
    struct extracted got = extract("Cut", "Name: {{start}} %s $x\n"
                                          "Phone: 06 39 98 00 01");

    CHECK_STR(got.booking.customer_name, "{{start}} %s $x");
    arena_free(&arena);
}

TEST(extract, adds_up_prices_beside_services)
{
    static const struct {
        const char *description;
        const char *service;
        int64_t minor; /* 0: none */
    } cases[] = {
        {"Service: Balayage (140,00 €)", "Balayage", 14000},
        {"Services: Cut (60 €), Wash (20 EUR) (45 min)", "Cut, Wash", 8000},
        {"Service: Cut (60 €)\nTotal: 70 €", "Cut", 7000},
        {"Service: Cut (long hair)", "Cut (long hair)", 0},
        {"Service: Cut (2)", "Cut (2)", 0},
        {"Service: Cut (open", "Cut (open", 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct extracted got = extract("Anna Berger", cases[i].description);

        CHECK_STR(got.booking.service, cases[i].service);
        CHECK_INT(got.booking.has_price, cases[i].minor != 0);
        CHECK_INT(got.booking.price_minor, cases[i].minor);
    }
    arena_free(&arena);
}

TEST(extract, cuts_names_that_are_too_long)
{
    char name[400];
    struct extracted got;

    memset(name, 'a', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    got = extract("Cut", arena_printf(&arena, "Name: %s", name));
    CHECK_UINT(strlen(got.booking.customer_name), 120);
    arena_free(&arena);
}

TEST(extract, names_the_pattern_that_is_wrong)
{
    static const struct service wrong[] = {{.name = "Cut", .match = "(a"}};
    struct office office = {.country = "FR",
                            .currency = "EUR",
                            .services = wrong,
                            .service_count = 1};
    struct extractor *extractor;
    struct error err;

    CHECK(!extractor_create(&office, NULL, &extractor, &err));
    CHECK_INT(err.kind, ERROR_USAGE);
    CHECK_CONTAINS(err.text, "service 'Cut'");
}
