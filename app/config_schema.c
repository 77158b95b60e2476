#include "app/config_schema.h"

#include <cyaml/cyaml.h>

#define TEXT(type, member)                                                    \
    CYAML_FIELD_STRING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
                           struct type, member, 0, CYAML_UNLIMITED)

#define MAP(member, fields)                                                    \
    CYAML_FIELD_MAPPING_PTR(#member, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, \
                            struct raw_config, member, fields)

static const cyaml_schema_field_t gateway_fields[] = {
    TEXT(raw_gateway, gateway),
    TEXT(raw_gateway, url),
    TEXT(raw_gateway, user),
    TEXT(raw_gateway, secret_file),
    TEXT(raw_gateway, from),
    TEXT(raw_gateway, sender),
    TEXT(raw_gateway, tls),
    TEXT(raw_gateway, ca_file),
    TEXT(raw_gateway, timeout),
    TEXT(raw_gateway, cost),
    TEXT(raw_gateway, pace),
    TEXT(raw_gateway, window),
    TEXT(raw_gateway, method),
    CYAML_FIELD_IGNORE("headers", CYAML_FLAG_OPTIONAL),
    TEXT(raw_gateway, body),
    TEXT(raw_gateway, accepted),
    TEXT(raw_gateway, refused),
    TEXT(raw_gateway, retry),
    TEXT(raw_gateway, config),
    TEXT(raw_gateway, accepted_text),
    TEXT(raw_gateway, refused_text),
    TEXT(raw_gateway, retry_text),
    TEXT(raw_gateway, config_text),
    TEXT(raw_gateway, id),
    TEXT(raw_gateway, repeatable),
    TEXT(raw_gateway, account),
    TEXT(raw_gateway, region),
    TEXT(raw_gateway, service),
    TEXT(raw_gateway, profile),
    TEXT(raw_gateway, via),
    TEXT(raw_gateway, content),
    TEXT(raw_gateway, consumer_file),
    TEXT(raw_gateway, signing_file),
    TEXT(raw_gateway, signing_before_file),
    TEXT(raw_gateway, receipts),
    CYAML_FIELD_IGNORE("arguments", CYAML_FLAG_OPTIONAL),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t owner_fields[] = {
    TEXT(raw_owner, mail),
    TEXT(raw_owner, report_day),
    TEXT(raw_owner, report_hour),
    TEXT(raw_owner, alarm_command),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t bounces_fields[] = {
    TEXT(raw_bounces, url),
    TEXT(raw_bounces, user),
    TEXT(raw_bounces, secret_file),
    TEXT(raw_bounces, tls),
    TEXT(raw_bounces, ca_file),
    TEXT(raw_bounces, refresh),
    TEXT(raw_bounces, return_path),
    TEXT(raw_bounces, keep),
    CYAML_FIELD_END,
};

static const cyaml_schema_field_t config_fields[] = {
    TEXT(raw_config, listen),  TEXT(raw_config, public_url),
    MAP(mail, gateway_fields), MAP(sms, gateway_fields),
    MAP(owner, owner_fields),  MAP(bounces, bounces_fields),
    CYAML_FIELD_END,
};

static const cyaml_schema_value_t config_value = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_config, config_fields),
};

const struct cyaml_schema_value *config_schema(void)
{
    return &config_value;
}
