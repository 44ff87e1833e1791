#define _GNU_SOURCE
#include "device.h"

#include <errno.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct {
  UMockdevIoctlData *urb, *buffer;
  gpointer client;
  int done; /* bytes of an OUT transfer that the device took so far */
} Urb;

typedef struct {
  guint8 endpoint;
  GByteArray *data;
} InTransfer;

Device *device_new(int port, const DeviceModel *model) {
  Device *device = g_new0(Device, 1);
  device->port = port;
  device->model = model;
  device->control_log = g_byte_array_new();
  g_mutex_init(&device->lock);
  g_queue_init(&device->incoming);
  g_queue_init(&device->answers);
  for (int i = 0; i < ENDPOINT_COUNT; i++) {
    device->endpoints[i].packet_size = 64;
    device->endpoints[i].room = -1;
    device->endpoints[i].taken = g_byte_array_new();
    g_queue_init(&device->endpoints[i].listeners);
  }
  if (model && model->create) device->model_state = model->create(device);
  return device;
}

void *device_state(Device *device) { return device->model_state; }

static void answer_free(gpointer answer) {
  GBytes *bytes = ((ControlAnswer *)answer)->bytes;
  if (bytes) g_bytes_unref(bytes);
  g_free(answer);
}

void device_reset(Device *device, const guint8 *bytes, int length) {
  for (int i = 0; i < ENDPOINT_COUNT; i++) {
    device->endpoints[i].room = -1;
    device->endpoints[i].errors = 0;
    device->endpoints[i].is_halted = FALSE;
    g_byte_array_set_size(device->endpoints[i].taken, 0);
  }
  for (gpointer answer; (answer = g_queue_pop_head(&device->answers));) answer_free(answer);
  g_byte_array_set_size(device->control_log, 0);
  device->kernel_driver[0] = 0;
  device->claim_delay_ms = 0;
  device->ioctl_count = device->empty_reap_count = 0;
  device->open_count = device->clear_halt_count = 0;
  memcpy(device->descriptors, bytes, length);
  device->descriptor_length = length;
  for (int i = 0; i + 6 < length && bytes[i] >= 2; i += bytes[i]) {
    if (bytes[i + 1] != 5) continue; /* an endpoint */
    int size = (bytes[i + 4] | bytes[i + 5] << 8) & 0x7FF;
    device->endpoints[endpoint_index(bytes[i + 2])].packet_size = MAX(1, size);
  }
}

/* ---- readiness: libusb waits until the node is writable. A plain file always is, and libusb would
   spin. A FIFO that is kept full is not; it is drained only while a URB can be reaped. ---------- */

static void update_readiness(Session *session) {
  static char block[4096];
  gboolean want_full = g_queue_is_empty(&session->ready);
  if (session->fifo < 0 || want_full == session->fifo_is_full) return;
  if (want_full) {
    while (write(session->fifo, block, sizeof block) > 0) {}
    while (write(session->fifo, block, 1) > 0) {}
  } else {
    while (read(session->fifo, block, sizeof block) > 0) {}
  }
  session->fifo_is_full = want_full;
}

/* ---- URBs --------------------------------------------------------------------------------- */

static struct usbdevfs_urb *fields_of(Urb *urb) { return (void *)urb->urb->data; }

static void complete(Session *session, Urb *urb, int status, int actual) {
  fields_of(urb)->status = status;
  fields_of(urb)->actual_length = actual;
  g_queue_push_tail(&session->ready, urb);
}

static void urb_free(Urb *urb) {
  g_object_unref(urb->urb);
  if (urb->buffer) g_object_unref(urb->buffer);
  g_free(urb);
}

/* A transfer ends with its buffer full or with a short packet; a packet that is larger than what is
   left of the buffer is an overflow. */
