#include "include/GPIOLine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

int gpio_line_open(const char *path, uint32_t line, int is_active_low, int is_active) {
  int chip = open(path, O_RDWR | O_CLOEXEC);
  if (chip < 0) return -1;
  struct gpio_v2_line_request request;
  memset(&request, 0, sizeof request);
  request.offsets[0] = line;
  request.num_lines = 1;
  strncpy(request.consumer, "lianji", sizeof request.consumer - 1);
  request.config.flags = GPIO_V2_LINE_FLAG_OUTPUT;
  if (is_active_low) request.config.flags |= GPIO_V2_LINE_FLAG_ACTIVE_LOW;
  /* The level from the first moment on: a power key must not be touched by taking its line. */
  request.config.num_attrs = 1;
  request.config.attrs[0].mask = 1;
  request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES;
  request.config.attrs[0].attr.values = is_active ? 1 : 0;
  int result = ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request);
  int failure = errno;
  close(chip);
  if (result < 0) {
    errno = failure;
    return -1;
  }
  return request.fd;
}

int gpio_line_set(int descriptor, int is_active) {
  struct gpio_v2_line_values values = {.bits = is_active ? 1 : 0, .mask = 1};
  return ioctl(descriptor, GPIO_V2_LINE_SET_VALUES_IOCTL, &values) < 0 ? -1 : 0;
}
