#include "importers/extract_labels.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

/*
 * One line a meaning and language: en fr de es nl it pt zh, then pl. Words
 * are folded: small letters, no accents. '|' stands between them.
 */
static const struct {
    enum label label;
    const char *words;
} table[] = {
    {LABEL_NAME, "name|full name|your name|customer name|client name|"
                 "patient name|guest name|invitee name|name of customer|"
                 "first and last name|customer's name|client's name"},
    {LABEL_NAME, "nom|nom complet|nom et prenom|nom prenom|prenom et nom|"
                 "nom du client|nom du patient|votre nom|nom de la patiente"},
    {LABEL_NAME, "vor- und nachname|vorname nachname|kundenname|"
                 "patientenname|name des kunden|name des patienten|"
                 "vollstandiger name|ihr name|name, vorname"},
    {LABEL_NAME, "nombre|nombre completo|nombre y apellidos|"
                 "nombre del cliente|nombre del paciente|su nombre"},
    {LABEL_NAME, "naam|volledige naam|klantnaam|naam klant|naam patient|"
                 "voor- en achternaam|uw naam"},
    {LABEL_NAME, "nome|nome completo|nome e cognome|nome cliente|"
                 "nome del cliente|nome paziente|nominativo"},
    {LABEL_NAME, "nome e sobrenome|nome do cliente|nome do paciente"},
    {LABEL_NAME, "姓名|名字|客户姓名|患者姓名|顾客姓名|您的姓名|聯絡人|联系人"},
    {LABEL_NAME, "imie i nazwisko|imie nazwisko|klient imie i nazwisko"},

    {LABEL_FIRST, "first name|firstname|given name|forename"},
    {LABEL_FIRST, "prenom|vorname|primer nombre|voornaam|primeiro nome|名|"
                  "imie|nome di battesimo|nome proprio"},
    {LABEL_LAST, "last name|lastname|surname|family name"},
    {LABEL_LAST, "nom de famille|nachname|familienname|zuname|apellido|"
                 "apellidos|achternaam|cognome|sobrenome|apelido|姓|nazwisko"},

    {LABEL_CUSTOMER, "customer|client|patient|guest|invitee|participant|"
                     "booked by|requester|attendee|customer details|"
                     "client details|patient details|contact details|"
                     "customer information|client information|your details|"
                     "customer info|client info|member"},
    {LABEL_CUSTOMER, "patiente|usager|cliente|reserve par|beneficiaire|"
                     "coordonnees|coordonnees du client|invite|"
                     "informations client|informations du client"},
    {LABEL_CUSTOMER, "kunde|kundin|klient|klientin|patientin|gast|"
                     "teilnehmer|teilnehmerin|gebucht von|kundendaten|"
                     "kontaktdaten|kunden|patientendaten|kontakt"},
    {LABEL_CUSTOMER, "paciente|invitado|reservado por|datos del cliente|"
                     "datos de contacto|datos del paciente"},
    {LABEL_CUSTOMER, "klant|geboekt door|klantgegevens|deelnemer|"
                     "contactgegevens"},
    {LABEL_CUSTOMER, "paziente|prenotato da|dati cliente|dati del cliente|"
                     "ospite"},
    {LABEL_CUSTOMER, "utente|agendado por|marcado por|dados do cliente|"
                     "convidado"},
    {LABEL_CUSTOMER, "客户|顾客|患者|预约人|客人|來賓"},
    {LABEL_CUSTOMER, "klientka|pacjent|pacjentka|dane klienta|"
                     "zarezerwowane przez|gosc"},

    {LABEL_PROVIDER, "staff|staff member|staff name|provider|practitioner|"
                     "therapist|stylist|doctor|dentist|clinician|hygienist|"
                     "hairdresser|employee|team member|host|organizer|"
                     "organiser|calendar|resource|with|provider details|"
                     "specialist|consultant|barber|technician"},
    {LABEL_PROVIDER, "praticien|praticienne|intervenant|intervenante|"
                     "collaborateur|collaboratrice|medecin|docteur|dentiste|"
                     "coiffeur|coiffeuse|avec|agenda|fournisseur|prestataire|"
                     "organisateur|specialiste|calendrier|employe|employee"},
    {LABEL_PROVIDER, "anbieter|mitarbeiter|mitarbeiterin|behandler|"
                     "behandlerin|therapeut|therapeutin|arzt|arztin|berater|"
                     "beraterin|kalender|zahnarzt|zahnarztin|gastgeber|"
                     "organisator|behandelnde person|mit|bei|dienstleister|"
                     "friseur|friseurin|ressource"},
    {LABEL_PROVIDER, "profesional|proveedor|empleado|empleada|especialista|"
                     "terapeuta|medico|medica|con|calendario|anfitrion|"
                     "organizador|peluquero|peluquera|dentista"},
    {LABEL_PROVIDER, "medewerker|medewerkster|behandelaar|kapper|"
                     "zorgverlener|arts|tandarts|met|organisatie"},
    {LABEL_PROVIDER, "operatore|operatrice|professionista|dottore|"
                     "dottoressa|collaboratore|personale|fornitore"},
    {LABEL_PROVIDER, "profissional|funcionario|funcionaria|prestador|com|"
                     "colaborador|colaboradora"},
    {LABEL_PROVIDER, "员工|医生|服务人员|顾问|技师|咨询师|服务提供者|主持人"},
    {LABEL_PROVIDER, "pracownik|specjalista|lekarz|uslugodawca|kalendarz|"
                     "organizator"},

    {LABEL_WHO, "who|qui|wer|quien|wie|chi|quem|谁|kto|people|attendees|"
                "participants|guests|teilnehmende"},

    {LABEL_PHONE,
     "☎|📞|☏|phone|phone number|phone no|telephone|telephone number|"
     "tel|tel no|contact number|contact phone|contact|whatsapp|"
     "whatsapp number|home phone|work phone|landline|"
     "phone/mobile|your phone number|client phone|"
     "customer phone|patient phone|text message number|sms"},
    {LABEL_PHONE, "numero de telephone|no de telephone|n° de telephone|"
                  "telephone fixe|fixe|tel fixe|n° tel|"
                  "telephone du client"},
    {LABEL_PHONE, "telefon|telefonnummer|rufnummer|tel-nr|tel.-nr|tel nr|"
                  "festnetz|telefon privat|telefon-nr|telefonnr|fon|"
                  "ruckrufnummer"},
    {LABEL_PHONE, "telefono|numero de telefono|telefono de contacto|"
                  "telefono fijo|fijo|tfno|tlf"},
    {LABEL_PHONE, "telefoon|telefoonnummer|tel nummer|vaste lijn|"
                  "telefoonnr"},
    {LABEL_PHONE, "numero di telefono|recapito|recapito telefonico|"
                  "telefono fisso|fisso|contatto"},
    {LABEL_PHONE, "telefone|numero de telefone|telefone fixo|contato|"
                  "contacto|contacto telefonico"},
    {LABEL_PHONE, "电话|电话号码|联系电话|座机|電話|電話號碼"},
    {LABEL_PHONE, "numer telefonu|nr telefonu|nr tel|telefon kontaktowy|"
                  "telefon stacjonarny"},

    {LABEL_MOBILE, "📱|mobile|mobile phone|mobile number|mobile phone number|"
                   "cell|cell phone|cellphone|cell number|mob"},
    {LABEL_MOBILE, "port|gsm|portable|telephone portable|tel portable|"
                   "numero de portable|mobile du client|telephone mobile|"
                   "numero de mobile"},
    {LABEL_MOBILE, "handy|handynummer|handy-nr|mobil|mobilnummer|"
                   "mobiltelefon|mobilfunk|natel|mobilfunknummer"},
    {LABEL_MOBILE, "movil|telefono movil|celular|numero de movil|"
                   "telefono celular"},
    {LABEL_MOBILE, "mobiel|mobiele nummer|mobiel nummer|gsm-nummer"},
    {LABEL_MOBILE, "cellulare|telefono cellulare|numero di cellulare"},
    {LABEL_MOBILE, "telemovel|telefone celular|numero de telemovel"},
    {LABEL_MOBILE, "手机|手机号|手机号码|移动电话|手機|手機號碼"},
    {LABEL_MOBILE, "komorka|telefon komorkowy|numer komorkowy"},

    {LABEL_MAIL, "✉|📧|email|e-mail|mail|email address|e-mail address|"
                 "mail address|your email|client email|customer email|"
                 "patient email|contact email"},
    {LABEL_MAIL, "courriel|adresse mail|adresse email|adresse e-mail|mel|"
                 "adresse electronique|adresse courriel"},
    {LABEL_MAIL, "e-mail-adresse|email-adresse|emailadresse|mailadresse"},
    {LABEL_MAIL, "correo|correo electronico|direccion de correo|"
                 "e-mailadres|emailadres|mailadres"},
    {LABEL_MAIL, "indirizzo email|indirizzo e-mail|posta elettronica|"
                 "endereco de e-mail|endereco de email|correio eletronico"},
    {LABEL_MAIL, "邮箱|电子邮件|电子邮箱|邮件|電子郵件|adres e-mail|"
                 "adres email|poczta"},

    {LABEL_SERVICE, "service|services|service name|service type|"
                    "appointment type|type of appointment|type|event name|"
                    "event type|event|treatment|procedure|session|class|"
                    "what|product|service(s)|visit type|booked service"},
    {LABEL_SERVICE, "prestation|prestations|soin|soins|motif|"
                    "motif de consultation|motif du rendez-vous|"
                    "motif de la consultation|type de rendez-vous|acte|quoi|"
                    "type de consultation|nom de l'evenement|evenement"},
    {LABEL_SERVICE, "leistung|leistungen|dienstleistung|behandlung|"
                    "terminart|termintyp|art der behandlung|besuchsgrund|"
                    "terminbezeichnung|was|behandlungsart|ereignis"},
    {LABEL_SERVICE, "servicio|servicios|tratamiento|motivo|tipo de cita|"
                    "tipo de servicio|evento|que"},
    {LABEL_SERVICE, "dienst|behandeling|soort afspraak|type afspraak|"
                    "afspraaktype|afspraaksoort|wat"},
    {LABEL_SERVICE, "servizio|servizi|trattamento|prestazione|"
                    "tipo di appuntamento|tipo di visita|cosa"},
    {LABEL_SERVICE, "servico|servicos|tratamento|tipo de consulta|"
                    "procedimento|tipo de servico|o que"},
    {LABEL_SERVICE, "服务|服务项目|项目|预约项目|治疗|服務|服務項目"},
    {LABEL_SERVICE, "usluga|uslugi|zabieg|rodzaj wizyty|typ wizyty|co"},

    {LABEL_PRICE, "price|total|total price|amount|cost|total cost|"
                  "total amount|fee|price total"},
    {LABEL_PRICE, "prix|montant|tarif|cout|total ttc|prix total"},
    {LABEL_PRICE, "preis|betrag|gesamt|gesamtpreis|gesamtbetrag|kosten|"
                  "summe|honorar|gesamtkosten"},
    {LABEL_PRICE, "precio|importe|coste|costo|precio total|prijs|bedrag|"
                  "totaal|totaalprijs"},
    {LABEL_PRICE, "prezzo|importo|totale|tariffa|preco|valor|preco total|"
                  "valor total"},
    {LABEL_PRICE, "价格|费用|金额|总价|價格|cena|kwota|razem|koszt"},

    {LABEL_LOCATION, "location|where|place|venue|branch|lieu|ou|endroit|"
                     "emplacement|ort|wo|standort|treffpunkt"},
    {LABEL_LOCATION, "lugar|ubicacion|donde|locatie|waar|plaats|luogo|dove|"
                     "sede|local|onde|localizacao"},
    {LABEL_LOCATION, "地点|位置|地點|miejsce|lokalizacja|gdzie"},

    {LABEL_LANGUAGE, "language|langue|sprache|idioma|taal|lingua|语言|jezyk|"
                     "preferred language|bevorzugte sprache"},

    {LABEL_NOTES, "notes|note|comments|comment|additional notes|"
                  "requestor comments|remarks|message|customer note|"
                  "customer notes|booking notes"},
    {LABEL_NOTES, "remarque|remarques|commentaire|commentaires|precisions|"
                  "bemerkung|bemerkungen|notiz|notizen|anmerkung|"
                  "anmerkungen|kommentar|nachricht|notas|observaciones|"
                  "comentarios|opmerking|opmerkingen|notitie|notities"},
    {LABEL_NOTES, "messaggio|osservazioni|commenti|nota|observacoes|备注|"
                  "留言|備註|uwagi|notatki"},

    {LABEL_OTHER,
     "fax|date of birth|dob|birth date|birthday|born|id|ref|"
     "reference|booking id|booking reference|booking number|"
     "confirmation|confirmation code|confirmation number|order|"
     "order id|order number|invoice|invoice number|"
     "customer id|client id|patient id|appointment id|"
     "insurance|insurance number|policy number|member id|"
     "nhs number|ssn|iban|zip|zip code|postcode|post code|"
     "postal code|address|street|city|state|country|"
     "meeting id|passcode|pin|password|access code|dial-in|"
     "conference id|emergency contact|emergency phone|next of kin|gp|"
     "paid online|paid|deposit|balance|duration|"
     "time zone|timezone|invitee time zone|time|date|when|"
     "status|start|end|acuityid|account number|card"},
    {LABEL_OTHER, "telecopie|date de naissance|ne le|nee le|"
                  "numero de dossier|dossier|numero client|reservation|nss|"
                  "numero de securite sociale|n° de securite sociale|"
                  "code postal|cp|adresse|rue|ville|pays|duree|quand|"
                  "heure|fuseau horaire|statut|code|acompte|contact d'urgence|"
                  "personne a prevenir|medecin traitant"},
    {LABEL_OTHER,
     "geburtsdatum|geburtstag|geb|geboren|geboren am|"
     "kundennummer|patientennummer|buchungsnummer|"
     "auftragsnummer|rechnungsnummer|versichertennummer|"
     "terminnummer|kunden-nr|patienten-nr|plz|postleitzahl|"
     "anschrift|strasse|strase|stadt|land|dauer|wann|uhrzeit|"
     "datum|zeit|zeitzone|krankenkasse|buchungscode|notfallkontakt|"
     "hausarzt"},
    {LABEL_OTHER, "fecha de nacimiento|expediente|nif|dni|nie|direccion|"
                  "ciudad|codigo postal|duracion|cuando|fecha|hora|"
                  "zona horaria|estado|codigo"},
    {LABEL_OTHER, "geboortedatum|klantnummer|bsn|adres|stad|woonplaats|"
                  "duur|wanneer|tijd|tijdzone|patientnummer|"
                  "boekingsnummer"},
    {LABEL_OTHER, "data di nascita|codice fiscale|indirizzo|citta|cap|"
                  "durata|quando|orario|fuso orario|stato|codice"},
    {LABEL_OTHER, "data de nascimento|cpf|nif|endereco|cidade|cep|"
                  "codigo postal|duracao|fuso horario|horario"},
    {LABEL_OTHER, "出生日期|生日|传真|地址|身份证|订单号|预约号|时间|日期|"
                  "时长|状态|編號"},
    {LABEL_OTHER, "data urodzenia|pesel|adres|miasto|kod pocztowy|"
                  "czas trwania|kiedy|numer rezerwacji|numer klienta"},
};

