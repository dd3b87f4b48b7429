// What a terminal does, for tests: decodes sixel (by libsixel) and keeps a child behind a pseudo-terminal.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <termios.h>

// Decodes `bytes`: `pixels` takes width * height register numbers, `palette` 256 colours as red, green, blue.
// Returns 0, or -1 if libsixel refuses or `capacity` is too small.
int test_sixel_decode(const uint8_t *bytes, size_t length, uint8_t *pixels, size_t capacity, int *width, int *height,
                      uint8_t *palette);

// Reads a zlib stream; the length of what was in it, or -1 where it is none or does not fit.
long test_inflate(const unsigned char *bytes, unsigned long count, unsigned char *out, unsigned long capacity);

// How the child of `test_guarded_child` ends.
enum test_end { test_by_signal, test_by_two_signals, test_by_null, test_by_trap, test_by_overflow, test_by_exit };

// Runs a child in a new pseudo-terminal that takes it raw under the guard and then ends. Returns the wait status, or -1.
// A negative `signal` goes to the child's whole process group. `before` and `after` are the terminal's settings, `raw` those in between; `output` what the child wrote.
int test_guarded_child(enum test_end end, int signal, struct termios *before, struct termios *raw,
                       struct termios *after, uint8_t *output, size_t *length);

// 1 if the wait status says that `signal` ended the child.
int test_ended_by(int status, int signal);
