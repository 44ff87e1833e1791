#pragma once
/* The control socket: a line for each thing that happens in the mocked world, a line of answer.

   PORT is 1 to 9, EP an endpoint address in hexadecimal, HEX bytes without spaces, - for none.

   create PORT SERIAL HEX [MODEL]   a device with these descriptors, unplugged
   plug PORT, unplug PORT
   leave PORT, die PORT             half of unplug, which completes it: programs are told that the
                                    device has left; its transfers end
   deny PORT, allow PORT            whether programs may open it
   driver PORT NAME                 the kernel's driver of its interfaces; - for none
   slow-claim PORT MILLISECONDS     how long a claim takes
   in PORT EP HEX                   bytes from the device: one transfer
   stall PORT EP                    halts the endpoint until the halt is cleared
   error PORT EP COUNT              so many transfers fail as on a bad cable
   room PORT EP COUNT               what an OUT endpoint still takes before it holds; - for no limit
   taken PORT EP                    answers with what the OUT endpoint took, and forgets it
   listen PORT EP                   a line in HEX on this connection for all that it takes from now
   answer PORT TYPE REQUEST VALUE HEX|stall|silence
                                    what a control request gets; VALUE (wValue) - for any
   requests PORT                    answers with control requests to the device, and forgets them
   state PORT                       answers with counts, `name value` side by side

   Lines, screens and inputs: line.h, panel.h.

   The answer is `ok`, or what was asked for, or a line that begins with `error`. */
#include <glib.h>

/* Listens at a path; FALSE when it can't. */
gboolean control_listen(const char *path);
