#include "CHeapUse.h"

#include <malloc.h>

uint64_t heap_use(void) {
  struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd;
}
