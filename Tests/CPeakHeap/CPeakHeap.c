#include "CPeakHeap.h"
#include <errno.h>
#include <malloc.h>
#include <stddef.h>

/* glibc's own, under the names that it keeps for those who replace malloc. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

/* One thread does what is measured. */
static int64_t used, base, peak;

static void *count(void *block) {
  if (block) used += (int64_t)malloc_usable_size(block);
  if (used > peak) peak = used;
  return block;
}

void heap_peak_reset(void) { base = peak = used; }
int64_t heap_peak(void) { return peak - base; }

void *malloc(size_t size) { return count(__libc_malloc(size)); }
void *calloc(size_t items, size_t size) { return count(__libc_calloc(items, size)); }
void *aligned_alloc(size_t alignment, size_t size) {
  return count(__libc_memalign(alignment, size));
}

void *realloc(void *block, size_t size) {
  int64_t before = block ? (int64_t)malloc_usable_size(block) : 0;
  void *moved = __libc_realloc(block, size);
  if (moved || !size) used -= before;
  return count(moved);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
  *block = count(__libc_memalign(alignment, size));
  return *block ? 0 : ENOMEM;
}

void free(void *block) {
  if (block) used -= (int64_t)malloc_usable_size(block);
  __libc_free(block);
}
