#include "include/CBareCardLoop.h"

#include <PCSC/winscard.h>
#include <time.h>

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

long long bare_card_loop(const char *reader, const unsigned char *command, unsigned long length,
                         int count) {
  SCARDCONTEXT context;
  SCARDHANDLE card;
  DWORD protocol;
  unsigned char answer[258];
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context)) return -1;
  long long time = -1;
  if (SCardConnect(context, reader, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
                   &card, &protocol) == 0) {
    const SCARD_IO_REQUEST *header = protocol == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1;
    SCardBeginTransaction(card);
    long long start = now();
    int done = 0;
    for (; done < count; done++) {
      DWORD room = sizeof answer;
      if (SCardTransmit(card, header, command, length, NULL, answer, &room)) break;
      if (room < 2 || answer[room - 2] != 0x90) break;
    }
    if (done == count) time = (now() - start) / count;
    SCardEndTransaction(card, SCARD_LEAVE_CARD);
    SCardDisconnect(card, SCARD_UNPOWER_CARD);
  }
  SCardReleaseContext(context);
  return time;
}

int bare_card_events(const char *reader, long long *times, int count, int timeout_ms) {
  SCARDCONTEXT context;
  SCARD_READERSTATE state = {.szReader = reader, .dwCurrentState = SCARD_STATE_UNAWARE};
  if (SCardEstablishContext(SCARD_SCOPE_SYSTEM, NULL, NULL, &context)) return 0;
  int seen = 0;
  DWORD present = 0;
  if (SCardGetStatusChange(context, 0, &state, 1) == 0) {
    state.dwCurrentState = state.dwEventState;
    present = state.dwEventState & SCARD_STATE_PRESENT;
    while (seen < count && SCardGetStatusChange(context, (DWORD)timeout_ms, &state, 1) == 0) {
      long long time = now();
      state.dwCurrentState = state.dwEventState;
      if ((state.dwEventState & SCARD_STATE_PRESENT) == present) continue;
      present ^= SCARD_STATE_PRESENT;
      times[seen++] = time;
    }
  }
  SCardReleaseContext(context);
  return seen;
}
