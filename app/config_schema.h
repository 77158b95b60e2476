/*
 * config_schema.h - kept.yaml as it is written, before it is checked
 *
 * All values are texts, NULL where the file does not say. `headers` and
 * `arguments` are no texts and are read from the tree.
 */
#ifndef APP_CONFIG_SCHEMA_H
#define APP_CONFIG_SCHEMA_H

struct raw_gateway {
    char *gateway;
    char *url;
    char *user;
    char *secret_file;
    char *from;   /* of mail */
    char *sender; /* of SMS */
    char *tls;
    char *ca_file;
    char *timeout;
    char *cost;
    char *pace;
    char *window;
    char *method;
    char *body;
    char *accepted;
    char *refused;
    char *retry;
    char *config;
    char *accepted_text;
    char *refused_text;
    char *retry_text;
    char *config_text;
    char *id;
    char *repeatable;
    char *account;
    char *region;
    char *service;
    char *profile;
    char *via;
    char *content;
    char *consumer_file;
    char *signing_file;
    char *signing_before_file;
    char *receipts;
};

struct raw_owner {
    char *mail;
    char *report_day;
    char *report_hour;
    char *alarm_command;
};

struct raw_bounces {
    char *url;
    char *user;
    char *secret_file;
    char *tls;
    char *ca_file;
    char *refresh;
    char *return_path;
    char *keep;
};

struct raw_config {
    char *listen;
    char *public_url;
    struct raw_gateway *mail;
    struct raw_gateway *sms;
    struct raw_owner *owner;
    struct raw_bounces *bounces;
};

struct cyaml_schema_value;

/* For yaml_load(); gives a struct raw_config. */
const struct cyaml_schema_value *config_schema(void);

#endif
