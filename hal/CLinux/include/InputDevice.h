#pragma once
#include <linux/input.h>

/* Calls with a variable number of arguments, and macros, which Swift does not see. */

/* Has an input device's events come here and nowhere else, or ends that. Returns 0, or -1 with
   errno set. */
int input_device_grab(int descriptor, int is_grabbed);

/* Has events dated by the monotonic clock. Returns 0, or -1 with errno set. */
int input_device_use_monotonic_clock(int descriptor);
