// What a decoder may do: read, write, ask for memory up to a bound, and end.
#define _GNU_SOURCE
#include "CWorker.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

// Everything else fails with EPERM: libraries that look for a file or a clock setting go on without.
static const int allowed[] = {
    __NR_read,         __NR_pread64,        __NR_write,          __NR_pwrite64,      __NR_close,
    __NR_fstat,        __NR_lseek,          __NR_ftruncate,      __NR_mmap,          __NR_munmap,
    __NR_mremap,       __NR_mprotect,       __NR_madvise,        __NR_brk,           __NR_futex,
    __NR_getrandom,    __NR_clock_gettime,  __NR_gettimeofday,   __NR_sched_yield,   __NR_getpid,
    __NR_gettid,       __NR_tgkill,         __NR_rt_sigaction,   __NR_rt_sigreturn,  __NR_rt_sigprocmask,
    __NR_sigaltstack,  __NR_exit,           __NR_exit_group,     __NR_restart_syscall,
    __NR_rseq,         __NR_set_robust_list,
};
enum { ALLOWED = sizeof allowed / sizeof allowed[0], HEAD = 4, TAIL = 7 };

// What pthread_create asks for: a thread of this process, under this filter. Nothing else may be cloned.
static const uint32_t thread_flags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD |
                                     CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;

static int filter_calls(void) {
#ifdef ARCHITECTURE
  struct sock_filter program[HEAD + ALLOWED + TAIL] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
  };
  for (int i = 0; i < ALLOWED; i++) {
    const struct sock_filter test =
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)allowed[i], (uint8_t)(ALLOWED - i + TAIL - 2), 0);
    program[HEAD + i] = test;
  }
  // The flags of clone3 lie in memory, which a filter cannot read: where it is missing, the C library falls back to clone.
  const struct sock_filter tail[TAIL] = {
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone3, 3, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_clone, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, thread_flags, 2, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  for (int i = 0; i < TAIL; i++) program[HEAD + ALLOWED + i] = tail[i];
  const struct sock_fprog filter = {.len = HEAD + ALLOWED + TAIL, .filter = program};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0) return errno;
#endif
  return 0;
}

static int limit(int resource, uint64_t value) {
  const struct rlimit both = {.rlim_cur = value, .rlim_max = value};
  return setrlimit(resource, &both) == 0 ? 0 : errno;
}

uint64_t cworker_held(void) {
  unsigned long long pages = 0;
  FILE *file = fopen("/proc/self/statm", "re");
  if (file == NULL) return 0;
  if (fscanf(file, "%llu", &pages) != 1) pages = 0;
  fclose(file);
  return pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

static struct itimerval once(uint64_t microseconds) {
  const struct itimerval timer = {
      .it_value = {.tv_sec = (time_t)(microseconds / 1000000), .tv_usec = (suseconds_t)(microseconds % 1000000)}};
  return timer;
}

int cworker_confine(const cworker_limits *limits) {
  const struct itimerval cpu = once(limits->cpu_microseconds), wall = once(limits->wall_microseconds);
  if (limits->held_bytes == 0) return ENOENT;
  int error = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : errno;
  if (error == 0) error = limit(RLIMIT_CORE, 0);
  if (error == 0) error = limit(RLIMIT_AS, limits->held_bytes + limits->memory_bytes);
  if (error == 0) error = limit(RLIMIT_FSIZE, limits->file_bytes);
  if (error == 0) error = limit(RLIMIT_NOFILE, limits->open_files);
  // Whole seconds, as a second line behind the timer.
  if (error == 0) error = limit(RLIMIT_CPU, limits->cpu_microseconds / 1000000 + 2);
  if (error == 0 && setitimer(ITIMER_PROF, &cpu, NULL) != 0) error = errno;
  if (error == 0 && setitimer(ITIMER_REAL, &wall, NULL) != 0) error = errno;
  return error == 0 ? filter_calls() : error;
}
