// The process that gives the terminal back when its owner ended without doing so. Used by guard.c alone.
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

// What the keeper is told to do when the process is gone.
enum keeper_word {
  keeper_rests = 'c',  // nothing: the terminal has been given back
  keeper_looks = 'b',  // gives it back if it is raw as we make it: it is just being made so
  keeper_acts = 'r',   // gives it back
};

// Starts the keeper, at rest. Without one (no process to be had) everything but SIGKILL is still looked after.
void keeper_start(const struct keeper_task *task);
// The last word counts. Safe in a signal handler.
void keeper_say(char word);
// Ends the keeper and waits for it. One that still has the terminal to give back is left to it.
void keeper_stop(int is_given_back);
