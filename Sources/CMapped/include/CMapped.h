// Files mapped for reading that survive being cut. Neural is the only importer.
//
// Reading a page of a mapping that lies beyond the end of its file raises SIGBUS: another program that shortens a weight
// file would end this one. Here such a page reads as zeros, and the mapping remembers it, so that the reader can say so.
#pragma once
#include <stddef.h>

// Maps `length` bytes (at least one) of an open file, read-only and private. NULL, with errno, where the system refuses;
// ENFILE where too many mappings are open at a time.
const void *mapped_open(int descriptor, size_t length);
// Whether a byte was asked for that the file no longer had.
int mapped_is_cut(const void *start);
void mapped_close(const void *start);
