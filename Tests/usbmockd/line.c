#include "line.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#define LINE_COUNT 16
#define LPABORT 0x0604
#define LPGETSTATUS 0x060b

typedef struct {
  UMockdevIoctlBase *handler;
  gboolean is_serial;
  int status; /* what LPGETSTATUS or TIOCMGET gives; -1 when the device is gone */
  int delay_ms; /* before that is answered */
  int aborts;
} Line;

static Line printers[LINE_COUNT], serials[LINE_COUNT];
static GMutex lock;

static gboolean on_ioctl(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, Line *line) {
  (void)handler;
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
  gulong request = umockdev_ioctl_client_get_request(client);
  gboolean is_question = request == (line->is_serial ? TIOCMGET : LPGETSTATUS);
  g_mutex_lock(&lock);
  int status = line->status, delay_ms = line->delay_ms;
  if (request == LPABORT) line->aborts = (int)(glong)argument->data[0];
  g_mutex_unlock(&lock);
  if (is_question && delay_ms) g_usleep(1000UL * (gulong)delay_ms);
  if (status < 0) {
    umockdev_ioctl_client_complete(client, -1, ENODEV);
    return TRUE;
  }
  if (request == LPABORT || request == TIOCEXCL || request == TIOCNXCL) {
    umockdev_ioctl_client_complete(client, 0, 0);
    return TRUE;
  }
  if (!is_question) return FALSE;
  g_autoptr(UMockdevIoctlData) value =
      umockdev_ioctl_data_resolve(argument, 0, sizeof status, NULL);
  if (!value) return FALSE;
  umockdev_ioctl_data_update(value, 0, (guint8 *)&status, sizeof status);
  umockdev_ioctl_client_complete(client, 0, 0);
  return TRUE;
}

static gboolean make(UMockdevTestbed *testbed, Line *line, gboolean is_serial, int number) {
  line->is_serial = is_serial;
  line->status = is_serial ? TIOCM_DSR : 0x18;
  line->aborts = line->delay_ms = 0;
  if (line->handler) return TRUE;
  g_autofree char *node = g_strdup_printf(is_serial ? "/dev/ttyUSB%d" : "/dev/usb/lp%d", number);
  g_autoptr(GError) error = NULL;
  line->handler = umockdev_ioctl_base_new();
  g_signal_connect(line->handler, "handle-ioctl", G_CALLBACK(on_ioctl), line);
  if (umockdev_testbed_attach_ioctl(testbed, node, line->handler, &error)) return TRUE;
  fprintf(stderr, "usbmockd: %s\n", error->message);
  g_clear_object(&line->handler);
  return FALSE;
}

gboolean line_obey(UMockdevTestbed *testbed, char **words, int count, GString *reply) {
  gboolean is_serial = g_str_has_prefix(words[0], "serial");
  if (!is_serial && !g_str_has_prefix(words[0], "line")) return FALSE;
  const char *command = words[0] + strlen(is_serial ? "serial" : "line");
  int number = count >= 2 ? atoi(words[1]) : -1;
  gboolean is_known = number >= 0 && number < LINE_COUNT;
  Line *line = is_known ? &(is_serial ? serials : printers)[number] : NULL;
  g_mutex_lock(&lock);
  if (is_known && !*command) {
    is_known = make(testbed, line, is_serial, number);
  } else if (is_known && !strcmp(command, "-status") && count >= 3) {
    line->status = strcmp(words[2], "-") ? (int)strtoul(words[2], NULL, 16) : -1;
  } else if (is_known && !strcmp(command, "-delay") && count >= 3) {
    line->delay_ms = atoi(words[2]);
  } else if (is_known && !strcmp(command, "-state")) {
    g_string_printf(reply, "aborts %d", line->aborts);
  } else {
    is_known = FALSE;
  }
  g_mutex_unlock(&lock);
  if (!is_known) g_string_assign(reply, "error: no such line or command");
  return TRUE;
}
