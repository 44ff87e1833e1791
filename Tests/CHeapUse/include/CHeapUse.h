#pragma once
#include <stdint.h>

/* Bytes of the heap that are in use, in all its arenas: what was asked for and not given back. */
uint64_t heap_use(void);
