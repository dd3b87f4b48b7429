// Whole-image PNG reading and writing over libpng, whose setjmp Swift cannot call. Imaging is the only importer.
#pragma once
