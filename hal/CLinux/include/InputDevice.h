#pragma once
/* Keys and other inputs of the kernel (evdev): the ioctl calls that Swift can't make. */
#include <linux/input.h>

/* The name that the driver gives, at most `capacity` bytes with the zero at its end. Returns 0, or
   -1 with errno set. */
int input_device_name(int descriptor, char *name, int capacity);

/* Has an input device's events come here and nowhere else, or ends that. Returns 0, or -1 with
   errno set; EBUSY when another has done so. */
int input_device_grab(int descriptor, int is_grabbed);

/* Has events dated by the monotonic clock. Returns 0, or -1 with errno set. */
int input_device_use_monotonic_clock(int descriptor);
