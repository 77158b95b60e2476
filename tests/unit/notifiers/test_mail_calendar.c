#include <stdio.h>
#include <string.h>

#include "tests/unit/notifiers/wording_scene.h"

TEST(mail_calendar, writes_a_mail_with_a_calendar_that_tells_nothing)
{
    struct scene scene;
    const char *calendar;

    scene_set(&scene, CHANNEL_MAIL);
    CHECK_CONTAINS(words(&scene), "le mardi 24 novembre à 14h30, avec");
    CHECK_CONTAINS(scene.message.text, "\n\nVenez à jeun.\n\n");
    CHECK_STR(scene.message.subject, "Votre rendez-vous du mardi 24 novembre");
    CHECK_STR(scene.message.to, "anna@example.org");
    CHECK_CONTAINS(scene.message.html, "<html lang=\"fr\" dir=\"ltr\">");
    calendar = scene.message.calendar;
    CHECK_CONTAINS(calendar, "METHOD:PUBLISH\r\n");
    CHECK_CONTAINS(calendar, "DTSTART:20261124T133000Z\r\n"
                             "DTEND:20261124T141000Z\r\n"
                             "SUMMARY:Rendez-vous\r\n"
                             "LOCATION:3\\, rue des Lilas\\; Paris\r\n"
                             "CLASS:PRIVATE\r\n");
    CHECK(strstr(calendar, "ORGANIZER") == NULL);
    scene.request.organizer = "rdv@example.org";
    (void)words(&scene);
    CHECK_CONTAINS(scene.message.calendar,
                   "ORGANIZER:mailto:rdv@example.org\r\n");
    scene.request.organizer = "a b\r\nX:@y";
    (void)words(&scene);
    CHECK(strstr(scene.message.calendar, "ORGANIZER") == NULL);
    CHECK(strstr(calendar, "tartrage") == NULL);
    CHECK(strstr(calendar, "Martin") == NULL);
    CHECK(strstr(calendar, "Cabinet") == NULL);
    arena_free(&scene.arena);
}

TEST(mail_calendar, gives_an_appointment_one_calendar_entry_for_ever)
{
    struct scene scene;
    char uid[64];

    scene_set(&scene, CHANNEL_MAIL);
    (void)words(&scene);
    (void)snprintf(uid, sizeof(uid), "%.40s",
                   strstr(scene.message.calendar, "UID:"));
    CHECK_CONTAINS(scene.message.calendar, "SEQUENCE:3626730\r\n");
    scene.request.now.unix_s += 3600;
    scene.request.rule = "another";
    (void)words(&scene);
    CHECK_CONTAINS(scene.message.calendar, uid);
    CHECK_CONTAINS(scene.message.calendar, "SEQUENCE:3626790\r\n");
    scene.first.id.row = 7;
    (void)words(&scene);
    CHECK(strstr(scene.message.calendar, uid) == NULL);
    arena_free(&scene.arena);
}

TEST(mail_calendar, folds_long_calendar_lines_between_letters)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_MAIL);
    scene.office.address = "ééééééééééééééééééééééééééééééééééééééééééééééé"
                           "ééééééééééééééééééééééééééééééééééééééééééééééé";
    (void)words(&scene);
    for (const char *line = scene.message.calendar; *line != '\0';) {
        size_t len = strcspn(line, "\r");

        CHECK(len <= 75);
        CHECK((line[0] & 0xc0) != 0x80);
        CHECK(line[0] != ' ' || (line[1] & 0xc0) != 0x80);
        line += len + 2;
    }
    arena_free(&scene.arena);
}

TEST(mail_calendar, cancels_the_calendar_entry_that_the_reminder_made)
{
    struct scene scene;
    char uid[64];

    scene_set(&scene, CHANNEL_MAIL);
    (void)words(&scene);
    (void)snprintf(uid, sizeof(uid), "%.40s",
                   strstr(scene.message.calendar, "UID:"));
    scene.request.kind = MESSAGE_CANCELLED;
    CHECK_CONTAINS(words(&scene), "Nous sommes désolés");
    CHECK_STR(scene.message.subject,
              "Votre rendez-vous du mardi 24 novembre est annulé");
    CHECK_CONTAINS(scene.message.calendar, uid);
    CHECK_CONTAINS(scene.message.calendar, "METHOD:CANCEL\r\n");
    CHECK_CONTAINS(scene.message.calendar, "STATUS:CANCELLED\r\n");
    /* Who did not come has nothing to put into a calendar. */
    scene.request.kind = MESSAGE_MISSED;
    CHECK_CONTAINS(words(&scene), "Nous vous attendions");
    CHECK_NULL(scene.message.calendar);
    arena_free(&scene.arena);
}

TEST(mail_calendar, tells_of_a_move_with_both_times)
{
    struct scene scene;
    const char *calendar;

    scene_set(&scene, CHANNEL_MAIL);
    scene.request.kind = MESSAGE_MOVED;
    scene.visits[0].was = &scene.second;
    CHECK_CONTAINS(words(&scene), "mardi 24 novembre à 14h30, avec Dr Martin, "
                                  "au lieu du mardi 24 novembre à 15h00\n");
    calendar = scene.message.calendar;
    CHECK_CONTAINS(calendar, "METHOD:PUBLISH\r\n");
    CHECK_CONTAINS(calendar, "STATUS:CONFIRMED\r\nDTSTART:20261124T133000Z");
    CHECK_CONTAINS(calendar, "STATUS:CANCELLED\r\nDTSTART:20261124T140000Z");
    arena_free(&scene.arena);
}
