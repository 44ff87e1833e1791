#include "line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_COUNT 16
#define LPABORT 0x0604
#define LPGETSTATUS 0x060b

typedef struct {
  UMockdevIoctlBase *handler;
  int status; /* -1 when the device is gone */
  int aborts;
} Line;

static Line lines[LINE_COUNT];
static GMutex lock;

static gboolean on_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, Line *line) {
  (void)handler;
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
  gulong request = umockdev_ioctl_client_get_request(client);
  g_mutex_lock(&lock);
  int status = line->status;
  if (request == LPABORT) line->aborts = (int)(glong)argument->data[0];
  g_mutex_unlock(&lock);
  if (status < 0) {
    umockdev_ioctl_client_complete(client, -1, ENODEV);
    return TRUE;
  }
  if (request == LPABORT) {
    umockdev_ioctl_client_complete(client, 0, 0);
    return TRUE;
  }
  if (request != LPGETSTATUS) return FALSE;
  g_autoptr(UMockdevIoctlData) value =
      umockdev_ioctl_data_resolve(argument, 0, sizeof status, NULL);
  if (!value) return FALSE;
  umockdev_ioctl_data_update(value, 0, (guint8 *)&status, sizeof status);
  umockdev_ioctl_client_complete(client, 0, 0);
  return TRUE;
}

static gboolean make(UMockdevTestbed *testbed, int number) {
  Line *line = &lines[number];
  if (line->handler) return TRUE;
  g_autofree char *node = g_strdup_printf("/dev/usb/lp%d", number);
  g_autoptr(GError) error = NULL;
  line->handler = umockdev_ioctl_base_new();
  g_signal_connect(line->handler, "handle-ioctl", G_CALLBACK(on_ioctl), line);
  if (umockdev_testbed_attach_ioctl(testbed, node, line->handler, &error)) return TRUE;
  fprintf(stderr, "usbmockd: %s\n", error->message);
  g_clear_object(&line->handler);
  return FALSE;
}

gboolean line_obey(UMockdevTestbed *testbed, char **words, int count, GString *reply) {
  if (!g_str_has_prefix(words[0], "line")) return FALSE;
  int number = count >= 2 ? atoi(words[1]) : -1;
  gboolean is_known = number >= 0 && number < LINE_COUNT;
  g_mutex_lock(&lock);
  if (is_known && !strcmp(words[0], "line")) {
    lines[number].status = 0x18;
    lines[number].aborts = 0;
    is_known = make(testbed, number);
  } else if (is_known && !strcmp(words[0], "line-status") && count >= 3) {
    lines[number].status = strcmp(words[2], "-") ? (int)strtoul(words[2], NULL, 16) : -1;
  } else if (is_known && !strcmp(words[0], "line-state")) {
    g_string_printf(reply, "aborts %d", lines[number].aborts);
  } else {
    is_known = FALSE;
  }
  g_mutex_unlock(&lock);
  if (!is_known) g_string_assign(reply, "error: no such line or command");
  return TRUE;
}
