/*
 * shared.h - material that lies beside the checkout, not in it
 *
 * The folder is ../shared, or $KEPT_SHARED. Where it is absent the calling
 * test is skipped and says so; under KEPT_REQUIRE_SHARED=1 (continuous
 * integration) it fails instead. A folder that lacks `name` is a failure.
 */
#ifndef TESTS_HARNESS_SHARED_H
#define TESTS_HARNESS_SHARED_H

/* The path of ../shared/`name`; good until the eighth call after this one. */
const char *shared_path(const char *name);

#endif
