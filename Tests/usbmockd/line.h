#pragma once
/* Printers behind the kernel's driver (usblp), and serial adapters: what ioctl says of /dev/usb/lpN
   and /dev/ttyUSBN.

   The bytes of such a node are the program's affair: it puts a pseudo terminal or what it likes at
   that path below UMOCKDEV_DIR. */
#include <glib.h>
#include <umockdev.h>

/* Obeys the commands of lines; FALSE for any other.

   line N                  makes /dev/usb/lpN known, N from 0 to 15
   line-status N HEX       what LPGETSTATUS gives; - for a device that is gone
   line-delay N MS         how long LPGETSTATUS takes
   line-state N            answers with the flag that LPABORT set last
   serial N                makes /dev/ttyUSBN known, N from 0 to 15
   serial-status N HEX     what TIOCMGET gives: 100 is DSR; - for a device that is gone
   serial-delay N MS       how long TIOCMGET takes */
gboolean line_obey(UMockdevTestbed *testbed, char **words, int count, GString *reply);
