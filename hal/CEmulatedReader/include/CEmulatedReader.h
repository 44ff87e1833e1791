#pragma once
/* A card reader for pcscd that is played by another program: an IFD handler which passes every call
   on over a Unix socket. pcscd loads it as a shared object; DEVICENAME is the socket's path, on
   which the program that plays the reader listens before pcscd starts.

   Each slot has two connections. The handler says first what one is for: two bytes, 'C' or 'E' and
   the number of the slot.

   'C', commands. The player answers the greeting with the number of its slots, one byte. Then, for
   each call: kind (1), length of the body (4, big-endian), body; and back: result (1), length (4),
   body. Calls and bodies:
     'U' cold reset, 'W' warm reset    back: the answer to reset
     'D' power down
     'P' protocol (1): use it
     'T' protocol (1), command         back: the card's answer
     'K' control code (4), bytes       back: bytes

   'E', events. The player sends one byte at once and one at each change: 0 empty, 1 a card is in,
   2 the device is gone. */

enum emulated_reader_result {
  EMULATED_READER_DONE = 0,
  EMULATED_READER_GARBLED = 1,
  EMULATED_READER_CARD_SILENT = 2,
  EMULATED_READER_GONE = 3,
  EMULATED_READER_CARD_MUTE = 4,
  EMULATED_READER_PROTOCOL_REFUSED = 5,
  EMULATED_READER_NOT_SUPPORTED = 6,
  EMULATED_READER_EMPTY = 7,
};

enum emulated_reader_presence {
  EMULATED_READER_SLOT_EMPTY = 0,
  EMULATED_READER_SLOT_TAKEN = 1,
  EMULATED_READER_DEVICE_GONE = 2,
};
