/* test_wording_names.c - a household's visits, each with whom it is for */
#include "tests/unit/notifiers/wording_scene.h"

TEST(wording_names, names_each_visit_of_a_household)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    scene.request.visit_count = 2;
    CHECK_CONTAINS(words(&scene),
                   "rappel de vos rendez-vous le mardi 24 novembre (Anna "
                   "14h30, Tom 15h00).");
    scene.customer.language = "en-GB";
    CHECK_CONTAINS(words(&scene), "appointments on Tuesday, 24 November (Anna "
                                  "14:30, Tom 15:00).");
    arena_free(&scene.arena);
    scene_set(&scene, CHANNEL_MAIL);
    scene.request.visit_count = 2;
    CHECK_CONTAINS(words(&scene), "Bonjour Anna Martin et Tom Martin,");
    CHECK_CONTAINS(words(&scene), "le mardi 24 novembre :\n\n"
                                  "Anna Martin : 14h30, avec Dr Martin\n"
                                  "Tom Martin : 15h00, avec Dr Martin\n\n");
    arena_free(&scene.arena);
}

TEST(wording_names, says_a_name_once_for_several_visits_of_a_person)
{
    struct scene scene;
    struct appointment third;
    struct wording_visit visits[3];

    scene_set(&scene, CHANNEL_SMS);
    third = visit_at(&scene.first.zone, 3, START + 3600);
    visits[0] = scene.visits[0];
    visits[1] = (struct wording_visit){&scene.customer, &scene.second, NULL};
    visits[2] = (struct wording_visit){&scene.child, &third, NULL};
    scene.request.visits = visits;
    scene.request.visit_count = 2;
    CHECK_CONTAINS(words(&scene), "novembre (14h30, 15h00).");
    scene.request.visit_count = 3;
    CHECK_CONTAINS(words(&scene), "novembre (Anna 14h30, 15h00, Tom 15h30).");
    arena_free(&scene.arena);
}

TEST(wording_names, shortens_names_to_what_tells_them_apart)
{
    static const struct {
        const char *names[2];
        const char *expected;
    } cases[] = {
        {{"Anna Martin", "Tom Martin"}, "Anna,Tom"},
        {{"Martin, Anna", "Martin, Tom"}, "Anna,Tom"},
        {{"Anna Sofia Martin", "Anna Lena Martin"}, "Sofia,Lena"},
        {{"Jean Paul Martin", "Jean Paul Luc Martin"}, "Jean Paul Martin,Luc"},
        {{"Marie Dupont", "Tom Martin"}, "Marie,Tom"},
        {{"Tom Dupont A", "Zoe Dupont A"}, "Tom,Zoe"},
        {{"王小明", "王小红"}, "王小明,王小红"},
        {{"Anna Martin", ""}, "Anna,"},
        {{"Anna Martin", "Anna Martin"}, ","},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene scene;

        scene_set(&scene, CHANNEL_SMS);
        own_text(&scene, "", "fr",
                 "{{#visits}}{{customer.short}}{{#more}},{{/more}}{{/visits}}");
        scene.request.visit_count = 2;
        scene.customer.name = cases[i].names[0];
        scene.child.name = cases[i].names[1];
        CHECK_STR(words(&scene), cases[i].expected);
        arena_free(&scene.arena);
    }
}
