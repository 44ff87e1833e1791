#pragma once
/* The kinds of devices that do something by themselves. */
#include "device.h"

/* Ends with NULL. */
extern const DeviceModel *const device_models[];