static gboolean give_in(Device *device, Urb *urb, InTransfer *in) {
  int packet = device->endpoints[endpoint_index(in->endpoint)].packet_size;
  int room = fields_of(urb)->buffer_length, length = (int)in->data->len;
  gboolean overflows = length > room && room % packet != 0;
  int given = overflows ? room - room % packet : MIN(length, room);
  if (given > 0 && urb->buffer) memcpy(urb->buffer->data, in->data->data, given);
  complete(device->session, urb, overflows ? -EOVERFLOW : 0, given);
  if (given < length && !overflows) {
    g_byte_array_remove_range(in->data, 0, given);
    return FALSE;
  }
  return TRUE;
}

static void tell_listeners(Device *device, int index, const guint8 *data, int length) {
  GString *line = g_string_new(NULL);
  for (int i = 0; i < length; i++) g_string_append_printf(line, "%02x", data[i]);
  g_string_append_c(line, '\n');
  for (GList *l = device->endpoints[index].listeners.head; l; l = l->next)
    (void)!send(GPOINTER_TO_INT(l->data), line->str, line->len, MSG_NOSIGNAL);
  g_string_free(line, TRUE);
}

/* Returns TRUE when the device has taken all of the URB. */
static gboolean take_out(Device *device, Urb *urb) {
  struct usbdevfs_urb *fields = fields_of(urb);
  int index = endpoint_index(fields->endpoint);
  int length = fields->buffer_length - urb->done;
  gint64 room = device->endpoints[index].room;
  if (room >= 0 && length > room) length = (int)room;
  if (length > 0 && urb->buffer) {
    guint8 *data = urb->buffer->data + urb->done;
    g_byte_array_append(device->endpoints[index].taken, data, length);
    tell_listeners(device, index, data, length);
    if (room >= 0) device->endpoints[index].room -= length;
    urb->done += length;
    if (device->model && device->model->out)
      device->model->out(device, fields->endpoint, data, length);
  }
  if (urb->done < fields->buffer_length) return FALSE;
  complete(device->session, urb, 0, urb->done);
  return TRUE;
}

static gboolean serve(Device *device, Urb *urb) {
  struct usbdevfs_urb *fields = fields_of(urb);
  if (fields->type == USBDEVFS_URB_TYPE_CONTROL) return FALSE; /* silence: until it is discarded */
  int index = endpoint_index(fields->endpoint);
  if (device->endpoints[index].is_halted) {
    complete(device->session, urb, -EPIPE, 0);
    return TRUE;
  }
  if (device->endpoints[index].errors > 0) {
    device->endpoints[index].errors--;
    complete(device->session, urb, -EPROTO, 0);
    return TRUE;
  }
  if (!(fields->endpoint & 0x80)) return take_out(device, urb);
  for (GList *l = device->incoming.head; l; l = l->next) {
    InTransfer *in = l->data;
    if (in->endpoint != fields->endpoint) continue;
    if (give_in(device, urb, in)) {
      g_queue_delete_link(&device->incoming, l);
      g_byte_array_unref(in->data);
      g_free(in);
    }
    return TRUE;
  }
  return FALSE;
}

/* Serves the pending URBs as far as the device can, in their order. */
void device_match(Device *device) {
  Session *session = device->session;
  if (!session) return;
  for (GList *l = session->pending.head, *next; l; l = next) {
    next = l->next;
    if (serve(device, l->data)) g_queue_delete_link(&session->pending, l);
  }
  update_readiness(session);
}

void device_queue_in(Device *device, guint8 endpoint, const guint8 *data, int length) {
  InTransfer *in = g_new0(InTransfer, 1);
  in->endpoint = endpoint;
  in->data = g_byte_array_new();
  g_byte_array_append(in->data, data, length);
  g_queue_push_tail(&device->incoming, in);
}

void device_halt(Device *device, guint8 endpoint) {
  device->endpoints[endpoint_index(endpoint)].is_halted = TRUE;
}

/* ---- control requests ----------------------------------------------------------------------- */

static int string_descriptor(const char *text, guint8 *out) {
  int length = 2 + 2 * (int)strlen(text);
  out[0] = length, out[1] = 3;
  for (int i = 2; i < length; i += 2) out[i] = text[i / 2 - 1], out[i + 1] = 0;
  return length;
}

