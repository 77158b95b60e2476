#include "app/jobs/source_login.h"

#include "app/config_secret.h"

bool source_login_read(const struct call *call, const struct feed *feed,
                       struct source_login *out, struct error *err)
{
    const char *path =
        feed->bearer_file == NULL ? feed->secret_file : feed->bearer_file;
    const char *settings =
        call->config_path == NULL ? call->db_path : call->config_path;

    *out = (struct source_login){0};
    if (path == NULL)
        return true;
    out->user = feed->bearer_file == NULL ? feed->login : NULL;
    return config_secret_read(config_beside(settings, path, call->arena),
                              call->arena, &out->secret, err);
}
