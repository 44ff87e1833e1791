#include "panel.h"

#include <errno.h>
#include <linux/fb.h>
#include <linux/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NODE_COUNT 64

typedef struct {
  UMockdevIoctlBase *handler;
  gboolean is_gone;
  struct fb_var_screeninfo variable;
  struct fb_fix_screeninfo fixed;
} Screen;

typedef struct {
  UMockdevIoctlBase *handler;
  char name[80];
  gboolean is_held, is_grabbed;
  int delay_ms; /* before a grab is answered */
} Input;

static Screen screens[NODE_COUNT];
static Input inputs[NODE_COUNT];
static GMutex lock;

static gboolean answer(UMockdevIoctlClient *client, void *bytes, gsize length) {
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
  g_autoptr(UMockdevIoctlData) value = umockdev_ioctl_data_resolve(argument, 0, length, NULL);
  if (!value) return FALSE;
  umockdev_ioctl_data_update(value, 0, bytes, length);
  umockdev_ioctl_client_complete(client, 0, 0);
  return TRUE;
}

static gboolean fail(UMockdevIoctlClient *client, int code) {
  umockdev_ioctl_client_complete(client, -1, code);
  return TRUE;
}

static gboolean on_screen(UMockdevIoctlBase *handler, UMockdevIoctlClient *client,
                          Screen *screen) {
  (void)handler;
  gulong request = umockdev_ioctl_client_get_request(client);
  g_mutex_lock(&lock);
  Screen copy = *screen;
  g_mutex_unlock(&lock);
  if (copy.is_gone) return fail(client, ENODEV);
  if (request == FBIOGET_VSCREENINFO) return answer(client, &copy.variable, sizeof copy.variable);
  if (request == FBIOGET_FSCREENINFO) return answer(client, &copy.fixed, sizeof copy.fixed);
  return fail(client, EINVAL);
}

static gboolean grab(UMockdevIoctlClient *client, Input *input) {
  UMockdevIoctlData *argument = umockdev_ioctl_client_get_arg(client);
  gboolean wants = *(void **)argument->data != NULL;
  g_mutex_lock(&lock);
  gboolean is_held = input->is_held;
  int delay_ms = input->delay_ms;
  if (!is_held) input->is_grabbed = wants;
  g_mutex_unlock(&lock);
  if (delay_ms) g_usleep(1000UL * (gulong)delay_ms);
  if (is_held) return fail(client, EBUSY);
  umockdev_ioctl_client_complete(client, 0, 0);
  return TRUE;
}

static gboolean on_input(UMockdevIoctlBase *handler, UMockdevIoctlClient *client, Input *input) {
  (void)handler;
  gulong request = umockdev_ioctl_client_get_request(client);
  if (request == EVIOCGRAB) return grab(client, input);
  if (request == EVIOCSCLOCKID) return fail(client, EINVAL);
  if (_IOC_TYPE(request) != 'E' || _IOC_NR(request) != _IOC_NR(EVIOCGNAME(0))) return FALSE;
  gsize room = _IOC_SIZE(request), length = strlen(input->name) + 1;
  return answer(client, input->name, MIN(room, length));
}

static gboolean attach(UMockdevTestbed *testbed, const char *node, const char *link,
                       UMockdevIoctlBase **handler, GCallback callback, gpointer context) {
  if (*handler) return TRUE;
  g_autoptr(GError) error = NULL;
  *handler = umockdev_ioctl_base_new();
  g_signal_connect(*handler, "handle-ioctl", callback, context);
  /* Who opens the link asks at the link's own path. */
  if (umockdev_testbed_attach_ioctl(testbed, node, *handler, &error)
      && (!link || umockdev_testbed_attach_ioctl(testbed, link, *handler, &error)))
    return TRUE;
  fprintf(stderr, "usbmockd: %s\n", error->message);
  g_clear_object(handler);
  return FALSE;
}

static struct fb_bitfield bitfield(unsigned offset, unsigned length) {
  return (struct fb_bitfield){.offset = offset, .length = length};
}