static int get_descriptor(Device *device, guint8 type, guint8 index, guint8 *out) {
  const char *texts[] = {NULL, "Lianji", "Mocked device", device->serial};
  if (type == 1) {
    memcpy(out, device->descriptors, 18);
    return 18;
  }
  if (type == 3 && index == 0) {
    memcpy(out, (guint8[]){4, 3, 0x09, 0x04}, 4);
    return 4;
  }
  if (type == 3 && index < G_N_ELEMENTS(texts)) return string_descriptor(texts[index], out);
  return -EPIPE;
}

static ControlAnswer *answer_for(Device *device, const guint8 *setup) {
  for (GList *l = device->answers.head; l; l = l->next) {
    ControlAnswer *answer = l->data;
    gboolean fits = answer->value < 0 || answer->value == (setup[2] | setup[3] << 8);
    if (answer->type == setup[0] && answer->request == setup[1] && fits) return answer;
  }
  return NULL;
}

/* Returns the length of the answer, -EPIPE to refuse, or -EAGAIN for no answer at all. */
static int control(Device *device, const guint8 *setup, guint8 *answer, int room) {
  gboolean is_in = setup[0] & 0x80;
  if (device->model && device->model->control) {
    int length = device->model->control(device, setup, answer, room);
    if (length != -ENOSYS) return length;
  }
  ControlAnswer *canned = answer_for(device, setup);
  if (canned && canned->kind != ANSWER_BYTES)
    return canned->kind == ANSWER_STALL ? -EPIPE : -EAGAIN;
  if (!is_in) {
    g_byte_array_append(device->control_log, setup, 8 + (setup[6] | setup[7] << 8));
    return 0;
  }
  guint8 bytes[256];
  gconstpointer data = bytes;
  gsize length = 0;
  if (canned) {
    data = g_bytes_get_data(canned->bytes, &length);
  } else if ((setup[0] & 0x60) == 0 && setup[1] == 6) {
    int count = get_descriptor(device, setup[3], setup[2], bytes);
    if (count < 0) return count;
    length = count;
  } else {
    return -EPIPE;
  }
  length = MIN(length, (gsize)room);
  if (length) memcpy(answer, data, length);
  return (int)length;
}

/* ---- usbfs ---------------------------------------------------------------------------------- */

static void submit(Device *device, gpointer client, UMockdevIoctlData *argument) {
  struct usbdevfs_urb *fields = (void *)argument->data;
  Urb *urb = g_new0(Urb, 1);
  urb->urb = g_object_ref(argument);
  urb->client = client;
  if (fields->buffer_length) {
    gsize offset = (gsize)((char *)&fields->buffer - (char *)fields);
    UMockdevIoctlData *buffer =
        umockdev_ioctl_data_resolve(argument, offset, fields->buffer_length, NULL);
    urb->buffer = buffer ? g_object_ref(buffer) : NULL;
  }
  if (fields->type == USBDEVFS_URB_TYPE_CONTROL && urb->buffer) {
    guint8 *data = urb->buffer->data;
    int room = data[6] | data[7] << 8, length = control(device, data, data + 8, room);
    if (length != -EAGAIN) {
      int actual = data[0] & 0x80 ? MAX(length, 0) : room;
      complete(device->session, urb, MIN(length, 0), length < 0 ? 0 : actual);
      update_readiness(device->session);
      return;
    }
  }
  g_queue_push_tail(&device->session->pending, urb);
  device_match(device);
}

static int discard(Session *session, gpointer client, gulong address) {
  for (GList *l = session->pending.head; l; l = l->next) {
    Urb *urb = l->data;
    if (urb->urb->client_addr != address || urb->client != client) continue;
    g_queue_delete_link(&session->pending, l);
    complete(session, urb, -ENOENT, urb->done);
    update_readiness(session);
    return 0;
  }
  return EINVAL;
}

