#pragma once
/* Screens and keys of a board: what ioctl says of /dev/fbN and /dev/input/eventN.

   The bytes of such a node are the program's affair: it puts a file or a pseudo terminal at dev/fbN
   or dev/input/eventN below UMOCKDEV_DIR. */
#include <glib.h>
#include <umockdev.h>

/* Obeys the commands of panels; FALSE for any other.

   screen N WIDTH HEIGHT BITS LINE MEMORY
                            makes /dev/fbN known, N from 0 to 15; one bit a dot is MONO10
   screen-gone N            it is gone: ioctl says so
   input N NAME             makes /dev/input/eventN known, and a link to it as udev makes it:
                            /dev/input/by-path/platform-mockedN-event-kbd; NAME ends the line
   input-held N HELD        whether another program has grabbed it
   input-delay N MS         how long a grab takes
   input-state N            answers `grabbed 1` when it is grabbed */
gboolean panel_obey(UMockdevTestbed *testbed, char **words, int count, GString *reply);
