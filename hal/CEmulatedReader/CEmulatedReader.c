#include "include/CEmulatedReader.h"

#include <PCSC/ifdhandler.h>
#include <PCSC/reader.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define READERS 16 /* pcscd's own limit before 2.5 */
#define SLOTS 8
#define BODY_LIMIT (1 << 17)
/* The longest that a player may take: a PIN is typed in it. */
#define PATIENCE_SECONDS 150

typedef struct {
  pthread_mutex_t lock; /* one call at a time */
  int commands, events; /* connections; -1 when there is none */
  int wake;             /* ends a wait for events */
  unsigned char presence, slot_count;
  unsigned char answer[MAX_ATR_SIZE];
  DWORD answer_length;
  char path[sizeof((struct sockaddr_un *)0)->sun_path];
} Slot;

/* pcscd numbers readers and slots by itself, and calls Create and Close for each of them. */
static Slot *slots[READERS][SLOTS];
static pthread_mutex_t slots_lock = PTHREAD_MUTEX_INITIALIZER;

static Slot **place(DWORD lun) {
  DWORD reader = lun >> 16 & 0xFFFF, slot = lun & 0xFFFF;
  return reader < READERS && slot < SLOTS ? &slots[reader][slot] : NULL;
}

static Slot *slot_of(DWORD lun) {
  Slot **found = place(lun);
  return found ? *found : NULL;
}

/* ---- connections ---------------------------------------------------------------------------- */

static int write_all(int fd, const void *bytes, size_t count) {
  const char *at = bytes;
  while (count > 0) {
    ssize_t n = send(fd, at, count, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return -1;
    at += n, count -= (size_t)n;
  }
  return 0;
}

static int read_all(int fd, void *bytes, size_t count) {
  char *at = bytes;
  while (count > 0) {
    ssize_t n = recv(fd, at, count, 0);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return -1;
    at += n, count -= (size_t)n;
  }
  return 0;
}

static int open_connection(const char *path, char purpose, DWORD lun) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
  unsigned char greeting[2] = {(unsigned char)purpose, (unsigned char)(lun & 0xFF)};
  strcpy(address.sun_path, path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -1;
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
      write_all(fd, greeting, sizeof greeting) == 0)
    return fd;
  close(fd);
  return -1;
}

static void hang_up(Slot *slot) {
  if (slot->commands >= 0) close(slot->commands);
  if (slot->events >= 0) close(slot->events);
  slot->commands = slot->events = -1;
  slot->presence = EMULATED_READER_DEVICE_GONE;
}

/* Returns 0 when both connections are there; a player that has gone may be back. The device counts
   as gone until its first event has been taken, like every other, by the slot's own thread. */
static int connected(Slot *slot, DWORD lun) {
  if (slot->commands >= 0 && slot->events >= 0) return 0;
  hang_up(slot);
  slot->commands = open_connection(slot->path, 'C', lun);
  if (slot->commands < 0) return -1;
  slot->events = open_connection(slot->path, 'E', lun);
  if (slot->events >= 0 && read_all(slot->commands, &slot->slot_count, 1) == 0) return 0;
  hang_up(slot);
  return -1;
}

/* ---- one call ------------------------------------------------------------------------------- */

static RESPONSECODE meaning(unsigned char result) {
  switch (result) {
  case EMULATED_READER_DONE: return IFD_SUCCESS;
  case EMULATED_READER_CARD_SILENT: return IFD_RESPONSE_TIMEOUT;
  case EMULATED_READER_GONE: return IFD_NO_SUCH_DEVICE;
  case EMULATED_READER_CARD_MUTE: return IFD_ERROR_POWER_ACTION;
  case EMULATED_READER_PROTOCOL_REFUSED: return IFD_PROTOCOL_NOT_SUPPORTED;
  case EMULATED_READER_NOT_SUPPORTED: return IFD_ERROR_NOT_SUPPORTED;
  case EMULATED_READER_EMPTY: return IFD_ICC_NOT_PRESENT;
  default: return IFD_COMMUNICATION_ERROR;
  }
}

