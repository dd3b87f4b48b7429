// ncurses (wide) without its macros, variadics and mutable globals, and the signal handlers that leave a terminal sane.
// Terminal is the only importer.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <termios.h>

// --- Text cells -----------------------------------------------------------------------------------------------------

enum {
  curses_bold = 1, curses_dim = 2, curses_underline = 4, curses_reverse = 8,
};

// Starts curses on standard output for terminal `type`; 0 if the type is unknown or cannot address the cursor.
int curses_open(const char *type);
// Leaves the screen's modes; `curses_redraw` and `curses_flush` come back to it.
void curses_suspend(void);
// Leaves for good and frees what was allocated.
void curses_close(void);
// Colours that the terminal can show: 0, 8, 16, 256 or 0x1000000.
int curses_colors(void);
// Defines pair `number` (1...); -1 is the terminal's own colour.
void curses_pair(int number, int fg, int bg);
// Puts one cell of at most 5 scalars. A cell at the lower right corner does not scroll.
void curses_put(int row, int column, const uint32_t *scalars, int count, int attributes, int pair);
// Columns that the locale gives a scalar: -1 if it cannot be shown.
int curses_width(uint32_t scalar);
// Sends what changed.
void curses_flush(void);
// Sends these rows again as a whole at the next flush, every cell of them.
void curses_touch(int row, int count);
// Clears and sends everything again at the next flush.
void curses_redraw(void);
// The new size of the terminal.
void curses_resize(int rows, int columns);
// 1 if the locale writes UTF-8; the second may be called without a screen.
int curses_utf8(void);
int curses_locale_utf8(void);
// Colours of terminal `type` by its description, without opening a screen; -1 if there is none.
int curses_type_colors(const char *type);
// 1 if terminal `type` is known and can put the cursor anywhere.
int curses_type_addresses(const char *type);

// --- Leaving a terminal sane ----------------------------------------------------------------------------------------

enum { tty_leave_capacity = 512 };

// Takes the terminal settings of `input` to restore and the bytes that leave our modes, and installs the handlers:
// fatal signals restore the terminal and take their course; TERM, HUP, INT, QUIT are written to the signal pipe and, if
// the program has not left two seconds later or the signal comes again, do the same; TSTP, CONT, WINCH go to the pipe.
// A small process beside this one, the keeper, does it after SIGKILL. One terminal at a time. Returns 0 or an errno.
int tty_guard_arm(int input, int output, const uint8_t *leave, size_t length);
// Writes the leaving bytes and restores the settings, if armed. Safe in a signal handler.
void tty_guard_restore(void);
// Restores the terminal and the signal handlers that were there before.
void tty_guard_disarm(void);
// Raw mode: bytes as typed, no echo, no signals from keys. Returns 0 or an errno.
int tty_raw(int input);
// Restores, stops the process group as Ctrl-Z would, and returns when it continues.
void tty_guard_stop(void);
// The reading end of the signal pipe: one byte per signal, its number. -1 before the first arming.
int tty_signal_pipe(void);
// Ends the process by `signal`'s default action.
void tty_die(int signal);
// Size in cells and pixels (pixels 0 if unknown). Returns 0 or an errno.
int tty_size(int output, int *columns, int *rows, int *width, int *height);