/* Setting the pointer makes umockdev write the URB and its buffer back to the client. */
static int reap(Session *session, gpointer client, UMockdevIoctlData *argument) {
  for (GList *l = session->ready.head; l; l = l->next) {
    Urb *urb = l->data;
    if (urb->client != client) continue;
    g_queue_delete_link(&session->ready, l);
    umockdev_ioctl_data_set_ptr(argument, 0, urb->urb);
    urb_free(urb);
    update_readiness(session);
    return 0;
  }
  session->device->empty_reap_count++;
  return session->is_alive ? EAGAIN : ENODEV;
}

static gboolean has_interface(Device *device, unsigned number) {
  const guint8 *bytes = device->descriptors;
  for (int i = 0; i + 2 < device->descriptor_length && bytes[i] >= 2; i += bytes[i])
    if (bytes[i + 1] == 4 && bytes[i + 2] == number) return TRUE;
  return FALSE;
}

static int claim(Device *device, gpointer client, unsigned number, gboolean detaches) {
  if (number >= G_N_ELEMENTS(device->claims) || !has_interface(device, number))
    return detaches ? EINVAL : ENOENT; /* as the kernel does */
  gboolean has_driver = device->kernel_driver[0] && !device->driver_is_detached;
  if (device->claims[number] && device->claims[number] != client) return EBUSY;
  if (has_driver && !detaches) return EBUSY;
  if (has_driver) device->driver_is_detached = TRUE;
  device->claims[number] = client;
  return 0;
}

static int release(Device *device, gpointer client, unsigned number) {
  if (number >= G_N_ELEMENTS(device->claims) || device->claims[number] != client) return EINVAL;
  device->claims[number] = NULL;
  return 0;
}

static void clear_halt(Device *device, guint8 endpoint) {
  device->endpoints[endpoint_index(endpoint)].is_halted = FALSE;
  device->clear_halt_count++;
}

static int driver_name(Device *device, struct usbdevfs_getdriver *answer) {
  if (!device->kernel_driver[0] || device->driver_is_detached) return ENODATA;
  g_strlcpy(answer->driver, device->kernel_driver, sizeof answer->driver);
  return 0;
}

static int handle(Device *device, Session *session, gpointer client, unsigned request,
                  UMockdevIoctlData *data) {
  guint8 *bytes = data ? data->data : NULL;
  unsigned number = bytes && data->data_len >= 4 ? *(guint32 *)bytes : 0;
  switch (request) {
  case (unsigned)USBDEVFS_GET_CAPABILITIES:
    *(guint32 *)bytes = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
                        USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
    return 0;
  case (unsigned)USBDEVFS_SUBMITURB: submit(device, client, data); return 0;
  case (unsigned)USBDEVFS_REAPURB:
  case (unsigned)USBDEVFS_REAPURBNDELAY: return reap(session, client, data);
  case (unsigned)USBDEVFS_GETDRIVER: return driver_name(device, (void *)bytes);
  case (unsigned)USBDEVFS_CLAIMINTERFACE: return claim(device, client, number, FALSE);
  case (unsigned)USBDEVFS_DISCONNECT_CLAIM: return claim(device, client, number, TRUE);
  case (unsigned)USBDEVFS_RELEASEINTERFACE: return release(device, client, number);
  case (unsigned)USBDEVFS_IOCTL: /* the kernel's driver: off, or on again */
    device->driver_is_detached =
        ((struct usbdevfs_ioctl *)bytes)->ioctl_code == (int)USBDEVFS_DISCONNECT;
    return 0;
  case (unsigned)USBDEVFS_CLEAR_HALT: clear_halt(device, number); return 0;
  case (unsigned)USBDEVFS_SETINTERFACE:
  case (unsigned)USBDEVFS_SETCONFIGURATION:
  case (unsigned)USBDEVFS_RESET:
  case (unsigned)USBDEVFS_RESETEP: return 0;
  default: return ENOTTY;
  }
}

static void client_closed(gpointer session, GObject *client);

