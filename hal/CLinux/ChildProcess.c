#define _GNU_SOURCE
#include "include/ChildProcess.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Between fork and exec only what a signal handler may call. */
static void run_child(const char *path, char *const arguments[], int standard_error, pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127); /* it died before the line above */
  setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  signal(SIGPIPE, SIG_DFL);
  int nowhere = open("/dev/null", O_RDWR);
  if (nowhere < 0 || dup2(nowhere, 0) < 0 || dup2(nowhere, 1) < 0 || dup2(standard_error, 2) < 0)
    _exit(127);
  syscall(SYS_close_range, 3U, ~0U, 0U);
  execv(path, arguments);
  _exit(127);
}

pid_t child_process_start(const char *path, char *const arguments[], int standard_error) {
  pid_t parent = getpid();
  pid_t child = fork();
  if (child == 0) run_child(path, arguments, standard_error, parent);
  return child;
}

int child_process_watch(pid_t child) { return (int)syscall(SYS_pidfd_open, child, 0U); }
