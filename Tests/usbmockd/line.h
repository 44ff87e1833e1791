#pragma once
/* Printers behind the kernel's driver (usblp): what ioctl says of /dev/usb/lpN.

   The bytes of such a node are the program's affair: it puts a pseudo terminal or what it likes at
   dev/usb/lpN below UMOCKDEV_DIR. */
#include <glib.h>
#include <umockdev.h>

/* Obeys the commands of lines; FALSE for any other.

   line N                  makes /dev/usb/lpN known, N from 0 to 15
   line-status N HEX       what LPGETSTATUS gives; - for a device that is gone
   line-state N            answers with the flag that LPABORT set last */
gboolean line_obey(UMockdevTestbed *testbed, char **words, int count, GString *reply);
