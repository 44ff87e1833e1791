#pragma once
/* Mocked keyboards: input devices whose keys come from the control socket. */
#include <glib.h>

/* Puts a keyboard at /dev/input/eventNUMBER, with a link to it in /dev/input/by-id. FALSE when the
   number is out of range or in use. */
gboolean keyboard_plug(int number, const char *link_name);
/* Pulls it; FALSE when there is none. */
gboolean keyboard_unplug(int number);
/* Hands events to whoever has it open: whole `struct input_event`s. FALSE when there is none. */
gboolean keyboard_type(int number, const guint8 *events, int length);
/* Whether somebody has grabbed it; -1 when there is none. */
int keyboard_is_grabbed(int number);
/* Has grabs refused, as when another program has it. */
gboolean keyboard_refuse(int number, gboolean is_refused);
