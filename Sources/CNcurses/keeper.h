// The process that gives the terminal back after SIGKILL. Used by guard.c alone.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <termios.h>

struct keeper_task {
  char name[128];          // of the terminal, e.g. /dev/pts/3
  int output;              // open on it
  struct termios saved;    // its settings before
  const uint8_t *leave;    // the bytes that leave our modes
  size_t length;
};

// Starts the keeper. Without one (no process to be had) everything but SIGKILL is still looked after.
void keeper_start(const struct keeper_task *task);
// 'r': the terminal is raw from now on; 'c': it has been given back. Safe in a signal handler.
void keeper_say(char word);
// Ends the keeper and waits for it.
void keeper_stop(void);
