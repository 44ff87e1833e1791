/* usbmockd: a USB bus of mocked devices for programs that use the real libusb, through umockdev.

     usbmockd -- PROGRAM ARGUMENTS...

   It starts the program on a bus without devices. The program finds a control socket at the path in
   USBMOCK_CONTROL (control.h has its commands), by which it makes, plugs, feeds and pulls devices.
   Ends with the program's status; 2 when the mock can't start.

   The kernel's part is played by umockdev: it stands between the program and the C library
   (LD_PRELOAD), so /sys and usbfs are ours. A program that is linked statically escapes it. */
#define _GNU_SOURCE
#include "bus.h"
#include "control.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRELOAD "libumockdev-preload.so.0"

/* The server itself needs the library too: without it uevents go nowhere. */
static void start_again_with_preload(char **arguments) {
  const char *loaded = getenv("LD_PRELOAD");
  if (loaded && strstr(loaded, PRELOAD)) return;
  setenv("LD_PRELOAD", PRELOAD, 1);
  execv("/proc/self/exe", arguments);
  perror("usbmockd: cannot start again");
  exit(2);
}

static void run(char **program, const char *control, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  /* So that a device whose node has no rights is out of reach of root as well. */
  prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
  setenv("UMOCKDEV_DIR", bus_root(), 1);
  setenv("USBMOCK_CONTROL", control, 1);
  execvp(program[0], program);
  perror(program[0]);
  _exit(127);
}

int main(int argc, char **argv) {
  if (argc < 3 || strcmp(argv[1], "--")) {
    fputs("usage: usbmockd -- PROGRAM ARGUMENTS...\n", stderr);
    return 2;
  }
  start_again_with_preload(argv);
  if (!bus_open()) {
    fputs("usbmockd: umockdev makes no testbed\n", stderr);
    return 2;
  }
  g_autofree char *control = g_build_filename(bus_root(), "control", NULL);
  if (!control_listen(control)) {
    perror("usbmockd: control socket");
    return 2;
  }
  signal(SIGINT, SIG_IGN); /* the program's affair */
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) {
    signal(SIGINT, SIG_DFL);
    run(argv + 2, control, parent);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) < 0) {
    perror("usbmockd: cannot start the program");
    return 2;
  }
  bus_close();
  /* Threads of umockdev may still hold what the ordinary exit would tear down. */
  _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
