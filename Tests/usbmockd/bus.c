#define _GNU_SOURCE
#include "bus.h"

#include "models.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HUB "/devices/pci0000:00/0000:00:14.0/usb1"
#define PORT_COUNT 9
#define SMART_CARD_CLASS 0x0B

static UMockdevTestbed *testbed;
static char *root;
static GMutex lock; /* one change of the bus at a time */
static Device *devices[PORT_COUNT + 1];
static gboolean is_denied[PORT_COUNT + 1];

/* The root hub has address 1. */
static int address_of(const Device *device) { return device->port + 1; }

static char *node_of(const Device *device) {
  return g_strdup_printf("/dev/bus/usb/001/%03d", address_of(device));
}

static char *node_path(const Device *device) {
  g_autofree char *node = node_of(device);
  return g_build_filename(root, node, NULL);
}

gboolean bus_open(void) {
  testbed = umockdev_testbed_new();
  if (testbed) root = umockdev_testbed_get_root_dir(testbed);
  return root != NULL;
}

UMockdevTestbed *bus_testbed(void) { return testbed; }

void bus_close(void) { g_clear_object(&testbed); }

const char *bus_root(void) { return root; }

Device *bus_device(int port) {
  return port >= 1 && port <= PORT_COUNT ? devices[port] : NULL;
}

Device *bus_create(int port, const char *model_name) {
  const DeviceModel *model = NULL;
  for (int i = 0; model_name && device_models[i]; i++)
    if (!strcmp(device_models[i]->name, model_name)) model = device_models[i];
  if (port < 1 || port > PORT_COUNT || (model_name && !model)) return NULL;
  g_mutex_lock(&lock);
  Device *device = devices[port];
  if (!device) {
    device = device_new(port, model);
    UMockdevIoctlBase *handler = umockdev_ioctl_base_new();
    g_signal_connect(handler, "handle-ioctl", G_CALLBACK(device_on_ioctl), device);
    g_autofree char *node = node_of(device);
    g_autoptr(GError) error = NULL;
    if (umockdev_testbed_attach_ioctl(testbed, node, handler, &error)) {
      devices[port] = device;
    } else {
      fprintf(stderr, "usbmockd: %s\n", error->message);
      device = NULL;
    }
  }
  g_mutex_unlock(&lock);
  return device;
}

/* A new FIFO in the place of the node: see `update_readiness`. */
static int replace_node(Device *device) {
  g_autofree char *path = node_path(device);
  unlink(path);
  if (mkfifo(path, 0666)) perror("usbmockd: mkfifo");
  chmod(path, 0666);
  int fifo = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  fcntl(fifo, F_SETPIPE_SZ, 4096);
  /* umockdev takes a node with the sticky bit for one that it made. */
  chmod(path, is_denied[device->port] ? 01000 : 01666);
  return fifo;
}

/* The device as the kernel would publish it, but for its type: without that libusb ignores it, and
   it must not open the node before the FIFO is there. */
static char *device_text(Device *device) {
  const guint8 *d = device->descriptors;
  int address = address_of(device), vendor = d[8] | d[9] << 8, product = d[10] | d[11] << 8;
  GString *s = g_string_new(NULL);
  g_string_append_printf(
      s,
      "P: " HUB "/1-%d\nN: bus/usb/001/%03d\nE: DRIVER=usb\nE: BUSNUM=001\nE: DEVNUM=%03d\n"
      "E: MAJOR=189\nE: MINOR=%d\nE: PRODUCT=%x/%x/100\nE: TYPE=%d/%d/%d\nE: SUBSYSTEM=usb\n"
      "E: DEVNAME=/dev/bus/usb/001/%03d\nA: busnum=1\\n\nA: devnum=%d\\n\nA: devpath=%d\\n\n"
      "A: speed=12\\n\nA: idVendor=%04x\\n\nA: idProduct=%04x\\n\nA: bConfigurationValue=1\\n\n"
      "A: bNumConfigurations=1\\n\nA: bDeviceClass=%02x\\n\nA: manufacturer=Lianji\\n\n"
      "A: product=Mocked device\\n\nA: serial=%s\\n\nH: descriptors=",
      device->port, address, address, address - 1, vendor, product, d[4], d[5], d[6], address,
      address, device->port, vendor, product, d[4], device->serial);
  for (int i = 0; i < device->descriptor_length; i++) g_string_append_printf(s, "%02X", d[i]);
  const guint8 *interface = d + 18 + 9;
  g_string_append_printf(
      s,
      "\n\nP: " HUB "/1-%d/1-%d:1.0\nE: DEVTYPE=usb_interface\nE: SUBSYSTEM=usb\n"
      "E: PRODUCT=%x/%x/100\nE: INTERFACE=%u/%u/%u\nA: bInterfaceNumber=00\\n\n"
      "A: bInterfaceClass=%02x\\n\nA: bAlternateSetting= 0\\n\nA: bNumEndpoints=%02x\\n\n",
      device->port, device->port, vendor, product, interface[5], interface[6], interface[7],
      interface[5], interface[4]);
  return g_string_free(s, FALSE);
}

