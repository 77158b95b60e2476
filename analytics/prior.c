#include "analytics/prior.h"

#include <math.h>

#define STRENGTH_OFFICE 5.0
/* Beyond these nobody differs from anybody, or everybody is of two kinds. */
#define STRENGTH_MAX    1000.0
#define STRENGTH_MIN    0.05
#define STEPS_MAX       100
#define HALVINGS_MAX    33
#define PRECISION       1e-10

/*
 * How many customers have more than j misses, visits kept, visits: the
 * likelihood of all of them is a sum over j of logarithms of a + j, b + j and
 * a + b + j, weighted with these.
 */
struct tally {
    double *missed;
    double *kept;
    double *visits;
    size_t count; /* the longest history */
    double missed_sum;
    double visits_sum;
    size_t customers;
};

/* First and second derivatives of the log-likelihood by a and b. */
struct slope {
    double a;
    double b;
    double aa;
    double bb;
    double ab;
};

static void tally_fill(const struct history *histories, size_t count,
                       struct tally *tally)
{
    for (size_t i = 0; i < count; i++) {
        size_t visits = (size_t)histories[i].visits;
        size_t missed = (size_t)histories[i].missed;

        if (visits == 0)
            continue;
        tally->customers++;
        tally->missed_sum += (double)missed;
        tally->visits_sum += (double)visits;
        tally->visits[visits - 1]++;
        if (missed > 0)
            tally->missed[missed - 1]++;
        if (missed < visits)
            tally->kept[visits - missed - 1]++;
    }
    for (size_t j = tally->count; j-- > 1;) {
        tally->visits[j - 1] += tally->visits[j];
        tally->missed[j - 1] += tally->missed[j];
        tally->kept[j - 1] += tally->kept[j];
    }
}

static void tally_make(const struct history *histories, size_t count,
                       struct arena *arena, struct tally *out)
{
    int64_t longest = 0;

    for (size_t i = 0; i < count; i++) {
        assert(histories[i].missed <= histories[i].visits);
        if (histories[i].visits > longest)
            longest = histories[i].visits;
    }
    *out = (struct tally){.count = (size_t)longest};
    out->missed = arena_new_array(arena, out->count + 1, double);
    out->kept = arena_new_array(arena, out->count + 1, double);
    out->visits = arena_new_array(arena, out->count + 1, double);
    tally_fill(histories, count, out);
}

static struct slope slope_at(const struct tally *tally, double a, double b)
{
    struct slope slope = {0};

    for (size_t j = 0; j < tally->count; j++) {
        double x = (double)j;
        double all = tally->visits[j] / (a + b + x);
        double of_a = tally->missed[j] / (a + x);
        double of_b = tally->kept[j] / (b + x);

        slope.a += of_a - all;
        slope.b += of_b - all;
        slope.ab += all / (a + b + x);
        slope.aa -= of_a / (a + x);
        slope.bb -= of_b / (b + x);
    }
    slope.aa += slope.ab;
    slope.bb += slope.ab;
    return slope;
}

static bool is_sane(double a, double b)
{
    return a > 0 && b > 0 && a + b > STRENGTH_MIN && a + b < STRENGTH_MAX;
}

static double log_likelihood(const struct tally *tally, double a, double b)
{
    double sum = 0;

    for (size_t j = 0; j < tally->count; j++) {
        double x = (double)j;

        sum += tally->missed[j] * log(a + x) + tally->kept[j] * log(b + x) -
               tally->visits[j] * log(a + b + x);
    }
    return sum;
}

/*
 * One step uphill in log a, log b: Newton's where the surface curves down,
 * else along the slope; halved until it really leads up. False at the top.
 */
static bool climb(const struct tally *tally, double *a, double *b)
{
    struct slope slope = slope_at(tally, *a, *b);
    double ga = slope.a * *a;
    double gb = slope.b * *b;
    double haa = slope.aa * *a * *a + ga;
    double hbb = slope.bb * *b * *b + gb;
    double hab = slope.ab * *a * *b;
    double determinant = haa * hbb - hab * hab;
    double here = log_likelihood(tally, *a, *b);
    double size = fmax(fabs(ga), fabs(gb));
    double da = ga / fmax(1, size);
    double db = gb / fmax(1, size);

    if (size < PRECISION * tally->visits_sum)
        return false;
    if (haa < 0 && determinant > 0) {
        da = fmax(-1, fmin(1, -(hbb * ga - hab * gb) / determinant));
        db = fmax(-1, fmin(1, -(haa * gb - hab * ga) / determinant));
    }
    for (int i = 0; i < HALVINGS_MAX; i++) {
        double to_a = *a * exp(da);
        double to_b = *b * exp(db);

        if (log_likelihood(tally, to_a, to_b) > here) {
            *a = to_a;
            *b = to_b;
            return true;
        }
        da /= 2;
        db /= 2;
    }
    return false;
}

static bool fit_likelihood(const struct tally *tally, double mean,
                           struct prior *out)
{
    double a = mean * STRENGTH_OFFICE;
    double b = (1 - mean) * STRENGTH_OFFICE;
    int steps = 0;

    while (steps < STEPS_MAX && is_sane(a, b) && climb(tally, &a, &b))
        steps++;
    if (steps == STEPS_MAX || !is_sane(a, b))
        return false;
    *out = (struct prior){.a = a, .b = b, .source = PRIOR_LIKELIHOOD};
    return true;
}

/*
 * By moments (Kleinman 1973): how much the customers' shares vary beyond what
 * their numbers of visits explain.
 */
static bool fit_moments(const struct history *histories, size_t count,
                        const struct tally *tally, double mean,
                        struct prior *out)
{
    double spread = 0;
    double squares = 0;
    double customers = (double)tally->customers;
    double correlation;
    double strength;

    for (size_t i = 0; i < count; i++) {
        double n = (double)histories[i].visits;
        double gap = n == 0 ? 0 : (double)histories[i].missed / n - mean;

        spread += n * gap * gap;
        squares += n * n;
    }
    correlation =
        (spread / (mean * (1 - mean)) - (customers - 1)) /
        (tally->visits_sum - squares / tally->visits_sum - (customers - 1));
    strength = 1 / correlation - 1;
    if (!is_sane(mean * strength, (1 - mean) * strength))
        return false;
    *out = (struct prior){.a = mean * strength,
                          .b = (1 - mean) * strength,
                          .source = PRIOR_MOMENTS};
    return true;
}

struct prior prior_fit(const struct history *histories, size_t count,
                       struct arena *arena)
{
    struct tally tally;
    struct prior prior;
    double mean;

    tally_make(histories, count, arena, &tally);
    mean = tally.missed_sum / fmax(1, tally.visits_sum);
    if (mean > 0 && mean < 1 && tally.customers >= PRIOR_CUSTOMERS_MIN) {
        if (fit_likelihood(&tally, mean, &prior) ||
            fit_moments(histories, count, &tally, mean, &prior))
            return prior;
    }
    if (mean <= 0 || mean >= 1)
        mean = (tally.missed_sum + 1) / (tally.visits_sum + 2);
    return (struct prior){.a = mean * STRENGTH_OFFICE,
                          .b = (1 - mean) * STRENGTH_OFFICE,
                          .source = PRIOR_OFFICE};
}

const char *prior_source_name(enum prior_source source)
{
    switch (source) {
    case PRIOR_LIKELIHOOD:
        return "likelihood";
    case PRIOR_MOMENTS:
        return "moments";
    case PRIOR_OFFICE:
        return "office";
    }
    return "office";
}
