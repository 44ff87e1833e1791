#define _GNU_SOURCE
#include "include/ImagePath.h"

#include <dlfcn.h>
#include <stddef.h>

const char *image_path(void) {
  Dl_info info;
  return dladdr((void *)image_path, &info) ? info.dli_fname : NULL;
}
