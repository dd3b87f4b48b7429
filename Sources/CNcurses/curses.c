// The text cells: ncurses behind plain functions.
#define _XOPEN_SOURCE 700
#define _DEFAULT_SOURCE
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1

#include "CNcurses.h"

#include <langinfo.h>
#include <locale.h>
#include <ncursesw/curses.h>
#include <string.h>
#include <wchar.h>


static SCREEN *screen;

int curses_open(const char *type) {
  setlocale(LC_ALL, "");
  if (!curses_type_addresses(type)) return 0;
  use_tioctl(TRUE);
  screen = newterm(type, stdout, stdin);
  if (!screen) return 0;
  set_term(screen);
  raw();
  noecho();
  nonl();
  curs_set(0);
  leaveok(stdscr, TRUE);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  return 1;
}

void curses_suspend(void) {
  if (screen) endwin();
}

void curses_close(void) {
  if (!screen) return;
  endwin();
  delscreen(screen);
  screen = NULL;
}

int curses_colors(void) { return has_colors() ? COLORS : 0; }

void curses_pair(int number, int fg, int bg) { init_extended_pair(number, fg, bg); }

void curses_put(int row, int column, const uint32_t *scalars, int count, int attributes, int pair) {
  wchar_t text[CCHARW_MAX + 1];
  if (count > CCHARW_MAX) count = CCHARW_MAX;
  for (int i = 0; i < count; i++) text[i] = (wchar_t)scalars[i];
  text[count] = 0;
  attr_t style = WA_NORMAL;
  if (attributes & curses_bold) style |= WA_BOLD;
  if (attributes & curses_dim) style |= WA_DIM;
  if (attributes & curses_underline) style |= WA_UNDERLINE;
  if (attributes & curses_reverse) style |= WA_REVERSE;
  cchar_t cell;
  if (setcchar(&cell, text, style, (short)pair, NULL) == OK) mvwadd_wch(stdscr, row, column, &cell);
}

int curses_width(uint32_t scalar) { return wcwidth((wchar_t)scalar); }

void curses_flush(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

void curses_touch(int row, int count) { wredrawln(stdscr, row, count); }

void curses_redraw(void) { clearok(stdscr, TRUE); }

void curses_resize(int rows, int columns) { resize_term(rows, columns); }

int curses_utf8(void) { return strcmp(nl_langinfo(CODESET), "UTF-8") == 0; }

int curses_locale_utf8(void) {
  setlocale(LC_ALL, "");
  return curses_utf8();
}
