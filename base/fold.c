#include "base/fold.h"

/* U+00E0..U+017F without accents; a space stands for "as it is". */
static const char plain_letters[] = "aaaaaaaceeeeiiiidnooooo ouuuuyty"
                                    "aaaaaaccccccccddddeeeeeeeeeegggg"
                                    "gggghhhhiiiiiiiiiiiijjkkklllllll"
                                    "lllnnnnnnnnnoooooooorrrrrrssssss"
                                    "ssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* Greek letters with an accent of their own, and the sigma at a word's end. */
static uint32_t plain_greek(uint32_t point)
{
    static const uint16_t pairs[][2] = {
        {0x386, 0x3B1}, {0x388, 0x3B5}, {0x389, 0x3B7}, {0x38A, 0x3B9},
        {0x38C, 0x3BF}, {0x38E, 0x3C5}, {0x38F, 0x3C9}, {0x3AC, 0x3B1},
        {0x3AD, 0x3B5}, {0x3AE, 0x3B7}, {0x3AF, 0x3B9}, {0x3C2, 0x3C3},
        {0x3CC, 0x3BF}, {0x3CD, 0x3C5}, {0x3CE, 0x3C9},
    };

    for (size_t i = 0; i < ARRAY_LEN(pairs); i++) {
        if (pairs[i][0] == point)
            return pairs[i][1];
    }
    return point >= 0x391 && point <= 0x3A9 ? point + 0x20 : point;
}

static uint32_t plain_latin(uint32_t point)
{
    if (point <= 0xDE && point != 0xD7)
        point += 0x20;
    if (point == 0xDF) /* sharp s */
        return 's';
    if (point >= 0xE0 && plain_letters[point - 0xE0] != ' ')
        return (uint32_t)plain_letters[point - 0xE0];
    return point;
}

static uint32_t plain_cyrillic(uint32_t point)
{
    if (point <= 0x40F)
        return point + 0x50;
    return point >= 0x410 && point <= 0x42F ? point + 0x20 : point;
}

uint32_t fold_point(uint32_t point)
{
    if (point >= 'A' && point <= 'Z')
        return point + 0x20;
    if (point < 0xC0)
        return point;
    if (point <= 0x17F)
        return plain_latin(point);
    if (point >= 0x386 && point <= 0x3CE)
        return plain_greek(point);
    if (point >= 0x400 && point <= 0x42F)
        return plain_cyrillic(point);
    return point == 0x2018 || point == 0x2019 ? '\'' : point;
}
