#include "include/InputDevice.h"

#include <sys/ioctl.h>
#include <time.h>

int input_device_grab(int descriptor, int is_grabbed) {
  return ioctl(descriptor, EVIOCGRAB, is_grabbed ? (void *)1 : (void *)0);
}

int input_device_use_monotonic_clock(int descriptor) {
  int clock = CLOCK_MONOTONIC;
  return ioctl(descriptor, EVIOCSCLOCKID, &clock);
}
