#define _GNU_SOURCE
#include "control.h"

#include "bus.h"
#include "line.h"
#include "panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define WORD_LIMIT 8

typedef struct {
  char **words;
  int count, connection;
  GString *reply;
} Command;

typedef struct {
  const char *name;
  int word_count; /* with the name; those behind are optional */
  void (*obey)(Device *device, Command *command);
} CommandRule;

static GByteArray *bytes_of(const char *hex) {
  GByteArray *bytes = g_byte_array_new();
  if (!strcmp(hex, "-")) return bytes;
  for (gsize i = 0; hex[i] && hex[i + 1]; i += 2) {
    guint8 byte = (guint8)(g_ascii_xdigit_value(hex[i]) << 4 | g_ascii_xdigit_value(hex[i + 1]));
    g_byte_array_append(bytes, &byte, 1);
  }
  return bytes;
}

static guint8 endpoint_of(Command *command) {
  return (guint8)strtoul(command->words[2], NULL, 16);
}

static void append_hex(GString *text, GByteArray *bytes) {
  for (guint i = 0; i < bytes->len; i++) g_string_append_printf(text, "%02x", bytes->data[i]);
  g_byte_array_set_size(bytes, 0);
}

static void plug(Device *device, Command *command) { (void)command, bus_plug(device); }
static void unplug(Device *device, Command *command) { (void)command, bus_unplug(device); }
static void leave(Device *device, Command *command) {
  (void)command, bus_begin_unplug(device, TRUE);
}
static void die(Device *device, Command *command) {
  (void)command, bus_begin_unplug(device, FALSE);
}
static void deny(Device *device, Command *command) { (void)command, bus_allow(device, FALSE); }
static void allow(Device *device, Command *command) { (void)command, bus_allow(device, TRUE); }

/* The rest is obeyed with the device locked. */

static void driver(Device *device, Command *command) {
  const char *name = command->words[2];
  g_strlcpy(device->kernel_driver, strcmp(name, "-") ? name : "", sizeof device->kernel_driver);
  device->driver_is_detached = FALSE;
}

static void slow_claim(Device *device, Command *command) {
  device->claim_delay_ms = atoi(command->words[2]);
}

static void in(Device *device, Command *command) {
  g_autoptr(GByteArray) bytes = bytes_of(command->words[3]);
  device_queue_in(device, endpoint_of(command), bytes->data, (int)bytes->len);
}

static void stall(Device *device, Command *command) { device_halt(device, endpoint_of(command)); }

static void error(Device *device, Command *command) {
  device->endpoints[endpoint_index(endpoint_of(command))].errors = atoi(command->words[3]);
}

static void room(Device *device, Command *command) {
  const char *count = command->words[3];
  device->endpoints[endpoint_index(endpoint_of(command))].room =
      strcmp(count, "-") ? g_ascii_strtoll(count, NULL, 10) : -1;
}

static void taken(Device *device, Command *command) {
  append_hex(command->reply, device->endpoints[endpoint_index(endpoint_of(command))].taken);
}

static void listen_out(Device *device, Command *command) {
  g_queue_push_tail(&device->endpoints[endpoint_index(endpoint_of(command))].listeners,
                    GINT_TO_POINTER(command->connection));
}

static void answer(Device *device, Command *command) {
  char **words = command->words;
  ControlAnswer *answer = g_new0(ControlAnswer, 1);
  answer->type = (guint8)strtoul(words[2], NULL, 16);
  answer->request = (guint8)strtoul(words[3], NULL, 16);
  answer->value = strcmp(words[4], "-") ? (int)strtoul(words[4], NULL, 16) : -1;
  if (!strcmp(words[5], "stall")) answer->kind = ANSWER_STALL;
  else if (!strcmp(words[5], "silence")) answer->kind = ANSWER_SILENCE;
  else answer->bytes = g_byte_array_free_to_bytes(bytes_of(words[5]));
  g_queue_push_head(&device->answers, answer); /* the newest wins */
}

static void requests(Device *device, Command *command) {
  append_hex(command->reply, device->control_log);
}

static void state(Device *device, Command *command) {
  int claims = 0;
  for (unsigned i = 0; i < G_N_ELEMENTS(device->claims); i++) claims += device->claims[i] != NULL;
  g_string_printf(
      command->reply,
      "plugged %d clients %d claims %d pending %d detached %d clears %lu opens %lu ioctls %lu "
      "empty-reaps %lu",
      device->session != NULL, device->session ? device->session->client_count : 0, claims,
      device->session ? (int)device->session->pending.length : 0, device->driver_is_detached,
      device->clear_halt_count, device->open_count, device->ioctl_count,
      device->empty_reap_count);
}

