// What terminfo says of a terminal type, without a screen.
#define _XOPEN_SOURCE 700
#define NCURSES_NOMACROS 1

#include "CNcurses.h"

#include <ncursesw/curses.h>
#include <ncursesw/term.h>

int curses_type_colors(const char *type) {
  int error;
  TERMINAL *before = set_curterm(NULL);
  int colors = -1;
  if (setupterm(type, 1, &error) == OK) {
    int number = tigetnum("colors");
    colors = number < 0 ? 0 : number;
    del_curterm(set_curterm(before));
  } else {
    set_curterm(before);
  }
  return colors;
}

int curses_type_addresses(const char *type) {
  int error, can = 0;
  TERMINAL *before = set_curterm(NULL);
  if (setupterm(type, 1, &error) == OK) {
    const char *address = tigetstr("cup");
    can = address && address != (const char *)-1;
    del_curterm(set_curterm(before));
  } else {
    set_curterm(before);
  }
  return can;
}
