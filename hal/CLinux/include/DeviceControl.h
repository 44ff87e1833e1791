#pragma once

/* ioctl for requests that read or write one int, which Swift can't call: it takes a variable number
   of arguments. Returns 0, or -1 with errno set. */
int device_control(int descriptor, unsigned long request, int *value);

/* ioctl for requests that take a number. Returns 0, or -1 with errno set. */
int device_command(int descriptor, unsigned long request, long value);