static gboolean make_screen(UMockdevTestbed *testbed, int number, char **words) {
  Screen *screen = &screens[number];
  int bits = atoi(words[4]);
  g_mutex_lock(&lock);
  screen->is_gone = FALSE;
  screen->variable = (struct fb_var_screeninfo){
      .xres = (unsigned)atoi(words[2]), .yres = (unsigned)atoi(words[3]),
      .bits_per_pixel = (unsigned)bits};
  screen->fixed = (struct fb_fix_screeninfo){
      .id = "mocked", .type = FB_TYPE_PACKED_PIXELS, .line_length = (unsigned)atoi(words[5]),
      .smem_len = (unsigned)strtoul(words[6], NULL, 10),
      .visual = bits == 1 ? FB_VISUAL_MONO10 : bits == 8 ? FB_VISUAL_PSEUDOCOLOR
                                                         : FB_VISUAL_TRUECOLOR};
  struct fb_var_screeninfo *variable = &screen->variable;
  variable->red = bits == 16 ? bitfield(11, 5) : bits > 16 ? bitfield(16, 8) : bitfield(0, 1);
  variable->green = bits == 16 ? bitfield(5, 6) : bits > 16 ? bitfield(8, 8) : bitfield(0, 1);
  variable->blue = bits == 16 ? bitfield(0, 5) : bits > 16 ? bitfield(0, 8) : bitfield(0, 1);
  g_mutex_unlock(&lock);
  g_autofree char *node = g_strdup_printf("/dev/fb%d", number);
  return attach(testbed, node, NULL, &screen->handler, G_CALLBACK(on_screen), screen);
}

static gboolean make_input(UMockdevTestbed *testbed, int number, char **name) {
  Input *input = &inputs[number];
  g_autofree char *text = g_strjoinv(" ", name);
  g_mutex_lock(&lock);
  g_strlcpy(input->name, text, sizeof input->name);
  input->is_held = input->is_grabbed = FALSE;
  input->delay_ms = 0;
  g_mutex_unlock(&lock);
  g_autofree char *node = g_strdup_printf("/dev/input/event%d", number);
  g_autofree char *link =
      g_strdup_printf("/dev/input/by-path/platform-mocked%d-event-kbd", number);
  return attach(testbed, node, link, &input->handler, G_CALLBACK(on_input), input);
}

gboolean panel_obey(UMockdevTestbed *testbed, char **words, int count, GString *reply) {
  if (!g_str_has_prefix(words[0], "screen") && !g_str_has_prefix(words[0], "input")) return FALSE;
  int number = count >= 2 ? atoi(words[1]) : -1;
  gboolean is_known = number >= 0 && number < NODE_COUNT;
  if (is_known && !strcmp(words[0], "screen") && count >= 7) {
    is_known = make_screen(testbed, number, words);
  } else if (is_known && !strcmp(words[0], "screen-gone")) {
    g_mutex_lock(&lock);
    screens[number].is_gone = TRUE;
    g_mutex_unlock(&lock);
  } else if (is_known && !strcmp(words[0], "input") && count >= 3) {
    is_known = make_input(testbed, number, words + 2);
  } else if (is_known && !strcmp(words[0], "input-held") && count >= 3) {
    g_mutex_lock(&lock);
    inputs[number].is_held = atoi(words[2]) != 0;
    g_mutex_unlock(&lock);
  } else if (is_known && !strcmp(words[0], "input-delay") && count >= 3) {
    g_mutex_lock(&lock);
    inputs[number].delay_ms = atoi(words[2]);
    g_mutex_unlock(&lock);
  } else if (is_known && !strcmp(words[0], "input-state")) {
    g_mutex_lock(&lock);
    g_string_printf(reply, "grabbed %d", inputs[number].is_grabbed);
    g_mutex_unlock(&lock);
  } else {
    is_known = FALSE;
  }
  if (!is_known) g_string_assign(reply, "error: no such panel or command");
  return TRUE;
}