struct word {
    struct str text;
    enum label label;
};

struct label_index {
    size_t count;
    struct word words[];
};

/* Takes the first word off a list; false when none is left. */
static bool next_word(const char **words, struct str *out)
{
    if (**words == '\0')
        return false;
    *out = (struct str){*words, strcspn(*words, "|")};
    *words += out->len;
    *words += **words == '|';
    return true;
}

static size_t count_words(void)
{
    size_t count = 0;
    struct str word;

    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        for (const char *words = table[i].words; next_word(&words, &word);)
            count++;
    }
    return count;
}

static int by_text(const void *left, const void *right)
{
    const struct word *a = left;
    const struct word *b = right;
    size_t len = a->text.len < b->text.len ? a->text.len : b->text.len;
    int order = memcmp(a->text.at, b->text.at, len);

    if (order != 0)
        return order;
    if (a->text.len != b->text.len)
        return a->text.len < b->text.len ? -1 : 1;
    /* The same word in two languages: the earlier meaning. */
    return (a->label > b->label) - (a->label < b->label);
}

struct label_index *label_index_create(void)
{
    size_t count = count_words();
    struct label_index *index =
        malloc(sizeof(*index) + count * sizeof(index->words[0]));

    if (index == NULL)
        abort();
    index->count = 0;
    for (size_t i = 0; i < ARRAY_LEN(table); i++) {
        struct word word = {.label = table[i].label};

        for (const char *words = table[i].words; next_word(&words, &word.text);)
            index->words[index->count++] = word;
    }
    qsort(index->words, index->count, sizeof(index->words[0]), by_text);
    return index;
}

void label_index_destroy(struct label_index *index)
{
    free(index);
}

enum label label_find(const struct label_index *index, const char *folded)
{
    struct word wanted = {.text = str_of(folded)};
    size_t low = 0;
    size_t high = index->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (by_text(&index->words[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < index->count && str_equal(index->words[low].text, wanted.text))
        return index->words[low].label;
    return LABEL_UNKNOWN;
}
