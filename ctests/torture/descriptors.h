#ifndef DESCRIPTORS_H
#define DESCRIPTORS_H

#include <dirent.h>
#include <string.h>
#include <unistd.h>

/* Descriptors of this process that are open, of a kind; all for "". */
static int
descriptors(const char* kind)
{
    int count = 0;
    DIR* folder = opendir("/proc/self/fd");
    for (struct dirent* entry; (entry = readdir(folder));) {
        char target[64] = "";
        if (readlinkat(dirfd(folder), entry->d_name, target, sizeof target - 1) > 0)
            count += strncmp(target, kind, strlen(kind)) == 0;
    }
    closedir(folder);
    return count;
}

#endif
