/* Runs a measurement and its plain C twin by turns and prints the medians and their ratio. */
#ifndef BENCH_H
#define BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BENCH_RUNS = 9 };

/* A part of the names of those to be run. */
static const char *bench_filter = "";

/* Does its work `count` times. */
typedef void (*bench_run)(long count);

static double bench_seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double bench_time(bench_run run, long count)
{
    double start = bench_seconds();

    run(count);
    return (bench_seconds() - start) * 1e9 / (double)count;
}

static int bench_compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double bench_median(double *times)
{
    qsort(times, BENCH_RUNS, sizeof *times, bench_compare);
    return times[BENCH_RUNS / 2];
}

/* Prints nanoseconds for one piece of work, of ours and of the twin, and ours / twin. */
static void bench_pair(const char *name, bench_run ours, const char *twin_name, bench_run twin, long count)
{
    double times[2][BENCH_RUNS], low, high, medians[2];
    int i;

    if (strstr(name, bench_filter) == NULL)
        return;
    /* Once before, so that threads, memory and clocks are warm. */
    ours(count / 10);
    twin(count / 10);
    for (i = 0; i < BENCH_RUNS; i++) {
        times[0][i] = bench_time(ours, count);
        times[1][i] = bench_time(twin, count);
    }
    low = high = times[0][0] / times[1][0];
    for (i = 1; i < BENCH_RUNS; i++) {
        double ratio = times[0][i] / times[1][i];

        low = ratio < low ? ratio : low;
        high = ratio > high ? ratio : high;
    }
    medians[0] = bench_median(times[0]);
    medians[1] = bench_median(times[1]);
    printf("| %s | %.*f ns | %s | %.*f ns | %.2f | %.2f–%.2f |\n", name, medians[0] < 100 ? 1 : 0, medians[0],
           twin_name, medians[1] < 100 ? 1 : 0, medians[1], medians[0] / medians[1], low, high);
    fflush(stdout);
}

static void bench_head(void)
{
    printf("| what | libhttpapi | its twin in C | | ratio | of single runs |\n|---|---|---|---|---|---|\n");
}

#endif
