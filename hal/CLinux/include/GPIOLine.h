#pragma once
#include <stdint.h>

/* Lines of a GPIO chip as outputs, by the character device (linux/gpio.h, version 2 of its ABI): what
   Swift can't say, as the requests are macros and the calls variadic. */

/* Takes one line of the chip at `path` as an output that is inactive, or active when `is_active`.
   `is_active_low` turns the meaning round. Returns a descriptor that holds the line until it is
   closed, or -1 with errno set. */
int gpio_line_open(const char *path, uint32_t line, int is_active_low, int is_active);

/* Makes the line active or inactive. Returns 0, or -1 with errno set. */
int gpio_line_set(int descriptor, int is_active);
