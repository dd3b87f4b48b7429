// ncurses (wide) without its macros, variadics and mutable globals. Terminal is the only importer.
#pragma once
