#pragma once
/* libpcsclite, and what Swift can't import of it: macros with casts, addresses and arguments. */
#include <PCSC/winscard.h>
#include <PCSC/reader.h>

/* The code of a reader's own command: SCARD_CTL_CODE with an argument. */
static inline DWORD pcsc_control_code(DWORD code) { return SCARD_CTL_CODE(code); }

/* What SCardTransmit wants to be told about the protocol that SCardConnect gave. */
static inline const SCARD_IO_REQUEST *pcsc_protocol_header(DWORD protocol) {
  return protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0
         : protocol == SCARD_PROTOCOL_T1 ? SCARD_PCI_T1
                                         : SCARD_PCI_RAW;
}
