// A child that takes its terminal and dies, and a parent that looks at what it left.
#define _GNU_SOURCE
#include "CTestTerminal.h"

#include <CNcurses.h>
#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

static volatile int sink;

static int overflow(int depth) {
  volatile char frame[4096];
  frame[0] = (char)depth;
  sink += frame[0];
  return overflow(depth + 1) + frame[0];
}

static void child(enum test_end end) {
  static const char leave[] = "\x1b[?1049l<left>";
  sigset_t open;
  sigemptyset(&open);  // a thread of a test runner may have blocked what we are about to be sent
  sigprocmask(SIG_SETMASK, &open, NULL);
  for (int s = 1; s < NSIG; s++) signal(s, SIG_DFL);  // nor does the runner's backtracer belong to this child
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  if (tty_guard_arm(0, 1, (const uint8_t *)leave, sizeof leave - 1) || tty_raw(0)) _exit(99);
  if (write(1, "<raw>", 5) != 5) _exit(98);
  char go;
  while (read(0, &go, 1) < 0 && errno == EINTR) {}
  switch (end) {
    case test_by_null: *(volatile int *)8 = 1; break;
    case test_by_trap: __builtin_trap();
    case test_by_overflow: sink = overflow(0); break;
    case test_by_exit: exit(0);
    case test_by_signal:
    case test_by_two_signals: break;
  }
  for (;;) pause();
}

// Reads what the child writes until it says `word`, or so many milliseconds pass in silence. After the leader of its session is gone,
// reading fails until somebody opens the terminal again.
static void collect(int master, const char *word, uint8_t *output, size_t *length, size_t capacity,
                    int silence) {
  struct pollfd ready = {.fd = master, .events = POLLIN};
  int patience = 300;
  while (*length < capacity && !memmem(output, *length, word, strlen(word)) && poll(&ready, 1, silence) > 0) {
    ssize_t n = read(master, output + *length, capacity - *length);
    if (n < 0 && errno == EIO && patience-- > 0) usleep(10000);
    else if (n <= 0) return;
    else *length += (size_t)n;
  }
}

// The wait status; a child that has not ended after ten seconds is killed.
static int await_end(pid_t pid) {
  int status = -1;
  for (int tick = 0; tick < 1000; tick++) {
    if (waitpid(pid, &status, WNOHANG) == pid) return status;
    usleep(10000);
  }
  kill(pid, SIGKILL);
  return waitpid(pid, &status, 0) == pid ? status : -1;
}

int test_guarded_child(enum test_end end, int signal, struct termios *before, struct termios *raw,
                       struct termios *after, uint8_t *output, size_t *length) {
  size_t capacity = *length;
  *length = 0;
  int master, slave, status = -1;
  if (openpty(&master, &slave, NULL, NULL, NULL) || tcgetattr(slave, before)) return -1;
  before->c_cc[VERASE] = 8;  // what the kernel would not choose by itself
  before->c_iflag &= ~(tcflag_t)IXON;
  if (tcsetattr(slave, TCSANOW, before) || tcgetattr(slave, before)) return -1;
  pid_t pid = fork();
  if (pid < 0) return -1;
  if (pid == 0) {
    close(master);
    if (login_tty(slave)) _exit(97);
    close_range(3, ~0U, 0); /* files that other tests hold open, and their locks, are theirs alone */
    child(end);
  }
  collect(master, "<raw>", output, length, capacity, 20000);
  tcgetattr(master, raw);
  if (end == test_by_signal || end == test_by_two_signals) kill(signal < 0 ? -pid : pid, abs(signal));
  if (end == test_by_two_signals) {
    usleep(50000);
    kill(pid, signal);
  }
  if (end > test_by_two_signals && write(master, "g", 1) != 1) kill(pid, SIGKILL);
  status = await_end(pid);
  collect(master, "<left>", output, length, capacity, 1000);
  for (int tick = 0; tick < 100; tick++) {  // the keeper puts the settings back after it has written
    if (tcgetattr(master, after)) status = -1;
    if (!memcmp(after, before, sizeof *after)) break;
    usleep(10000);
  }
  close(master);
  close(slave);
  return status;
}

int test_ended_by(int status, int signal) { return WIFSIGNALED(status) && WTERMSIG(status) == signal; }
