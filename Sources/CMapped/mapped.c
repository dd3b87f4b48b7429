#define _GNU_SOURCE
#include "CMapped.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST = 256 };

// The handler reads these without a lock: a place is in use while its start is not zero, and its length is written before.
static struct {
  _Atomic uintptr_t start;
  _Atomic size_t length;
  atomic_int cut;
} places[MOST];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct sigaction before;
static uintptr_t page_size;

static int place_of(uintptr_t address) {
  for (int i = 0; i < MOST; i++) {
    uintptr_t start = atomic_load(&places[i].start);
    if (start && address - start < atomic_load(&places[i].length)) return i;
  }
  return -1;
}

static void pass_on(int signal, siginfo_t *info, void *context) {
  if (before.sa_flags & SA_SIGINFO) before.sa_sigaction(signal, info, context);
  else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) before.sa_handler(signal);
  else sigaction(signal, &before, NULL);  // the instruction faults again, and meets the default action
}

static void on_missing_page(int signal, siginfo_t *info, void *context) {
  int error = errno;
  uintptr_t address = (uintptr_t)info->si_addr;
  int place = info->si_code > 0 ? place_of(address) : -1;
  void *page = (void *)(address & ~(page_size - 1));
  if (place < 0 || mmap(page, page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) == MAP_FAILED)
    pass_on(signal, info, context);
  else
    atomic_store(&places[place].cut, 1);
  errno = error;
}

// Called for each mapping: whoever took the signal since the last one is asked after us from now on.
static void take_signal(void) {
  struct sigaction now, ours = {.sa_sigaction = on_missing_page, .sa_flags = SA_SIGINFO | SA_ONSTACK};
  sigaction(SIGBUS, NULL, &now);
  if ((now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_missing_page) return;
  before = now;
  sigemptyset(&ours.sa_mask);
  sigaction(SIGBUS, &ours, NULL);
}

const void *mapped_open(int descriptor, size_t length) {
  void *start = mmap(NULL, length, PROT_READ, MAP_PRIVATE, descriptor, 0);
  if (start == MAP_FAILED) return NULL;
  pthread_mutex_lock(&lock);
  page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
  take_signal();
  for (int i = 0; i < MOST; i++) {
    if (atomic_load(&places[i].start)) continue;
    atomic_store(&places[i].cut, 0);
    atomic_store(&places[i].length, length);
    atomic_store(&places[i].start, (uintptr_t)start);
    pthread_mutex_unlock(&lock);
    return start;
  }
  pthread_mutex_unlock(&lock);
  munmap(start, length);
  errno = ENFILE;
  return NULL;
}

int mapped_is_cut(const void *start) {
  int place = place_of((uintptr_t)start);
  return place >= 0 && atomic_load(&places[place].cut);
}

void mapped_close(const void *start) {
  pthread_mutex_lock(&lock);
  int place = place_of((uintptr_t)start);
  if (place >= 0) {
    size_t length = atomic_load(&places[place].length);
    atomic_store(&places[place].start, 0);
    munmap((void *)(uintptr_t)start, length);
  }
  pthread_mutex_unlock(&lock);
}
