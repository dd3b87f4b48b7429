// The keeper: a small process beside this one that gives the terminal back when SIGKILL leaves nobody else to do it.
// Between fork and _exit it calls async-signal-safe functions only.
#define _DEFAULT_SOURCE
#define _GNU_SOURCE

#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int line = -1;  // to the keeper; its end is how the keeper learns that this process is gone
static pid_t keeper = -1;
static pid_t owner;    // the process that the keeper looks after: a fork of it must not speak for it

enum { line_fd = 3, process_fd = 4, tty_fd = 5 };

// Writes what leaves the modes; a terminal that is full holds everybody up, so there is time for it to be read again.
static void leave_modes(int tty, const struct keeper_task *task) {
  size_t done = 0;
  int patience = 600;
  while (done < task->length && patience > 0) {
    ssize_t n = write(tty, task->leave + done, task->length - done);
    struct pollfd ready = {.fd = tty, .events = POLLOUT};
    if (n > 0) done += (size_t)n;
    else if (n < 0 && errno == EAGAIN && patience-- > 0) poll(&ready, 1, 100);
    else if (n >= 0 || errno != EINTR) break;
  }
}

static int is_raw(const struct termios *now) { return (now->c_lflag & (ICANON | ECHO)) == 0; }

// Puts back what the dead process left, unless somebody else (a shell) has set the terminal up meanwhile. When the process
// led the terminal's session there is no shell, and the inherited descriptor is dead; its name still opens the terminal.
static void give_back(const struct keeper_task *task, char word) {
  struct termios now, raw = task->saved;
  cfmakeraw(&raw);
  int is_orphan = tcgetattr(tty_fd, &now) != 0;
  int tty = open(task->name, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (tty < 0) return;
  int is_ours = word == keeper_acts || (tcgetattr(tty, &now) == 0 && memcmp(&now, &raw, sizeof now) == 0);
  // The settings first: the bytes may have to wait.
  if (is_ours && (is_orphan || (tcgetattr(tty, &now) == 0 && is_raw(&now)))) {
    tcflush(tty, TCIFLUSH);
    tcsetattr(tty, TCSANOW, &task->saved);
  }
  if (is_ours) leave_modes(tty, task);
  close(tty);
}

// Waits for the end of the line, or of the process; its last word says what is to be done then.
static void keep(int end, const struct keeper_task *task, int process) {
  char word = keeper_rests;
  for (;;) {
    struct pollfd sources[2] = {{.fd = end, .events = POLLIN}, {.fd = process, .events = POLLIN}};
    if (poll(sources, process < 0 ? 1 : 2, -1) < 0 && errno != EINTR) break;
    char said[64];
    ssize_t n = read(end, said, sizeof said);
    if (n > 0) word = said[n - 1];
    else if (n == 0 || errno != EAGAIN) break;
    else if (process >= 0 && sources[1].revents) break;
  }
  if (word != keeper_rests) give_back(task, word);
}

static void become(int end, const struct keeper_task *task, pid_t parent) {
  setsid();  // no signal of a keyboard or a shell's job control is for the keeper
  prctl(PR_SET_NAME, "hilum-keeper");
  for (int s = 1; s < NSIG; s++) signal(s, s == SIGPIPE || s == SIGHUP ? SIG_IGN : SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  int process = (int)syscall(SYS_pidfd_open, parent, 0);
  if (process >= 0) process = fcntl(process, F_DUPFD, 10);
  dup2(task->output, tty_fd);
  dup2(end, line_fd);
  if (process >= 0) process = dup2(process, process_fd);
  close_range(6, ~0U, 0);  // locks and files are the parent's alone
  if (process < 0) close(process_fd);
  for (int fd = 0; fd < 3; fd++) close(fd);
  char ready = 'k';
  if (write(line_fd, &ready, 1) != 1) _exit(1);
  fcntl(line_fd, F_SETFL, O_NONBLOCK);
  keep(line_fd, task, process);
  _exit(0);
}

void keeper_start(const struct keeper_task *task) {
  int ends[2];
  if (keeper > 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
  for (int i = 0; i < 2; i++)  // above what the child rearranges
    if (ends[i] < 10) {
      int high = fcntl(ends[i], F_DUPFD_CLOEXEC, 10);
      if (high < 0) break;
      close(ends[i]);
      ends[i] = high;
    }
  owner = getpid();
  sigset_t all, before;
  sigfillset(&all);  // the child must not run this program's handlers
  sigprocmask(SIG_BLOCK, &all, &before);
  keeper = fork();
  if (keeper == 0) {
    close(ends[1]);
    become(ends[0], task, owner);
  }
  sigprocmask(SIG_SETMASK, &before, NULL);
  close(ends[0]);
  line = ends[1];
  fcntl(line, F_SETFL, O_NONBLOCK);
  // From the keeper's word on no signal of ours reaches it; without it, nothing is lost but a moment.
  struct pollfd said = {.fd = line, .events = POLLIN};
  char word;
  if (keeper > 0 && poll(&said, 1, 500) > 0 && read(line, &word, 1) != 1) word = 0;
  if (keeper < 0) {
    close(line);
    line = -1;
  }
}

void keeper_say(char word) {
  if (line < 0 || getpid() != owner) return;
  int error = errno;
  ssize_t n = send(line, &word, 1, MSG_NOSIGNAL);
  (void)n;
  errno = error;
}

void keeper_stop(int is_given_back) {
  if (keeper <= 0) return;
  if (is_given_back) keeper_say(keeper_rests);
  close(line);
  kill(keeper, SIGCONT);  // whoever stopped all of us may have continued this process alone
  // One that has work left needs nobody to wait for it.
  while (is_given_back && waitpid(keeper, NULL, 0) < 0 && errno == EINTR) {}
  line = -1;
  keeper = -1;
}
