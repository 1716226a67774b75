/* The processor time that another process has used, from /proc: what a server paid for its requests. */
#ifndef SERVER_CPU_H
#define SERVER_CPU_H

#include <dirent.h>
#include <stdio.h>

/* Seconds of all threads of the process that live. */
static double server_cpu(int process)
{
    char path[300];
    struct dirent *thread;
    DIR *threads;
    double seconds = 0;

    snprintf(path, sizeof path, "/proc/%d/task", process);
    threads = opendir(path);
    if (threads == NULL)
        return 0;
    while ((thread = readdir(threads)) != NULL) {
        unsigned long long nanoseconds = 0;
        FILE *file;
        if (thread->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%s/schedstat", process, thread->d_name);
        file = fopen(path, "r");
        if (file == NULL)
            continue;
        if (fscanf(file, "%llu", &nanoseconds) == 1)
            seconds += (double)nanoseconds / 1e9;
        fclose(file);
    }
    closedir(threads);
    return seconds;
}

#endif
