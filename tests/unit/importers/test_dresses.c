/*
 * The families of tests/fixtures/styles in other dresses: other languages,
 * other orders, other markup. Each as a person would read it; what a person
 * could not tell stays empty.
 */
#include <stdio.h>

#include "importers/extract.h"
#include "tests/test.h"

#define GUESTS_MAX 3

struct dress {
    const char *country; /* of the office */
    const char *product;
    const char *title;
    const char *text;
    const char *place;
    const char *url;
    const char *host[2]; /* name and mail of ORGANIZER */
    const char *guest[GUESTS_MAX][2];
    const char *extra;  /* a property's name */
    const char *status; /* expected; NULL: confirmed */

    /* What a person reads; "?": one that is not sure. */
    const char *name;
    const char *phone;
    const char *mail;
    const char *service;
    const char *staff;
    const char *location;
};

#define GOOGLE "-//Google Inc//Google Calendar 70.9054//EN"

static const struct dress dresses[] = {
    /* Typed by hand. */
    {.country = "DE",
     .product = GOOGLE,
     .title = "Schmidt, Anna – Pediküre 0171/3920017",
     .name = "Anna Schmidt",
     .phone = "?+491713920017",
     .service = "Pediküre"},
    {.country = "FR",
     .product = GOOGLE,
     .title = "Détartrage - Mme Leroy (port. 06 39 98 00 11)",
     .name = "Mme Leroy",
     .phone = "+33639980011",
     .service = "Détartrage"},
    {.country = "GB",
     .product = GOOGLE,
     .title = "Grace Lin / Haircut / mob 07700 900123",
     .name = "Grace Lin",
     .phone = "+447700900123",
     .service = "Haircut"},
    {.country = "DE",
     .product = GOOGLE,
     .title = "Anna Berger (0171 3920017) - Haarschnitt",
     .name = "Anna Berger",
     .phone = "?+491713920017",
     .service = "Haarschnitt"},
    {.country = "IT",
     .product = GOOGLE,
     .title = "Pulizia denti: Rossi Maria",
     .text = "cell. 347 1234567",
     .name = "Rossi Maria",
     .phone = "+393471234567",
     .service = "Pulizia denti"},
    {.country = "CN",
     .title = "张伟 - 洗牙",
     .text = "手机 138 0013 8000",
     .name = "张伟",
     .phone = "+8613800138000",
     .service = "洗牙"},
    {.country = "CN",
     .title = "洗牙",
     .text = "姓名：张伟 手机：13800138000 备注：第一次",
     .name = "张伟",
     .phone = "+8613800138000",
     .service = "洗牙"},
    {.country = "IL",
     .title = "\u202B\u05D3\u05D5\u05D3 \u05DB\u05D4\u05DF\u202C - Cleaning",
     .text = "Phone: \u200E+972 50 234 5678\u200E",
     .name = "\u05D3\u05D5\u05D3 \u05DB\u05D4\u05DF",
     .phone = "+972502345678",
     .service = "Cleaning"},
    {.country = "GB",
     .title = "Couples massage - Anna and Tom Berger",
     .name = "Anna and Tom Berger",
     .service = "Couples massage"},
    {.country = "GB",
     .title = "Check-up for her son Tom",
     .text = "Booked by: Grace Lin\nMobile: 07700 900123",
     .name = "Grace Lin",
     .phone = "+447700900123",
     .service = "Check-up for her son Tom"},
    {.country = "US",
     .title = "Dr. Grace Hopper - Root canal",
     .name = "Dr. Grace Hopper",
     .service = "Root canal"},

    /* Google's appointment schedules. */
    {.country = "FR",
     .product = GOOGLE,
     .title = "Bilan (Julie Leroy)",
     .text = "<b>Réservé par</b><br>Julie Leroy<br>"
             "<a href=\"mailto:julie@example.org\">julie@example.org</a><br>"
             "06 39 98 00 12<br><br><b>Motif</b><br>Contrôle",
     .guest = {{"julie@example.org", "julie@example.org"}},
     .host = {"Cabinet", "cabinet@example.org"},
     .name = "Julie Leroy",
     .phone = "+33639980012",
     .mail = "julie@example.org",
     .service = "Bilan"},
    {.country = "DE",
     .product = GOOGLE,
     .title = "Massage (Jörg Weiß)",
     .text = "<p><b>Gebucht von</b></p><ul><li>Jörg Weiß</li>"
             "<li>joerg@example.org</li><li>+49 171 3920018</li></ul>",
     .name = "Jörg Weiß",
     .phone = "+491713920018",
     .mail = "joerg@example.org",
     .service = "Massage"},

    /* Outlook and Exchange. */
    {.country = "NL",
     .product = "Microsoft Exchange Server 2010",
     .title = "Geannuleerd: Knippen - Sanne de Vries",
     .status = "cancelled",
     .name = "Sanne de Vries",
     .service = "Knippen"},
    {.country = "ES",
     .product = "Microsoft Exchange Server 2010",
     .title = "Limpieza",
     .text = "<html><head><style>p {color: red}</style></head><body>"
             "<p>Paciente:&nbsp;Ana Torres</p><p>M&oacute;vil: 612 345 678</p>"
             "<p>Correo: <a href=\"mailto:ana@example.org\">"
             "ana@example.org</a></p></body></html>",
     .name = "Ana Torres",
     .phone = "+34612345678",
     .mail = "ana@example.org",
     .service = "Limpieza"},
    {.country = "GB",
     .product = "Microsoft Exchange Server 2010",
     .title = "Bookings: Eye test",
     .text = "<table><tr><td>Customer name</td><td>Ada Example</td></tr>"
             "<tr><td>Email</td><td>ada@example.org</td></tr>"
             "<tr><td>Phone number</td><td>07700 900 321</td></tr></table>",
     .name = "Ada Example",
     .phone = "+447700900321",
     .mail = "ada@example.org",
     .service = "Eye test"},

    /* Apple. */
    {.country = "IT",
     .product = "-//Apple Inc.//macOS 14.5//EN",
     .title = "Appuntamento con Giulia Bianchi",
     .url = "tel:+39%20347%201234568",
     .place = "Studio Verdi\nVia Roma 1",
     .name = "Giulia Bianchi",
     .phone = "+393471234568",
     .location = "Studio Verdi, Via Roma 1"},

    /* Calendly. */
    {.country = "FR",
     .product = GOOGLE,
     .title = "Julie Leroy et Sam Hôte",
     .text = "Nom de l'événement: Consultation\n\n"
             "Numéro de téléphone: +33 6 39 98 00 13\n\n"
             "Powered by Calendly.com",
     .host = {"Sam Hôte", "sam@example.org"},
     .guest = {{"Julie Leroy", "julie@example.org"},
               {"Sam Hôte", "sam@example.org"}},
     .name = "Julie Leroy",
     .phone = "+33639980013",
     .mail = "julie@example.org",
     .service = "Consultation",
     .staff = "Sam Hôte"},
    {.country = "US",
     .product = GOOGLE,
     .title = "Sam Host and Jo Lee",
     .text = "Event Name: Intro call\n\nLocation: +1 312-555-0177\n\n"
             "Cancel: https://calendly.com/cancellations/01234567890",
     .place = "+1 312-555-0177",
     .host = {"Sam Host", "sam@example.org"},
     .guest = {{"jo@example.org", "jo@example.org"}},
     .name = "Jo Lee",
     .phone = "+13125550177",
     .mail = "jo@example.org",
     .service = "Intro call",
     .staff = "Sam Host"},

    /* Acuity. */
    {.country = "ES",
     .title = "Ana Torres: Limpieza dental (Clínica Sol)",
     .text = "Nombre: Ana Torres\nTeléfono: 612 345 679\n"
             "Correo electrónico: ana@example.org\nPrecio: 50,00 €\n"
             "Calendario: Dra. Luz\n============\n(created by Acuity "
             "Scheduling)\nAcuityID=1234567890",
     .name = "Ana Torres",
     .phone = "+34612345679",
     .mail = "ana@example.org",
     .service = "Limpieza dental",
     .staff = "Dra. Luz"},

    /* Cal.com. */
    {.country = "BR",
     .product = "calcom/ics",
     .title = "Consulta entre Dra. Silva e João Souza",
     .text = "O quê:\nConsulta entre Dra. Silva e João Souza\n\n"
             "Quem:\nDra. Silva - Organizador\nsilva@example.org\n"
             "João Souza - +55 11 91234-5678\njoao@example.org\n\n"
             "Onde:\nhttps://meet.example.org/012345678901",
     .host = {"Dra. Silva", "silva@example.org"},
     .name = "João Souza",
     .phone = "+5511912345678",
     .mail = "joao@example.org",
     .service = "Consulta",
     .staff = "Dra. Silva",
     .location = "https://meet.example.org/012345678901"},

    /* Easy!Appointments, in German and escaped twice. */
    {.country = "DE",
     .product = "-//EasyAppointments//Open Source Web Scheduler//EN",
     .title = "Zahnreinigung",
     .text = "\\nAnbieter\\n\\nName: Bo Arzt\\nE-Mail: bo@praxis.example\\n"
             "Telefonnummer: 030 1234567\\n\\nKunde\\n\\nName: Jo Klein\\n"
             "E-Mail: jo@example.org\\nTelefonnummer: 0171 3920019\\n"
             "PLZ: 10115\\n",
     .name = "Jo Klein",
     .phone = "+491713920019",
     .mail = "jo@example.org",
     .service = "Zahnreinigung",
     .staff = "Bo Arzt"},

    /* Nextcloud. */
    {.country = "FR",
     .product = "-//Sabre//Sabre VObject 4.5.6//EN",
     .title = "Julie Leroy - Bilan annuel",
     .extra = "X-NC-APPOINTMENT",
     .text = "Commentaires: je préfère le matin",
     .host = {"Dr Martin", "martin@example.org"},
     .guest = {{"Julie Leroy", "julie@example.org"}},
     .name = "Julie Leroy",
     .mail = "julie@example.org",
     .service = "Bilan annuel",
     .staff = "Dr Martin"},
    {.country = "DE",
     .product = "-//IDN nextcloud.com//Appointments App | srgdev.com//EN",
     .title = "⌛ Jörg Weiß",
     .text = "Jörg Weiß\n0171 3920018\njoerg@example.org\nTerminart: Intake",
     .name = "Jörg Weiß",
     .phone = "+491713920018",
     .mail = "joerg@example.org",
     .service = "Intake"},

    /* Salons and clinics. */
    {.country = "GB",
     .title = "Haircut with Mia for Zoë O'Neill",
     .name = "Zoë O'Neill",
     .service = "Haircut",
     .staff = "Mia"},
    {.country = "IT",
     .title = "Appuntamento",
     .text = "Cliente: Rossi Maria\nCellulare: 347 1234569\n"
             "Servizio: Pulizia denti\nOperatore: Dott. Bianchi",
     .name = "Rossi Maria",
     .phone = "+393471234569",
     .service = "Pulizia denti",
     .staff = "Dott. Bianchi"},
    {.country = "FR",
     .title = "LEROY Julie",
     .text = "Nom : LEROY\nPrénom : Julie\nNé(e) le : 12/03/1980\n"
             "Tél. fixe : 01 99 00 00 14\nTél. portable : 06 39 98 00 14\n"
             "Motif : Détartrage",
     .name = "Julie LEROY",
     .phone = "+33639980014",
     .service = "Détartrage"},
    {.country = "FR",
     .title = "Détartrage",
     .text = "Patient : LEROY Julie | Tél. : 06 39 98 00 15 | "
             "Praticien : Dr Petit",
     .name = "LEROY Julie",
     .phone = "+33639980015",
     .service = "Détartrage",
     .staff = "Dr Petit"},
    {.country = "US",
     .title = "Filling",
     .text = "**Name:** Ada Example\n**Phone:** (212) 555-0168 ext. 4\n"
             "**Emergency contact:** Bo (212) 555-0199",
     .name = "Ada Example",
     .phone = "+12125550168",
     .service = "Filling"},
    {.country = "US",
     .title = "Filling",
     .text = "Name: Ada Example, Phone: (212) 555-0168, "
             "Email: ada@example.org; Service: Large filling",
     .name = "Ada Example",
     .phone = "+12125550168",
     .mail = "ada@example.org",
     .service = "Large filling"},
    {.country = "DE",
     .title = "Termin",
     .text = "Patient: Jo Klein, Tel. 030 1234567 / Handy 0171 3920019\n"
             "Leistung: Kontrolle",
     .name = "Jo Klein",
     .phone = "+491713920019",
     .service = "Kontrolle"},
    {.country = "AU",
     .title = "Check-up",
     .text = "Name: Jo Example\nPhone: 02 5550 1234 / 0491 570 006",
     .name = "Jo Example",
     .phone = "+61491570006",
     .service = "Check-up"},
    {.country = "PT",
     .title = "Marcação",
     .text = "Nome do cliente: Inês Sá\nTelemóvel: 912 345 678\n"
             "Serviço: Destartarização\nProfissional: Rui",
     .name = "Inês Sá",
     .phone = "+351912345678",
     .service = "Destartarização",
     .staff = "Rui"},
    {.country = "PL",
     .title = "Wizyta: Zażółć Gęślą",
     .text = "Imię i nazwisko: Zażółć Gęślą\nTelefon: 512 345 678",
     .name = "Zażółć Gęślą",
     .phone = "+48512345678"},
    {.country = "GB",
     .title = "Nail trim - Biscuit (owner: Priya Nair)",
     .text = "☎ 07700 900124",
     .name = "Priya Nair",
     .phone = "+447700900124",
     .service = "Nail trim"},
    {.country = "GB",
     .title = "Mr T Marsh - Review",
     .text = "Ring the lab on 020 7946 0123 about the crown.",
     .name = "Mr T Marsh",
     .phone = "?+442079460123",
     .service = "Review"},
    {.country = "GB",
     .title = "Review - Theo Marsh",
     .text = "cc: lab@example.org, desk@example.org",
     .name = "Theo Marsh",
     .service = "Review"},
    /* States, rooms and other words that are neither who nor what for. */
    {.country = "GB",
     .title = "New booking: Massage with Priya for Oliver Stone",
     .name = "Oliver Stone",
     .service = "Massage",
     .staff = "Priya"},
    {.country = "US",
     .title = "Lucy Wang - Swedish massage (1 hr) - Paid",
     .name = "Lucy Wang",
     .service = "Swedish massage"},
    {.country = "GB",
     .title = "[Cancelled] Emma Thompson | Pedicure | Chair 2",
     .status = "cancelled",
     .name = "Emma Thompson",
     .service = "Pedicure",
     .location = "Chair 2"},
    {.country = "US",
     .title = "FW: Jo Example #12345 → Cleaning",
     .name = "Jo Example",
     .service = "Cleaning"},
    {.country = "US",
     .title = "Follow up: Jo Example",
     .name = "Jo Example",
     .service = "Follow up"},
    {.country = "ES",
     .title = "Corte de pelo para Ana Torres con Luz",
     .name = "Ana Torres",
     .service = "Corte de pelo",
     .staff = "Luz"},
    {.country = "CN",
     .title = "预约：李娜（洗牙）",
     .name = "李娜",
     .service = "洗牙"},
    {.country = "CN",
     .title = "李娜 预约 洗牙",
     .text = "联系电话：138 0013 8000\n医生：王医生",
     .name = "李娜",
     .phone = "+8613800138000",
     .service = "洗牙",
     .staff = "王医生"},
    {.country = "DE",
     .title = "Klein, Anna",
     .text = "Behandlung: PZR\nTelefon privat: 030 1234567\n"
             "Telefon mobil: 0171 3920017\nGeb.: 12.03.1980",
     .name = "Anna Klein",
     .phone = "+491713920017",
     .service = "PZR"},
    {.country = "FR",
     .title = "Mme DUPONT Marie-Claire",
     .text = "Prestation: Soin visage (45 min)",
     .name = "Mme DUPONT Marie-Claire",
     .service = "Soin visage"},
    {.country = "US",
     .product = "Microsoft Exchange Server 2010",
     .title = "Haircut",
     .text = "Customer: Jo Example\nCustomer email: jo@example.com\n"
             "Customer phone: 2065550188\nStaff email: mia@example.com\n"
             "Doctor's phone: 206 555 0199",
     .name = "Jo Example",
     .phone = "+12065550188",
     .mail = "jo@example.com",
     .service = "Haircut"},
    {.country = "GB",
     .title = "Check-up",
     .text = "Patient: Example, Ada (DOB 01/02/1980)\n"
             "Phone (home): 020 7946 0123\nPhone (mobile): 07700 900126",
     .name = "Ada Example",
     .phone = "+447700900126",
     .service = "Check-up"},
    {.country = "DE",
     .title = "PZR",
     .text = "Patient: Klein, Anna *12.03.1980\nTlf. móvil: 0171 3920017",
     .name = "Anna Klein",
     .phone = "+491713920017",
     .service = "PZR"},
    {.country = "GB",
     .title = "Filling - Tom Lin",
     .text = "Mother's mobile: 07700 900125",
     .name = "Tom Lin",
     .phone = "?+447700900125",
     .service = "Filling"},
    {.country = "US",
     .title = "Cut - Jo Example",
     .text = "Client\n  Jo Example\n  206 555 0188\n  jo@example.com\n"
             "Staff\n  Mia\n  mia@salon.example",
     .name = "Jo Example",
     .phone = "+12065550188",
     .mail = "jo@example.com",
     .service = "Cut",
     .staff = "Mia"},
    {.country = "DE",
     .title = "Rückruf Kontakt",
     .text = "Kontakt: 0171 3920017",
     .phone = "+491713920017"},
};