static void put_length(unsigned char *at, size_t value) {
  for (int i = 0; i < 4; i++) at[i] = (unsigned char)(value >> (24 - 8 * i));
}

static size_t get_length(const unsigned char *at) {
  return (size_t)at[0] << 24 | (size_t)at[1] << 16 | (size_t)at[2] << 8 | at[3];
}

/* Reads an answer into `out`; one that has no room there is read to its end and dropped. Returns 0,
   or -1 when the connection broke. */
static int take_answer(Slot *slot, unsigned char *out, size_t room, size_t *length,
                       RESPONSECODE *code) {
  unsigned char header[5], dropped[256];
  if (read_all(slot->commands, header, sizeof header)) return -1;
  size_t count = get_length(header + 1);
  if (count > BODY_LIMIT) return -1;
  if (count <= room) {
    if (read_all(slot->commands, out, count)) return -1;
    *length = count;
    *code = meaning(header[0]);
    return 0;
  }
  for (size_t left = count; left > 0;) {
    size_t part = left < sizeof dropped ? left : sizeof dropped;
    if (read_all(slot->commands, dropped, part)) return -1;
    left -= part;
  }
  *code = IFD_ERROR_INSUFFICIENT_BUFFER;
  return 0;
}

/* Sends a call whose body is `front` and `body`, and waits for its answer. */
static RESPONSECODE call(DWORD lun, char kind, const unsigned char *front, size_t front_length,
                         const unsigned char *body, size_t body_length, unsigned char *out,
                         size_t room, size_t *length) {
  unsigned char message[5 + 4 + 1024];
  Slot *slot = slot_of(lun);
  *length = 0;
  if (!slot) return IFD_NO_SUCH_DEVICE;
  pthread_mutex_lock(&slot->lock);
  RESPONSECODE code = IFD_NO_SUCH_DEVICE;
  size_t head = 5 + front_length;
  message[0] = (unsigned char)kind;
  put_length(message + 1, front_length + body_length);
  memcpy(message + 5, front, front_length);
  if (connected(slot, lun) == 0) {
    int failed;
    if (head + body_length <= sizeof message) {
      if (body_length) memcpy(message + head, body, body_length);
      failed = write_all(slot->commands, message, head + body_length);
    } else {
      failed = write_all(slot->commands, message, head) ||
               write_all(slot->commands, body, body_length);
    }
    /* What broke off in the middle can't be trusted to be in step. */
    if (failed || take_answer(slot, out, room, length, &code)) {
      *length = 0;
      code = IFD_NO_SUCH_DEVICE;
      hang_up(slot);
    }
  }
  pthread_mutex_unlock(&slot->lock);
  return code;
}

/* ---- channel -------------------------------------------------------------------------------- */

RESPONSECODE IFDHCreateChannelByName(DWORD Lun, LPSTR DeviceName) {
  Slot **at = place(Lun);
  Slot *slot = NULL;
  if (!at || *at || strlen(DeviceName) >= sizeof slot->path) return IFD_COMMUNICATION_ERROR;
  slot = calloc(1, sizeof *slot);
  if (!slot) return IFD_COMMUNICATION_ERROR;
  pthread_mutex_init(&slot->lock, NULL);
  strcpy(slot->path, DeviceName);
  slot->commands = slot->events = -1;
  slot->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (slot->wake < 0 || connected(slot, Lun) || read_all(slot->events, &slot->presence, 1)) {
    hang_up(slot);
    if (slot->wake >= 0) close(slot->wake);
    pthread_mutex_destroy(&slot->lock);
    free(slot);
    return IFD_COMMUNICATION_ERROR;
  }
  pthread_mutex_lock(&slots_lock);
  *at = slot;
  pthread_mutex_unlock(&slots_lock);
  return IFD_SUCCESS;
}

