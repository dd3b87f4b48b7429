// A child process for work on bytes that strangers sent: how it is started, forked and confined. Imaging is the only importer.
#pragma once
#include <stdint.h>
#include <sys/types.h>

/// Descriptors of a worker: its end of the socket pair, and the memory files of requests and answers.
enum { CWORKER_SOCKET = 3, CWORKER_REQUEST = 4, CWORKER_ANSWER = 5 };

typedef struct {
  pid_t process;  // also the number of its process group
  int socket;
  int request;
  int answer;
} cworker;

/// Starts `program` with the one argument `argument` in a session of its own. It gets the three descriptors above and
/// /dev/null, and nothing else of this process: no terminal, no other file, no variable of the environment but `dictionary`.
/// Returns 0 or an error number.
int cworker_start(const char *program, const char *argument, const char *dictionary, cworker *out);
/// Kills the worker with all that it started, and waits for its end.
void cworker_end(const cworker *worker);

/// fork(2). The caller has one thread.
pid_t cworker_fork(void);
/// Waits for a child: 0 when it left with code 0, the number of the signal that ended it, or 256 and its code.
int cworker_wait(pid_t process);

/// From now on fresh memory of this process holds bytes made from `byte`, so that whoever reads it unwritten is found out.
void cworker_fill(int byte);

/// Bytes of address space that this process has; 0 where that cannot be known.
uint64_t cworker_held(void);

typedef struct {
  uint64_t held_bytes;          // what it has already
  uint64_t memory_bytes;        // what it may take beyond that
  uint64_t file_bytes;          // largest file that it may write
  uint64_t open_files;
  uint64_t cpu_microseconds;
  uint64_t wall_microseconds;
} cworker_limits;

/// Takes from this process, for good, what a decoder does not need: memory, time, and every system call but those of reading,
/// writing and remembering. Returns 0 or an error number.
int cworker_confine(const cworker_limits *limits);