static int failures;

static void compare(const struct dress *dress, const char *what,
                    const char *expected, const char *got)
{
    if (str_same(expected, got))
        return;
    (void)fprintf(stderr, "%s | %s: %s is '%s', expected '%s'\n", dress->title,
                  str_or_empty(dress->text), what, got == NULL ? "(null)" : got,
                  expected == NULL ? "(null)" : expected);
    failures++;
}

static void dress_event(const struct dress *dress, struct ical_person *host,
                        struct ical_person *guests, struct ical_extra *extra,
                        struct ical_event *out)
{
    *host =
        (struct ical_person){.name = dress->host[0], .mail = dress->host[1]};
    *extra = (struct ical_extra){.name = dress->extra, .value = "1"};
    *out = (struct ical_event){
        .uid = "u",
        .summary = dress->title,
        .description = dress->text,
        .location = dress->place,
        .url = dress->url,
        .organizer = dress->host[0] == NULL ? NULL : host,
        .attendees = guests,
        .extras = extra,
        .extra_count = dress->extra != NULL,
        .transparency = dress->status == NULL ? NULL : "TRANSPARENT",
    };
    for (size_t i = 0; i < GUESTS_MAX && dress->guest[i][0] != NULL; i++)
        guests[out->attendee_count++] =
            (struct ical_person){.name = dress->guest[i][0],
                                 .mail = dress->guest[i][1]};
}

