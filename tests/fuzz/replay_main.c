/*
 * replay_main.c - feeds every file of the folders named to a fuzz target
 *
 * So the ordinary build, with its own compiler and without libFuzzer, runs
 * what fuzzing once found.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool replay_file(const char *path, size_t size)
{
    /* Exactly as large as the input, so that reading past it is noticed. */
    uint8_t *data = malloc(size > 0 ? size : 1);
    FILE *file = fopen(path, "rb");
    bool ok =
        data != NULL && file != NULL && fread(data, 1, size, file) == size;

    if (file != NULL)
        fclose(file);
    if (ok)
        LLVMFuzzerTestOneInput(data, size);
    else
        perror(path);
    free(data);
    return ok;
}

static bool replay_folder(const char *folder, int *count)
{
    DIR *dir = opendir(folder);
    bool ok = dir != NULL;

    for (struct dirent *entry; ok && (entry = readdir(dir)) != NULL;) {
        char path[4096];
        struct stat status;

        snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
        if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
            continue;
        ok = replay_file(path, (size_t)status.st_size);
        (*count)++;
    }
    if (dir == NULL)
        perror(folder);
    else
        closedir(dir);
    return ok;
}

int main(int argc, char **argv)
{
    int count = 0;

    for (int i = 1; i < argc; i++) {
        if (!replay_folder(argv[i], &count))
            return EXIT_FAILURE;
    }
    printf("%d inputs replayed\n", count);
    return EXIT_SUCCESS;
}