/* A reader is named by its socket; there is no number for one. */
RESPONSECODE IFDHCreateChannel(DWORD Lun, DWORD Channel) {
  (void)Lun, (void)Channel;
  return IFD_COMMUNICATION_ERROR;
}

RESPONSECODE IFDHCloseChannel(DWORD Lun) {
  Slot **at = place(Lun);
  if (!at || !*at) return IFD_COMMUNICATION_ERROR;
  pthread_mutex_lock(&slots_lock);
  Slot *slot = *at;
  *at = NULL;
  pthread_mutex_unlock(&slots_lock);
  hang_up(slot);
  close(slot->wake);
  pthread_mutex_destroy(&slot->lock);
  free(slot);
  return IFD_SUCCESS;
}

/* ---- events: pcscd calls these from the slot's own thread ------------------------------------ */

/* Takes one change at a time, so that a card that is pulled and put back at once is two of them.
   pcscd looks at the presence in other places too, which must not use a change up. */
static void take_event(Slot *slot) {
  unsigned char presence;
  pthread_mutex_lock(&slot->lock);
  if (slot->events >= 0) {
    ssize_t n = recv(slot->events, &presence, 1, MSG_DONTWAIT);
    if (n == 1) slot->presence = presence;
    if (n == 0) hang_up(slot);
  }
  pthread_mutex_unlock(&slot->lock);
}

static RESPONSECODE wait_for_event(DWORD lun, int timeout_ms) {
  Slot *slot = slot_of(lun);
  if (!slot) return IFD_NO_SUCH_DEVICE;
  uint64_t count;
  /* A player that has gone is looked for again after a while. */
  int timeout = slot->events < 0 && timeout_ms > 200 ? 200 : timeout_ms;
  struct pollfd watched[] = {{slot->wake, POLLIN, 0}, {slot->events, POLLIN, 0}};
  if (poll(watched, 2, timeout) > 0 && watched[0].revents &&
      read(slot->wake, &count, sizeof count) < 0)
    return IFD_COMMUNICATION_ERROR;
  take_event(slot);
  return IFD_SUCCESS;
}

