#pragma once
#include <stdint.h>

/* What this process has asked of the heap and of the disk, counted from its start.

   The target defines malloc and its relatives, fsync and fdatasync itself, so that every library of
   the process comes through here: link it into benchmarks only. */

/* Blocks asked for: malloc, calloc, aligned_alloc, posix_memalign, and realloc of nothing. */
uint64_t process_allocations(void);

/* Calls of fsync and fdatasync. */
uint64_t process_syncs(void);
