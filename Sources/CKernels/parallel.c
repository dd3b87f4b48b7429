// Persistent worker threads for the parallel regions of a forward pass.
//
// A pass over a small network has a hundred short regions, so a worker looks for the next one for some microseconds before
// it sleeps. Tasks are handed out one by one: a worker that is late or preempted costs its own task at most, and a worker
// that comes after the last task was taken is not waited for.
#include <pthread.h>
#include <stdatomic.h>

#include "CKernels.h"

enum { MOST = 255, SPINS = 2000 };

// The region under way: its number in the upper bits, then whether it is closed, then how many workers have joined it.
#define CLOSED 0x10000ul
#define JOINED 0xFFFFul
#define NUMBER(state) ((state) >> 17)

static pthread_mutex_t region = PTHREAD_MUTEX_INITIALIZER;  // held by the caller whose work is under way
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;    // guards sleeping and waking
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static atomic_ulong state = CLOSED;
static atomic_long next_task, finished, sleepers, waiting;
// Written by the caller before it opens a region, read by those who have joined it.
static long tasks_there, most_workers, started;
static void (*job)(void *, long, long);
static void *job_context;

static void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

static void take_tasks(long worker) {
  for (long task; (task = atomic_fetch_add(&next_task, 1)) < tasks_there;) job(job_context, task, worker);
}

static int is_new(unsigned long now, unsigned long seen) { return NUMBER(now) != seen && !(now & CLOSED); }

static unsigned long await_region(unsigned long seen) {
  for (int i = 0; i < SPINS; i++, relax()) {
    unsigned long now = atomic_load(&state);
    if (is_new(now, seen)) return now;
  }
  pthread_mutex_lock(&lock);
  atomic_fetch_add(&sleepers, 1);
  unsigned long now;
  while (!is_new(now = atomic_load(&state), seen)) pthread_cond_wait(&wake, &lock);
  atomic_fetch_sub(&sleepers, 1);
  pthread_mutex_unlock(&lock);
  return now;
}

static void *work(void *unused) {
  (void)unused;
  for (unsigned long seen = 0;;) {
    unsigned long now = await_region(seen);
    seen = NUMBER(now);
    // Joining succeeds only while the region that was seen is open; its fields then stay as they are until we finish.
    int joined = 0;
    while (NUMBER(now) == seen && !(now & CLOSED) && !joined)
      joined = atomic_compare_exchange_weak(&state, &now, now + 1);
    if (!joined) continue;
    long me = (long)(now & JOINED) + 1;
    if (me < most_workers) take_tasks(me);
    atomic_fetch_add(&finished, 1);
    if (!atomic_load(&waiting)) continue;
    pthread_mutex_lock(&lock);
    pthread_cond_signal(&done);
    pthread_mutex_unlock(&lock);
  }
  return 0;
}

static void start(long wanted) {
  for (; started < wanted && started < MOST; started++) {
    pthread_t thread;
    if (pthread_create(&thread, 0, work, 0)) return;
    pthread_detach(thread);
  }
}

static void await_workers(long joined) {
  for (int i = 0; i < SPINS && atomic_load(&finished) < joined; i++) relax();
  if (atomic_load(&finished) == joined) return;
  pthread_mutex_lock(&lock);
  atomic_store(&waiting, 1);
  while (atomic_load(&finished) < joined) pthread_cond_wait(&done, &lock);
  atomic_store(&waiting, 0);
  pthread_mutex_unlock(&lock);
}

void hk_parallel(long workers, long tasks, void (*body)(void *, long, long), void *context) {
  if (workers < 2 || tasks < 2 || pthread_mutex_trylock(&region)) {
    for (long task = 0; task < tasks; task++) body(context, task, 0);
    return;
  }
  start(workers - 1);
  job = body;
  job_context = context;
  tasks_there = tasks;
  most_workers = workers;
  atomic_store(&next_task, 0);
  atomic_store(&finished, 0);
  atomic_store(&state, (NUMBER(atomic_load(&state)) + 1) << 17);
  if (atomic_load(&sleepers)) {
    pthread_mutex_lock(&lock);
    pthread_cond_broadcast(&wake);
    pthread_mutex_unlock(&lock);
  }
  take_tasks(0);
  await_workers((long)(atomic_fetch_or(&state, CLOSED) & JOINED));
  pthread_mutex_unlock(&region);
}