static void check_dress(const struct dress *dress)
{
    struct arena arena = {0};
    struct office office = {.country = dress->country,
                            .currency = "EUR",
                            .zone = zone_utc()};
    const struct extract_source source = {.product = dress->product};
    struct ical_person guests[GUESTS_MAX];
    struct ical_person host;
    struct ical_extra extra;
    struct ical_event event;
    struct extractor *extractor;
    struct extracted got;
    struct error err;

    dress_event(dress, &host, guests, &extra, &event);
    CHECK(extractor_create(&office, NULL, &extractor, &err));
    extract_event(extractor, &source, &event, &arena, &got);
    compare(dress, "name", dress->name, got.booking.customer_name);
    compare(dress, "phone", dress->phone,
            got.booking.phone_unsure
                ? arena_printf(&arena, "?%s", got.booking.phone)
                : got.booking.phone);
    compare(dress, "mail", dress->mail, got.booking.mail);
    compare(dress, "service", dress->service, got.booking.service);
    compare(dress, "staff", dress->staff, got.booking.provider);
    compare(dress, "location", dress->location, got.booking.location);
    compare(dress, "status",
            dress->status == NULL ? "confirmed" : dress->status, got.status);
    compare(dress, "block", "", extract_block_name(got.block));
    extractor_destroy(extractor);
    arena_free(&arena);
}

TEST(dresses, are_read_as_a_person_reads_them)
{
    failures = 0;
    for (size_t i = 0; i < ARRAY_LEN(dresses); i++)
        check_dress(&dresses[i]);
    CHECK_INT(failures, 0);
}