static RESPONSECODE stop_waiting(DWORD lun) {
  Slot *slot = slot_of(lun);
  uint64_t one = 1;
  if (slot && write(slot->wake, &one, sizeof one) < 0) return IFD_COMMUNICATION_ERROR;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHICCPresence(DWORD Lun) {
  Slot *slot = slot_of(Lun);
  if (!slot) return IFD_NO_SUCH_DEVICE;
  pthread_mutex_lock(&slot->lock);
  (void)connected(slot, Lun);
  unsigned char presence = slot->presence;
  pthread_mutex_unlock(&slot->lock);
  switch (presence) {
  case EMULATED_READER_SLOT_EMPTY: return IFD_ICC_NOT_PRESENT;
  case EMULATED_READER_SLOT_TAKEN: return IFD_ICC_PRESENT;
  default: return IFD_NO_SUCH_DEVICE;
  }
}

/* ---- capabilities --------------------------------------------------------------------------- */

static RESPONSECODE give(PDWORD length, PUCHAR value, const void *data, DWORD count) {
  if (*length < count) return IFD_ERROR_INSUFFICIENT_BUFFER;
  memcpy(value, data, count);
  *length = count;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHGetCapabilities(DWORD Lun, DWORD Tag, PDWORD Length, PUCHAR Value) {
  RESPONSECODE (*polling)(DWORD, int) = wait_for_event;
  RESPONSECODE (*stopping)(DWORD) = stop_waiting;
  Slot *slot = slot_of(Lun);
  if (!slot) return IFD_NO_SUCH_DEVICE;
  switch (Tag) {
  case TAG_IFD_ATR:
  case SCARD_ATTR_ATR_STRING: return give(Length, Value, slot->answer, slot->answer_length);
  case TAG_IFD_SLOTS_NUMBER: return give(Length, Value, &slot->slot_count, 1);
  case TAG_IFD_SIMULTANEOUS_ACCESS: return give(Length, Value, "\x10", 1);
  case TAG_IFD_THREAD_SAFE:
  case TAG_IFD_SLOT_THREAD_SAFE: return give(Length, Value, "\x01", 1);
  case TAG_IFD_POLLING_THREAD_WITH_TIMEOUT: return give(Length, Value, &polling, sizeof polling);
  case TAG_IFD_STOP_POLLING_THREAD: return give(Length, Value, &stopping, sizeof stopping);
  case SCARD_ATTR_VENDOR_NAME: return give(Length, Value, "Lianji", 7);
  default: *Length = 0; return IFD_ERROR_TAG;
  }
}

RESPONSECODE IFDHSetCapabilities(DWORD Lun, DWORD Tag, DWORD Length, PUCHAR Value) {
  (void)Lun, (void)Tag, (void)Length, (void)Value;
  return IFD_NOT_SUPPORTED;
}

/* ---- the card ------------------------------------------------------------------------------- */

RESPONSECODE IFDHSetProtocolParameters(DWORD Lun, DWORD Protocol, UCHAR Flags, UCHAR PTS1,
                                       UCHAR PTS2, UCHAR PTS3) {
  (void)Flags, (void)PTS1, (void)PTS2, (void)PTS3;
  unsigned char protocol = Protocol == SCARD_PROTOCOL_T1;
  size_t length;
  return call(Lun, 'P', &protocol, 1, NULL, 0, NULL, 0, &length);
}

RESPONSECODE IFDHPowerICC(DWORD Lun, DWORD Action, PUCHAR Atr, PDWORD AtrLength) {
  unsigned char answer[MAX_ATR_SIZE];
  size_t length = 0, room = *AtrLength;
  char kind = Action == IFD_POWER_UP ? 'U' : Action == IFD_RESET ? 'W' : 'D';
  *AtrLength = 0;
  RESPONSECODE code = call(Lun, kind, NULL, 0, NULL, 0, answer, sizeof answer, &length);
  if (kind == 'D') return code == IFD_NO_SUCH_DEVICE ? code : IFD_SUCCESS;
  /* pcscd knows one error of a power action beside the loss of the reader. */
  if (code == IFD_NO_SUCH_DEVICE) return code;
  if (code != IFD_SUCCESS || length > room) return IFD_ERROR_POWER_ACTION;
  Slot *slot = slot_of(Lun);
  if (!slot) return IFD_NO_SUCH_DEVICE;
  memcpy(slot->answer, answer, length);
  memcpy(Atr, answer, length);
  *AtrLength = slot->answer_length = length;
  return IFD_SUCCESS;
}

RESPONSECODE IFDHTransmitToICC(DWORD Lun, SCARD_IO_HEADER SendPci, PUCHAR TxBuffer, DWORD TxLength,
                               PUCHAR RxBuffer, PDWORD RxLength, PSCARD_IO_HEADER RecvPci) {
  unsigned char protocol = (unsigned char)SendPci.Protocol;
  size_t length, room = *RxLength;
  RESPONSECODE code =
      call(Lun, 'T', &protocol, 1, TxBuffer, TxLength, RxBuffer, room, &length);
  *RxLength = code == IFD_SUCCESS ? length : 0;
  RecvPci->Protocol = SendPci.Protocol;
  return code;
}

RESPONSECODE IFDHControl(DWORD Lun, DWORD dwControlCode, PUCHAR TxBuffer, DWORD TxLength,
                         PUCHAR RxBuffer, DWORD RxLength, LPDWORD pdwBytesReturned) {
  unsigned char code[4];
  size_t length;
  put_length(code, dwControlCode);
  RESPONSECODE result =
      call(Lun, 'K', code, sizeof code, TxBuffer, TxLength, RxBuffer, RxLength, &length);
  *pdwBytesReturned = result == IFD_SUCCESS ? length : 0;
  return result;
}
