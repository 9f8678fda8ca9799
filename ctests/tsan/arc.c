/* What the last owner of an Arc does, for ThreadSanitizer. `Arc::drop` counts down with release and takes over from the other owners with
 * an acquire fence behind it, and only if it was the last. ThreadSanitizer knows no fences, so every `drop` of what was shared would be a
 * race. Here the fence acquires what the thread has counted down last: that and nothing more is what the fence means, so that races
 * inside a `drop` are still found (race.rs has one).
 *
 * The linker puts this between the code and the runtime (--wrap). It is not instrumented itself. */
#include <stdint.h>

enum { ACQUIRE = 2, ACQ_REL = 4, SEQ_CST = 5 }; /* __tsan_memory_order: relaxed, consume, acquire, release, acq_rel, seq_cst */

uint64_t __real___tsan_atomic64_fetch_sub(volatile uint64_t *counter, uint64_t less, int order);
void __real___tsan_atomic_thread_fence(int order);
void __tsan_acquire(void *address);

static __thread volatile uint64_t *counted;

uint64_t __wrap___tsan_atomic64_fetch_sub(volatile uint64_t *counter, uint64_t less, int order)
{
    uint64_t before = __real___tsan_atomic64_fetch_sub(counter, less, order);
    counted = before == less ? counter : 0;
    return before;
}

void __wrap___tsan_atomic_thread_fence(int order)
{
    __real___tsan_atomic_thread_fence(order);
    if (counted && (order == ACQUIRE || order == ACQ_REL || order == SEQ_CST))
        __tsan_acquire((void *)counted);
    counted = 0;
}
