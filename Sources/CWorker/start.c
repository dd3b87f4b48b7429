// Starting a worker, forking it and ending it.
#define _GNU_SOURCE
#include "CWorker.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

// Descriptors above the ones that the child gets, so that one dup2 cannot overwrite the source of the next.
static int lift(int descriptor) {
  if (descriptor < 0) return -1;
  const int high = fcntl(descriptor, F_DUPFD_CLOEXEC, 16);
  close(descriptor);
  return high;
}

static int spawn(const char *program, char *const arguments[], char *const environment[], const cworker *ends, int theirs,
                 pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  int error = posix_spawn_file_actions_init(&actions);
  if (error != 0) return error;
  error = posix_spawnattr_init(&attributes);
  if (error == 0) {
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &all);
    for (int fd = 0; fd < 3 && error == 0; fd++) {
      error = posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", fd == 0 ? O_RDONLY : O_WRONLY, 0);
    }
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, theirs, CWORKER_SOCKET);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, ends->request, CWORKER_REQUEST);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, ends->answer, CWORKER_ANSWER);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, CWORKER_ANSWER + 1);
    if (error == 0) error = posix_spawn(process, program, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
  }
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

static void close_all(const cworker *worker) {
  const int ends[3] = {worker->socket, worker->request, worker->answer};
  for (int i = 0; i < 3; i++) {
    if (ends[i] >= 0) close(ends[i]);
  }
}

int cworker_start(const char *program, const char *argument, const char *dictionary, cworker *out) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return errno;
  char variable[4096];
  snprintf(variable, sizeof variable, "DCMDICTPATH=%s", dictionary == NULL ? "" : dictionary);
  char *const arguments[] = {(char *)"hilum", (char *)argument, NULL};
  // Each decoder starts with memory that it has never touched: large pages make that cheap.
  char *const environment[] = {(char *)"LC_ALL=C.UTF-8", (char *)"OPENBLAS_NUM_THREADS=1",
                               (char *)"GLIBC_TUNABLES=glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=33554432:"
                                       "glibc.malloc.top_pad=33554432:glibc.malloc.arena_max=1",
                               dictionary == NULL ? NULL : variable, NULL};
  cworker ends = {.process = -1, .socket = lift(pair[0])};
  const int theirs = lift(pair[1]);
  ends.request = lift(memfd_create("request", MFD_CLOEXEC));
  ends.answer = lift(memfd_create("answer", MFD_CLOEXEC));
  int error = errno;
  if (ends.socket >= 0 && theirs >= 0 && ends.request >= 0 && ends.answer >= 0) {
    error = spawn(program, arguments, environment, &ends, theirs, &ends.process);
  }
  if (theirs >= 0) close(theirs);
  if (error != 0 || ends.process < 0) {
    close_all(&ends);
    return error != 0 ? error : EMFILE;
  }
  *out = ends;
  return 0;
}

void cworker_end(const cworker *worker) {
  kill(-worker->process, SIGKILL);
  kill(worker->process, SIGKILL);
  cworker_wait(worker->process);
  close_all(worker);
}

void cworker_fill(int byte) { mallopt(M_PERTURB, byte); }

pid_t cworker_fork(void) { return fork(); }

int cworker_wait(pid_t process) {
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) return 256;
  }
  if (WIFSIGNALED(status)) return WTERMSIG(status);
  return WEXITSTATUS(status) == 0 ? 0 : 256 + WEXITSTATUS(status);
}
