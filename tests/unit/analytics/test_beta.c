#include "analytics/beta.h"
#include "tests/test.h"

/* The prior of evidence.md 1.3. */
#define A 1.119380
#define B 4.189736

static const struct {
    int k;
    int n;
    double mean;
    double low;
    double high;
    double above;
} vectors[] = {
    {0, 0, 0.2108, 0.0175, 0.5321, 0.4359},
    {0, 1, 0.1774, 0.0142, 0.4591, 0.3531},
    {1, 1, 0.3359, 0.0822, 0.6525, 0.7456},
    {2, 2, 0.4268, 0.1566, 0.7211, 0.9023},
    {2, 4, 0.3351, 0.1152, 0.5972, 0.8011},
    {3, 3, 0.4958, 0.2263, 0.7665, 0.9663},
    {1, 10, 0.1384, 0.0290, 0.3021, 0.2082},
    {5, 10, 0.3997, 0.2076, 0.6072, 0.9558},
};

TEST(beta, agrees_with_the_reference)
{
    for (size_t i = 0; i < ARRAY_LEN(vectors); i++) {
        double a = A + vectors[i].k;
        double b = B + vectors[i].n - vectors[i].k;

        CHECK_DOUBLE(a / (a + b), vectors[i].mean, 0.00005);
        CHECK_DOUBLE(1 - beta_below(a, b, 0.2019), vectors[i].above, 0.0001);
        CHECK_DOUBLE(beta_quantile(a, b, 0.05), vectors[i].low, 0.00005);
        CHECK_DOUBLE(beta_quantile(a, b, 0.95), vectors[i].high, 0.00005);
    }
}

TEST(beta, knows_the_cases_that_need_no_computer)
{
    CHECK_DOUBLE(beta_below(1, 1, 0.3), 0.3, 1e-12);
    CHECK_DOUBLE(beta_below(2, 1, 0.3), 0.09, 1e-12);
    CHECK_DOUBLE(beta_below(1, 3, 0.3), 1 - 0.343, 1e-12);
    CHECK_DOUBLE(beta_below(7, 7, 0.5), 0.5, 1e-12);
    CHECK_DOUBLE(beta_below(2, 3, 0), 0, 0);
    CHECK_DOUBLE(beta_below(2, 3, 1), 1, 0);
}

TEST(beta, is_the_same_from_either_end)
{
    for (double a = 0.1; a < 2000; a *= 3) {
        for (double b = 0.1; b < 2000; b *= 3)
            CHECK_DOUBLE(beta_below(a, b, 0.2), 1 - beta_below(b, a, 0.8),
                         1e-10);
    }
}

TEST(beta, grows_with_x)
{
    double last = 0;

    for (int i = 1; i < 1000; i++) {
        double here = beta_below(3.5, 80, i / 1000.0);

        CHECK(here >= last);
        last = here;
    }
}
