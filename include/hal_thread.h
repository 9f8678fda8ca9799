/*
 * hal_thread.h: threads and semaphores for C programs. The library itself does not use them.
 *
 * Made from src/ffi/hal_thread by tests/headers.rs; do not edit.
 */

#ifndef HAL_THREAD_H_
#define HAL_THREAD_H_

#include "hal_base.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A thread. */
typedef struct sThread *Thread;

/** What a thread runs. */
typedef void *(*ThreadExecutionFunction)(void *arg1);

/** A counting semaphore. */
typedef void *Semaphore;

/**
 * Makes a thread that will call `function(parameter)` once started. With `autodestroy` it destroys itself when the
 * function returns; otherwise call `Thread_destroy`. NULL without a function.
 */
PAL_API Thread Thread_create(ThreadExecutionFunction function, void *parameter, bool autodestroy);

/** Starts the thread; starting it again does nothing. */
PAL_API void Thread_start(Thread thread);

/**
 * Waits for the thread to end, if it was started, and frees it. Called by the thread itself it does not wait.
 * Threads with `autodestroy` free themselves. NULL is nothing.
 */
PAL_API void Thread_destroy(Thread thread);

/** Suspends the calling thread for that many milliseconds. */
PAL_API void Thread_sleep(int millies);

/** Makes a counting semaphore with that many units available. */
PAL_API Semaphore Semaphore_create(int initialValue);

/** Takes a unit, waiting until there is one. */
PAL_API void Semaphore_wait(Semaphore self);

/** Gives a unit back and wakes one waiting thread. */
PAL_API void Semaphore_post(Semaphore self);

/** Frees the semaphore, which no thread may be waiting for. NULL is nothing. */
PAL_API void Semaphore_destroy(Semaphore self);

#ifdef __cplusplus
}
#endif

#endif /* HAL_THREAD_H_ */
