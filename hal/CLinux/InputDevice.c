#include "InputDevice.h"

#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

int input_device_name(int descriptor, char *name, int capacity) {
  if (capacity < 1) return -1;
  memset(name, 0, (size_t)capacity);
  return ioctl(descriptor, EVIOCGNAME(capacity - 1), name) < 0 ? -1 : 0;
}

int input_device_grab(int descriptor, int is_grabbed) {
  return ioctl(descriptor, EVIOCGRAB, is_grabbed ? (void *)1 : (void *)0) < 0 ? -1 : 0;
}

int input_device_use_monotonic_clock(int descriptor) {
  int clock = CLOCK_MONOTONIC;
  return ioctl(descriptor, EVIOCSCLOCKID, &clock) < 0 ? -1 : 0;
}