/* Those of the bus take the device's lock themselves. */
static const CommandRule bus_rules[] = {
    {"plug", 2, plug}, {"unplug", 2, unplug}, {"leave", 2, leave},
    {"die", 2, die},   {"deny", 2, deny},     {"allow", 2, allow}};
static const CommandRule device_rules[] = {
    {"driver", 3, driver},     {"slow-claim", 3, slow_claim}, {"in", 4, in},
    {"stall", 3, stall},       {"error", 4, error},           {"room", 4, room},
    {"taken", 3, taken},       {"listen", 3, listen_out},     {"answer", 6, answer},
    {"requests", 2, requests}, {"state", 2, state}};

static const CommandRule *rule_of(const CommandRule *rules, gsize count, Command *command) {
  for (gsize i = 0; i < count; i++)
    if (!strcmp(rules[i].name, command->words[0]))
      return command->count >= rules[i].word_count ? &rules[i] : NULL;
  return NULL;
}

static void create(Command *command) {
  char **words = command->words;
  g_autoptr(GByteArray) bytes = command->count >= 4 ? bytes_of(words[3]) : NULL;
  Device *device = NULL;
  if (bytes && bytes->len >= 18 + 9 + 9 && bytes->len <= DESCRIPTOR_LIMIT)
    device = bus_create(atoi(words[1]), command->count > 4 ? words[4] : NULL);
  if (!device) {
    g_string_assign(command->reply, "error: no such port or model, or descriptors too short");
    return;
  }
  bus_unplug(device);
  g_mutex_lock(&device->lock);
  g_strlcpy(device->serial, words[2], sizeof device->serial);
  device_reset(device, bytes->data, (int)bytes->len);
  g_mutex_unlock(&device->lock);
}

static void obey(Command *command) {
  g_string_assign(command->reply, "ok");
  if (!strcmp(command->words[0], "create")) return create(command);
  if (line_obey(bus_testbed(), command->words, command->count, command->reply)) return;
  if (panel_obey(bus_testbed(), command->words, command->count, command->reply)) return;
  Device *device = command->count >= 2 ? bus_device(atoi(command->words[1])) : NULL;
  if (!device) {
    g_string_assign(command->reply, "error: no device at that port");
    return;
  }
  const CommandRule *rule = rule_of(bus_rules, G_N_ELEMENTS(bus_rules), command);
  if (rule) return rule->obey(device, command);
  g_mutex_lock(&device->lock);
  rule = rule_of(device_rules, G_N_ELEMENTS(device_rules), command);
  if (rule) {
    if (rule->obey == taken || rule->obey == requests) g_string_assign(command->reply, "");
    rule->obey(device, command);
  } else if (!device->model || !device->model->command ||
             !device->model->command(device, command->words, command->reply)) {
    g_string_assign(command->reply, "error: no such command");
  }
  device_match(device);
  g_mutex_unlock(&device->lock);
}

static void forget_listener(int connection) {
  for (int port = 1; port <= 9; port++) {
    Device *device = bus_device(port);
    if (!device) continue;
    g_mutex_lock(&device->lock);
    for (int i = 0; i < ENDPOINT_COUNT; i++)
      g_queue_remove_all(&device->endpoints[i].listeners, GINT_TO_POINTER(connection));
    g_mutex_unlock(&device->lock);
  }
}

static gpointer serve(gpointer context) {
  int connection = GPOINTER_TO_INT(context);
  FILE *stream = fdopen(connection, "r");
  char *line = NULL;
  size_t room = 0;
  g_autoptr(GString) reply = g_string_new(NULL);
  while (stream && getline(&line, &room, stream) > 0) {
    g_auto(GStrv) words = g_strsplit(g_strchomp(line), " ", WORD_LIMIT);
    Command command = {words, (int)g_strv_length(words), connection, reply};
    if (command.count) obey(&command);
    g_string_append_c(reply, '\n');
    if (send(connection, reply->str, reply->len, MSG_NOSIGNAL) < 0) break;
  }
  forget_listener(connection);
  free(line);
  if (stream) fclose(stream);
  return NULL;
}

static gpointer accept_all(gpointer context) {
  int listener = GPOINTER_TO_INT(context), connection;
  while ((connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    g_thread_unref(g_thread_new("control", serve, GINT_TO_POINTER(connection)));
  return NULL;
}

gboolean control_listen(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (g_strlcpy(address.sun_path, path, sizeof address.sun_path) >= sizeof address.sun_path)
    return FALSE;
  int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) ||
      listen(listener, 16))
    return FALSE;
  g_thread_unref(g_thread_new("listen", accept_all, GINT_TO_POINTER(listener)));
  return TRUE;
}