void bus_plug(Device *device) {
  g_mutex_lock(&lock);
  if (!device->session && device->descriptor_length >= 18 + 9 + 9) {
    g_autofree char *text = device_text(device);
    g_autofree char *path = g_strdup_printf("/sys" HUB "/1-%d", device->port);
    g_autoptr(GError) error = NULL;
    if (!umockdev_testbed_add_from_string(testbed, text, &error)) {
      fprintf(stderr, "usbmockd: %s\n", error->message);
      exit(1);
    }
    g_mutex_lock(&device->lock);
    device_attach(device, replace_node(device));
    g_mutex_unlock(&device->lock);
    umockdev_testbed_set_property(testbed, path, "DEVTYPE", "usb_device");
    umockdev_testbed_uevent(testbed, path, "add");
    /* pcscd waits for the interface, and wants the device to be there by then. Nobody else looks at
       it, and each event may meet a listener that is just going, which ends the mock. */
    if (device->descriptors[18 + 9 + 5] == SMART_CARD_CLASS) {
      g_autofree char *interface = g_strdup_printf("%s/1-%d:1.0", path, device->port);
      umockdev_testbed_uevent(testbed, interface, "add");
    }
  }
  g_mutex_unlock(&lock);
}

/* With the bus locked. */
static void end_session(Device *device) {
  g_mutex_lock(&device->lock);
  if (device->session) device_detach(device);
  g_mutex_unlock(&device->lock);
}

/* The kernel's order: interface, then device. remove_device sends no uevent itself. */
static void tell_removal(Device *device) {
  g_autofree char *path = g_strdup_printf("/sys" HUB "/1-%d", device->port);
  g_autofree char *interface = g_strdup_printf("%s/1-%d:1.0", path, device->port);
  umockdev_testbed_uevent(testbed, interface, "remove");
  umockdev_testbed_uevent(testbed, path, "remove");
  umockdev_testbed_remove_device(testbed, interface);
  umockdev_testbed_remove_device(testbed, path);
}

void bus_unplug(Device *device) {
  g_mutex_lock(&lock);
  gboolean is_told = device->is_half_unplugged && device->session;
  if (device->session || device->is_half_unplugged) {
    end_session(device);
    if (!is_told) tell_removal(device);
  }
  device->is_half_unplugged = FALSE;
  g_mutex_unlock(&lock);
}

void bus_begin_unplug(Device *device, gboolean is_told_first) {
  g_mutex_lock(&lock);
  if (device->session && !device->is_half_unplugged) {
    if (is_told_first) tell_removal(device);
    else end_session(device);
    device->is_half_unplugged = TRUE;
  }
  g_mutex_unlock(&lock);
}

void bus_allow(Device *device, gboolean is_allowed) {
  g_mutex_lock(&lock);
  is_denied[device->port] = !is_allowed;
  g_autofree char *path = node_path(device);
  if (device->session) chmod(path, is_allowed ? 01666 : 01000);
  g_mutex_unlock(&lock);
}
