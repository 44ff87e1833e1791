#pragma once
/* The mocked bus: up to nine devices below one root hub, published in a umockdev testbed. */
#include "device.h"

/* Makes the testbed; FALSE when umockdev can't. */
gboolean bus_open(void);
/* Takes the testbed off the disk. */
void bus_close(void);
/* The folder that programs beneath the mock are told as UMOCKDEV_DIR. */
const char *bus_root(void);

/* The testbed. */
UMockdevTestbed *bus_testbed(void);

/* The device at a port, or NULL. */
Device *bus_device(int port);
/* Makes a device at a port that has none; NULL when the port or the model is unknown. */
Device *bus_create(int port, const char *model_name);
/* Both do nothing when there is nothing to do. */
void bus_plug(Device *device);
void bus_unplug(Device *device);
/* One half of it, which `bus_unplug` completes: programs are told that the device has left, or its
   transfers end. The kernel does both, and a program may see either first. */
void bus_begin_unplug(Device *device, gboolean is_told_first);
/* Whether the programs may open the device (mode 0666) or may not (mode 0). */
void bus_allow(Device *device, gboolean is_allowed);
