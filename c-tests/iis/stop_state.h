/* What web_core_stop.c and its module know of each other. The program has it, so that it outlives the module. */
#ifndef STOP_STATE_H
#define STOP_STATE_H

/* The variable of the environment that has its address. */
#define STOP_STATE "PORTICO_TEST_STOP_STATE"

/* Changed by atomic built-ins alone. */
struct stop_state {
    /* The module's code runs: so many calls. */
    int inside;
    /* Calls that came, or were under way, when the module had been terminated. */
    int late;
    int terminated;

    /* A handler of `?hang` is in it, and waits for the release. */
    int hangs;
    int released;
    int disposed;

    /* Of what is kept with a connection. */
    int notified;
    int cleaned;

    /* Notifications that begin, and those that have ended; they take a while. */
    int thread_cleanup;
    int thread_cleanup_ended;
    int configuration_change;
    int configuration_change_ended;
    int file_change;
    int file_change_ended;
    int application_starts;
    int application_stops;

    /* What AssociateWithThreadPool has brought. */
    int associated;
    int completions;
};

#endif
