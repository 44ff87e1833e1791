#define _GNU_SOURCE
#include "keyboard.h"

#include "bus.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/input.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEYBOARD_COUNT 10

typedef struct {
  UMockdevIoctlBase *handler; /* stays when the keyboard is pulled: clients may still ask */
  char *link;
  int fifo; /* what the keyboard's reader reads; -1 while unplugged */
  gboolean is_refused;
  gpointer grabber;
} Keyboard;

static GMutex lock;
static Keyboard keyboards[KEYBOARD_COUNT];

static Keyboard *plugged(int number) {
  if (number < 0 || number >= KEYBOARD_COUNT || !keyboards[number].handler) return NULL;
  return keyboards[number].fifo >= 0 ? &keyboards[number] : NULL;
}

static char *node_path(int number) {
  return g_strdup_printf("%s/dev/input/event%d", bus_root(), number);
}

static void grabber_closed(gpointer context, GObject *client) {
  Keyboard *keyboard = context;
  g_mutex_lock(&lock);
  if (keyboard->grabber == client) keyboard->grabber = NULL;
  g_mutex_unlock(&lock);
}

static int grab(Keyboard *keyboard, UMockdevIoctlClient *client, gulong wanted) {
  if (keyboard->fifo < 0) return ENODEV;
  if (!wanted) {
    if (keyboard->grabber != client) return EINVAL;
    keyboard->grabber = NULL;
    return 0;
  }
  if (keyboard->is_refused || keyboard->grabber) return EBUSY;
  keyboard->grabber = client;
  g_object_weak_ref(G_OBJECT(client), grabber_closed, keyboard);
  return 0;
}

static gboolean on_ioctl(UMockdevIoctlBase *base, UMockdevIoctlClient *client, gpointer context) {
  (void)base;
  gulong request = umockdev_ioctl_client_get_request(client);
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
  int error = ENOTTY;
  g_mutex_lock(&lock);
  if ((unsigned)request == (unsigned)EVIOCGRAB)
    error = grab(context, client, *(gulong *)argument->data);
  else if ((unsigned)request == (unsigned)EVIOCSCLOCKID)
    error = 0;
  g_mutex_unlock(&lock);
  umockdev_ioctl_client_complete(client, error ? -1 : 0, error);
  return TRUE;
}

/* A FIFO stands for the device: it is readable when there are keys, as the device would be. */
static gboolean make_node(int number, const char *link_name) {
  Keyboard *keyboard = &keyboards[number];
  g_autofree char *path = node_path(number);
  g_autofree char *folder = g_strdup_printf("%s/dev/input/by-id", bus_root());
  g_autofree char *target = g_strdup_printf("../event%d", number);
  g_mkdir_with_parents(folder, 0755);
  unlink(path);
  if (mkfifo(path, 0666)) return FALSE;
  chmod(path, 01666); /* umockdev takes a node with the sticky bit for a device */
  keyboard->fifo = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  g_free(keyboard->link);
  keyboard->link = g_build_filename(folder, link_name, NULL);
  unlink(keyboard->link);
  return keyboard->fifo >= 0 && symlink(target, keyboard->link) == 0;
}

gboolean keyboard_plug(int number, const char *link_name) {
  if (number < 0 || number >= KEYBOARD_COUNT || plugged(number)) return FALSE;
  Keyboard *keyboard = &keyboards[number];
  g_mutex_lock(&lock);
  keyboard->is_refused = FALSE;
  gboolean is_there = make_node(number, link_name);
  g_mutex_unlock(&lock);
  if (is_there && !keyboard->handler) {
    keyboard->handler = umockdev_ioctl_base_new();
    g_signal_connect(keyboard->handler, "handle-ioctl", G_CALLBACK(on_ioctl), keyboard);
    g_autofree char *node = g_strdup_printf("/dev/input/event%d", number);
    is_there = umockdev_testbed_attach_ioctl(bus_testbed(), node, keyboard->handler, NULL);
  }
  return is_there;
}

gboolean keyboard_unplug(int number) {
  Keyboard *keyboard = plugged(number);
  if (!keyboard) return FALSE;
  g_autofree char *path = node_path(number);
  g_mutex_lock(&lock);
  unlink(keyboard->link);
  unlink(path);
  close(keyboard->fifo); /* with no writer left, its reader sees the end */
  keyboard->fifo = -1;
  g_mutex_unlock(&lock);
  return TRUE;
}

gboolean keyboard_type(int number, const guint8 *events, int length) {
  Keyboard *keyboard = plugged(number);
  if (!keyboard) return FALSE;
  /* When nobody reads, keys are lost, as they are in the kernel. */
  if (write(keyboard->fifo, events, length) < 0 && errno != EAGAIN) return FALSE;
  return TRUE;
}

int keyboard_is_grabbed(int number) {
  Keyboard *keyboard = plugged(number);
  return keyboard ? keyboard->grabber != NULL : -1;
}

gboolean keyboard_refuse(int number, gboolean is_refused) {
  Keyboard *keyboard = plugged(number);
  if (keyboard) keyboard->is_refused = is_refused;
  return keyboard != NULL;
}
