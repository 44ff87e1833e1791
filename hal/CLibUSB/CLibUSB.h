#pragma once
/* libusb 1.0. */
#include <libusb.h>
