#pragma once
/* One mocked USB device: what the kernel would do for a program that uses usbfs. */
#include <glib.h>
#include <umockdev.h>

#define ENDPOINT_COUNT 32 /* sixteen each way; `endpoint_index` */
#define DESCRIPTOR_LIMIT 1024
#define TEXT_LIMIT 64

typedef struct Device Device;

/* What a kind of device does by itself, beyond what control commands tell it to.

   Every function is called with the device locked, and each may be missing. */
typedef struct {
  const char *name;
  /* Makes the state of one device, which `device_state` returns. */
  void *(*create)(Device *device);
  /* Takes bytes that arrived at an OUT endpoint. */
  void (*out)(Device *device, guint8 endpoint, const guint8 *data, int length);
  /* Answers a control request; `setup` has eight bytes, and for OUT the data behind them. Returns
     the number of bytes put into `answer`, or -EPIPE to refuse; -ENOSYS leaves it to the device. */
  int (*control)(Device *device, const guint8 *setup, guint8 *answer, int room);
  /* Obeys a command line of its own; FALSE when it knows none such. */
  gboolean (*command)(Device *device, char **words, GString *reply);
} DeviceModel;

/* What happens to a control request. */
typedef struct {
  guint8 type, request;
  int value; /* -1 for any */
  enum { ANSWER_BYTES, ANSWER_STALL, ANSWER_SILENCE } kind;
  GBytes *bytes;
} ControlAnswer;

/* One plug-in: what was opened during an earlier one never meets the next. */
typedef struct {
  Device *device;
  int fifo; /* see `update_readiness` in device.c */
  gboolean fifo_is_full, is_alive;
  GQueue pending; /* Urb*, in the order of submission */
  GQueue ready;   /* Urb*, can be reaped */
  int client_count;
} Session;

struct Device {
  int port;
  const DeviceModel *model;
  void *model_state;
  GMutex lock; /* guards everything below */
  char serial[TEXT_LIMIT], kernel_driver[TEXT_LIMIT];
  guint8 descriptors[DESCRIPTOR_LIMIT];
  int descriptor_length;
  Session *session; /* NULL while unplugged */
  gboolean is_half_unplugged; /* the bus's own: see `bus_begin_unplug` */
  GQueue incoming;  /* InTransfer*, waiting for a URB */
  GQueue answers;   /* ControlAnswer* */
  struct {
    int packet_size;
    gboolean is_halted;
    int errors; /* transfers that are going to fail */
    gint64 room; /* what an OUT endpoint still takes; -1 for no limit */
    GByteArray *taken;
    GQueue listeners; /* descriptors as pointers */
  } endpoints[ENDPOINT_COUNT];
  GByteArray *control_log;
  gpointer claims[8]; /* the client that has the interface */
  gboolean driver_is_detached;
  int claim_delay_ms;
  unsigned long ioctl_count, empty_reap_count, open_count, clear_halt_count;
};

Device *device_new(int port, const DeviceModel *model);
void *device_state(Device *device);

static inline int endpoint_index(guint8 address) {
  return (address & 0x0F) | (address & 0x80 ? 0x10 : 0);
}

/* The device must be locked for all of these. */
/* Makes it a new one with these descriptors; it must be unplugged. */
void device_reset(Device *device, const guint8 *bytes, int length);
void device_queue_in(Device *device, guint8 endpoint, const guint8 *data, int length);
void device_halt(Device *device, guint8 endpoint);
void device_match(Device *device);
void device_attach(Device *device, int fifo);
void device_detach(Device *device);

/* Takes the lock itself. */
gboolean device_on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer device);
