/* The twin of a completion port: a queue under a mutex, with a condition variable. */
#ifndef QUEUE_H
#define QUEUE_H

#include <pthread.h>
#include <stdint.h>

enum { QUEUE_SIZE = 1 << 16 };

struct packet {
    uintptr_t key;
    void *overlapped;
    uint32_t bytes;
};

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    unsigned head, tail;
    struct packet packets[QUEUE_SIZE];
};

static void queue_post(struct queue *queue, struct packet packet)
{
    pthread_mutex_lock(&queue->lock);
    queue->packets[queue->tail++ % QUEUE_SIZE] = packet;
    pthread_mutex_unlock(&queue->lock);
    pthread_cond_signal(&queue->filled);
}

static struct packet queue_get(struct queue *queue)
{
    struct packet packet;

    pthread_mutex_lock(&queue->lock);
    while (queue->head == queue->tail)
        pthread_cond_wait(&queue->filled, &queue->lock);
    packet = queue->packets[queue->head++ % QUEUE_SIZE];
    pthread_mutex_unlock(&queue->lock);
    return packet;
}

#endif
