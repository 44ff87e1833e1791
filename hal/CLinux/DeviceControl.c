#include "DeviceControl.h"

#include <sys/ioctl.h>

int device_control(int descriptor, unsigned long request, int *value) {
  return ioctl(descriptor, request, value) < 0 ? -1 : 0;
}

int device_command(int descriptor, unsigned long request, long value) {
  return ioctl(descriptor, request, value) < 0 ? -1 : 0;
}
