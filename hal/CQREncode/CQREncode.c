#include "CQREncode.h"

#include <dlfcn.h>
#include <qrencode.h>
#include <pthread.h>
#include <stdlib.h>

static struct {
  void *handle;
  __typeof__(QRcode_encodeData) *encode;
  __typeof__(QRcode_free) *done;
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load_library(void) {
  void *handle = dlopen("libqrencode.so.4", RTLD_LAZY | RTLD_LOCAL);
  if (!handle) return;
  /* dlsym gives a data pointer; POSIX says that it may be one to a function. */
  *(void **)&library.encode = dlsym(handle, "QRcode_encodeData");
  *(void **)&library.done = dlsym(handle, "QRcode_free");
  if (library.encode && library.done) {
    library.handle = handle;
  } else {
    dlclose(handle);
  }
}

static int is_loaded(void) {
  pthread_once(&once, load_library);
  return library.handle != NULL;
}

int qr_encode(const unsigned char *data, int count, enum qr_correction correction,
              unsigned char **modules) {
  if (!is_loaded()) return QR_NO_LIBRARY;
  QRcode *code = library.encode(count, data, 0, (QRecLevel)correction);
  if (!code) return 0;
  int edge = code->width;
  *modules = malloc((size_t)edge * edge);
  for (int index = 0; *modules && index < edge * edge; index++)
    (*modules)[index] = code->data[index] & 1;
  library.done(code);
  return *modules ? edge : 0;
}

void qr_free(unsigned char *modules) { free(modules); }
