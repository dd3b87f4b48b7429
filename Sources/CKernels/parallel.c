// Persistent worker threads that wait for the next piece of a forward pass.
//
// A pass over a small network has a hundred short parallel regions, so a worker looks for the next one for a few
// microseconds before it sleeps.
#include <pthread.h>
#include <stdatomic.h>

#include "CKernels.h"

enum { MOST = 255, SPINS = 300 };

static pthread_mutex_t region = PTHREAD_MUTEX_INITIALIZER;  // held by the caller whose work is under way
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;    // guards sleeping and waking
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static pthread_cond_t done = PTHREAD_COND_INITIALIZER;
static atomic_ulong generation;                             // counts regions
static atomic_long pending;                                 // workers that have not finished this region
static long active, started;                                // written under both locks
static void (*job)(void *, long);
static void *job_context;

static void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

static void *work(void *argument) {
  long me = (long)argument;
  unsigned long seen = 0;
  for (;;) {
    for (int i = 0; i < SPINS && atomic_load(&generation) == seen; i++) relax();
    pthread_mutex_lock(&lock);
    while (atomic_load(&generation) == seen) pthread_cond_wait(&wake, &lock);
    seen = atomic_load(&generation);
    long mine = me < active;
    pthread_mutex_unlock(&lock);
    if (!mine) continue;
    job(job_context, me);
    if (atomic_fetch_sub(&pending, 1) == 1) {
      pthread_mutex_lock(&lock);
      pthread_cond_signal(&done);
      pthread_mutex_unlock(&lock);
    }
  }
  return 0;
}

// Starts threads until `wanted` run beside the caller; returns how many there are. A new thread has seen no region yet
// and therefore joins the one that is announced next.
static long start(long wanted) {
  while (started < wanted && started < MOST) {
    pthread_t thread;
    if (pthread_create(&thread, 0, work, (void *)(started + 1))) break;
    pthread_detach(thread);
    started++;
  }
  return started < wanted ? started : wanted;
}

void hk_parallel(long workers, void (*body)(void *, long), void *context) {
  if (workers < 2 || pthread_mutex_trylock(&region)) {
    for (long i = 0; i < workers; i++) body(context, i);
    return;
  }
  pthread_mutex_lock(&lock);
  long others = start(workers - 1);
  job = body;
  job_context = context;
  active = others + 1;
  atomic_store(&pending, others);
  atomic_fetch_add(&generation, 1);
  pthread_cond_broadcast(&wake);
  pthread_mutex_unlock(&lock);

  body(context, 0);
  for (long i = others + 1; i < workers; i++) body(context, i);
  for (int i = 0; i < SPINS && atomic_load(&pending); i++) relax();
  pthread_mutex_lock(&lock);
  while (atomic_load(&pending)) pthread_cond_wait(&done, &lock);
  pthread_mutex_unlock(&lock);
  pthread_mutex_unlock(&region);
}