/* The session during which the client opened the device: its first ioctl follows at once. umockdev
   has a signal for clients that close, and never sends it: but then it lets go of them. */
static Session *session_of(Device *device, UMockdevIoctlClient *client) {
  Session *session = g_object_get_data(G_OBJECT(client), "session");
  if (session || !device->session) return session;
  session = device->session;
  session->client_count++;
  device->open_count++;
  g_object_set_data(G_OBJECT(client), "session", session);
  g_object_weak_ref(G_OBJECT(client), client_closed, session);
  return session;
}

gboolean device_on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer context) {
  (void)base;
  Device *device = context;
  unsigned request = (unsigned)umockdev_ioctl_client_get_request(client);
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
  gboolean is_claim = request == (unsigned)USBDEVFS_DISCONNECT_CLAIM;
  if (is_claim && device->claim_delay_ms) g_usleep(1000UL * device->claim_delay_ms);
  g_mutex_lock(&device->lock);
  device->ioctl_count++;
  Session *session = session_of(device, client);
  gsize size = (request >> 16) & 0x3FFF;
  gboolean is_reap = request == (unsigned)USBDEVFS_REAPURB ||
                     request == (unsigned)USBDEVFS_REAPURBNDELAY;
  int error;
  if (!session || (!session->is_alive && !is_reap)) {
    error = ENODEV;
  } else if (request == (unsigned)USBDEVFS_DISCARDURB) {
    error = discard(session, client, *(gulong *)argument->data);
  } else {
    UMockdevIoctlData *data =
        size ? umockdev_ioctl_data_resolve(argument, 0, size, NULL) : NULL;
    error = handle(device, session, client, request, data);
  }
  g_mutex_unlock(&device->lock);
  umockdev_ioctl_client_complete(client, error ? -1 : 0, error);
  return TRUE;
}

static void drop_urbs(GQueue *queue, gpointer client) {
  for (GList *l = queue->head, *next; l; l = next) {
    next = l->next;
    Urb *urb = l->data;
    if (client && urb->client != client) continue;
    g_queue_delete_link(queue, l);
    urb_free(urb);
  }
}

static void free_if_unused(Session *session) {
  if (session->is_alive || session->client_count) return;
  drop_urbs(&session->ready, NULL);
  close(session->fifo);
  g_free(session);
}

/* What the kernel does when a program closes the device. */
static void client_closed(gpointer context, GObject *client) {
  Session *session = context;
  Device *device = session->device;
  g_mutex_lock(&device->lock);
  for (unsigned i = 0; i < G_N_ELEMENTS(device->claims); i++)
    if (device->claims[i] == client) device->claims[i] = NULL;
  drop_urbs(&session->pending, client);
  drop_urbs(&session->ready, client);
  update_readiness(session);
  session->client_count--;
  free_if_unused(session);
  g_mutex_unlock(&device->lock);
}

/* ---- plug and unplug ------------------------------------------------------------------------ */

void device_attach(Device *device, int fifo) {
  Session *session = g_new0(Session, 1);
  session->device = device;
  session->fifo = fifo;
  session->is_alive = TRUE;
  g_queue_init(&session->pending);
  g_queue_init(&session->ready);
  device->session = session;
  device->driver_is_detached = FALSE;
  memset(device->claims, 0, sizeof device->claims);
  update_readiness(session);
}

/* What was on its way is lost with the cable. */
void device_detach(Device *device) {
  Session *session = device->session;
  for (Urb *urb; (urb = g_queue_pop_head(&session->pending));)
    complete(session, urb, -ESHUTDOWN, urb->done);
  for (InTransfer *in; (in = g_queue_pop_head(&device->incoming)); g_free(in))
    g_byte_array_unref(in->data);
  for (int i = 0; i < ENDPOINT_COUNT; i++) device->endpoints[i].is_halted = FALSE;
  update_readiness(session);
  session->is_alive = FALSE;
  device->session = NULL;
  free_if_unused(session);
}
