#pragma once
#include <stdint.h>

/* How much of the heap is in use at the most. The target defines malloc and its relatives itself, so
   that every library of the process comes through here: link it into test programs only. */

/* Begins to look: what is in use now counts as nothing. */
void heap_peak_reset(void);

/* The most bytes that were in use beyond that since. */
int64_t heap_peak(void);
