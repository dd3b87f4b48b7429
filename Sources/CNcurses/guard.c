// The guard: whatever ends this process, the terminal is as it was. Handlers call async-signal-safe functions only.
#define _DEFAULT_SOURCE
#define _GNU_SOURCE

#include "CNcurses.h"
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const int fatal[] = {SIGSEGV, SIGILL, SIGABRT, SIGTRAP, SIGBUS, SIGFPE};
static const int ending[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
static const int passing[] = {SIGTSTP, SIGCONT, SIGWINCH};
enum { grace_seconds = 2 };

// Atomic: a handler may run on any thread, and what was written before a flag must be there when the flag is seen.
static atomic_int armed;
static atomic_int pending;  // the ending signal that the program was told of
static atomic_int is_leaving, has_left, is_given_back;
static pthread_t drawing;  // the thread that took the terminal
static int input_fd, output_fd, leave_fd;
static int signal_pipe[2] = {-1, -1};
static struct termios saved;
static uint8_t leave_bytes[tty_leave_capacity];
static size_t leave_length;
static struct sigaction before[NSIG];
static uint8_t handler_stack[65536];

// Through a description of its own, which does not wait: the other one is shared with the shell, and a terminal that says
// that it has room need not take a byte. False if the terminal is gone or took nothing for a second.
static int leave_modes(void) {
  int patience = 10;
  for (size_t done = 0; done < leave_length;) {
    ssize_t n = write(leave_fd, leave_bytes + done, leave_length - done);
    if (n > 0) done += (size_t)n;
    else if (n < 0 && errno == EINTR) continue;
    else if (n < 0 && errno == EAGAIN && patience-- > 0) poll(NULL, 0, 100);
    else return 0;
  }
  return 1;
}

void tty_guard_restore(void) {
  if (!armed) return;
  int error = errno;
  is_given_back = leave_modes();
  struct sigaction ignore = {.sa_handler = SIG_IGN}, old;
  sigaction(SIGTTOU, &ignore, &old);  // settings may be restored from the background too
  tcflush(input_fd, TCIFLUSH);        // late replies of the terminal are not the shell's input
  is_given_back = tcsetattr(input_fd, TCSANOW, &saved) == 0 && is_given_back;
  sigaction(SIGTTOU, &old, NULL);
  if (is_given_back) keeper_say(keeper_rests);  // else the keeper tries when this process is gone
  errno = error;
}

// Whichever thread is told to end, the one that draws gives the terminal back and then waits for the end: what it was in the
// middle of, such as curses setting modes of its own, does not come after. If it does not answer, it is done here.
static void give_back(void) {
  if (!armed) return;
  if (!pthread_equal(pthread_self(), drawing)) {
    is_leaving = 1;
    pthread_kill(drawing, SIGALRM);
    for (int tick = 0; tick < 250 && !has_left; tick++) poll(NULL, 0, 10);
  }
  if (!has_left) tty_guard_restore();
}

static void leave_and_wait(void) {
  if (!has_left) tty_guard_restore();
  has_left = 1;
  for (;;) pause();
}

static void put_back(int signal) { sigaction(signal, &before[signal], NULL); }

void tty_die(int signal) {
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(signal, &standard, NULL);
  sigset_t one;
  sigemptyset(&one);
  sigaddset(&one, signal);
  sigprocmask(SIG_UNBLOCK, &one, NULL);
  raise(signal);
}

static void on_fatal(int signal, siginfo_t *info, void *context) {
  (void)context;
  give_back();
  armed = 0;
  // The default action, not a backtracer that was there before us: Swift's asks questions on the terminal.
  struct sigaction standard = {.sa_handler = SIG_DFL};
  sigaction(signal, &standard, NULL);
  // A faulting instruction faults again when we return; a signal that was sent does not come back by itself.
  if (info->si_code <= 0 || signal == SIGTRAP || signal == SIGABRT) raise(signal);
}

static void tell(int signal) {
  int error = errno;
  uint8_t byte = (uint8_t)signal;
  ssize_t n = write(signal_pipe[1], &byte, 1);
  (void)n;
  errno = error;
}

static void on_ending(int signal) {
  if (is_leaving && pthread_equal(pthread_self(), drawing)) leave_and_wait();
  if (!pending) {
    pending = signal;
    tell(signal);
    alarm(grace_seconds);
    return;
  }
  give_back();
  armed = 0;
  tty_die(signal == SIGALRM ? pending : signal);
}

static void on_passing(int signal) { tell(signal); }

static void install(int signal, void (*plain)(int), void (*full)(int, siginfo_t *, void *)) {
  struct sigaction action = {0};
  if (full) action.sa_sigaction = full;
  else action.sa_handler = plain;
  action.sa_flags = SA_ONSTACK | SA_RESTART | (full ? SA_SIGINFO | SA_NODEFER : 0);
  sigfillset(&action.sa_mask);
  sigaction(signal, &action, &before[signal]);
}

#define each(list, body) for (size_t i = 0; i < sizeof list / sizeof *list; i++) { int s = list[i]; body; }

static void install_all(void) {
  each(fatal, install(s, NULL, on_fatal));
  each(ending, install(s, on_ending, NULL));
  each(passing, install(s, on_passing, NULL));
  install(SIGALRM, on_ending, NULL);
  install(SIGPIPE, SIG_IGN, NULL);
}

static int open_pipe(void) {
  static int registered;
  if (signal_pipe[0] < 0 && pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return errno;
  if (!registered) registered = atexit(give_back) == 0;
  return 0;
}

// Only where the terminal has a name: the keeper opens it again.
static void start_keeper(void) {
  static struct keeper_task task;
  leave_fd = output_fd;
  task.saved = saved;
  task.output = output_fd;
  task.leave = leave_bytes;
  task.length = leave_length;
  if (ttyname_r(output_fd, task.name, sizeof task.name) != 0) return;
  int own = open(task.name, O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (own >= 0) leave_fd = own;
  keeper_start(&task);
}

// A thread of a pool may have them blocked. It must hear that it is to leave, and be stopped where it uses the terminal
// from the background: with that signal blocked, the kernel lets it.
static void take_calls(void) {
  sigset_t calls;
  sigemptyset(&calls);
  sigaddset(&calls, SIGALRM);
  sigaddset(&calls, SIGTTOU);
  sigaddset(&calls, SIGTTIN);
  pthread_sigmask(SIG_UNBLOCK, &calls, NULL);
}

int tty_guard_arm(int input, int output, const uint8_t *leave, size_t length) {
  if (armed) return EBUSY;
  if (length > tty_leave_capacity) return E2BIG;
  take_calls();
  while (tcdrain(input) != 0 && errno == EINTR) {}  // from the background this stops us until the terminal is ours
  if (tcgetattr(input, &saved) != 0) return errno;
  int error = open_pipe();
  if (error) return error;
  memcpy(leave_bytes, leave, length);
  leave_length = length;
  input_fd = input;
  output_fd = output;
  drawing = pthread_self();
  pending = is_leaving = has_left = 0;
  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  sigaltstack(&stack, NULL);  // so that a stack overflow of this thread can still be handled
  armed = 1;
  start_keeper();
  install_all();
  return 0;
}

void tty_guard_disarm(void) {
  if (!armed) return;
  tty_guard_restore();
  armed = 0;
  if (leave_fd != output_fd) close(leave_fd);
  keeper_stop(is_given_back);
  alarm(0);
  each(fatal, put_back(s));
  each(ending, put_back(s));
  each(passing, put_back(s));
  put_back(SIGALRM);
  put_back(SIGPIPE);
}

int tty_raw(int input) {
  struct termios raw = saved;
  cfmakeraw(&raw);
  keeper_say(keeper_looks);
  while (tcsetattr(input, TCSADRAIN, &raw) != 0)
    if (errno != EINTR) return errno;
  keeper_say(keeper_acts);
  return 0;
}

// A signal to the process is taken by any of its threads, some time later: this thread would have put its own action back
// before, and the process would go on. So the others in front are stopped by the group, and this thread stops them all by
// a signal to itself, from which it does not return before the process continues.
void tty_guard_stop(void) {
  tty_guard_restore();
  struct sigaction ignore = {.sa_handler = SIG_IGN}, standard = {.sa_handler = SIG_DFL}, ours;
  sigaction(SIGTSTP, &ignore, &ours);
  kill(0, SIGTSTP);
  sigaction(SIGTSTP, &standard, NULL);
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  pthread_kill(pthread_self(), SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &ours, NULL);
}

int tty_signal_pipe(void) { return signal_pipe[0]; }

int tty_size(int output, int *columns, int *rows, int *width, int *height) {
  struct winsize size;
  if (ioctl(output, TIOCGWINSZ, &size) != 0) return errno;
  *columns = size.ws_col;
  *rows = size.ws_row;
  *width = size.ws_xpixel;
  *height = size.ws_ypixel;
  return 0;
}
