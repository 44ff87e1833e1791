#pragma once
#include <sys/types.h>

/* Starts a program as a child that dies with this process: what Swift can't say, as it has no fork.

   `arguments` ends with a null pointer and begins with the program's name. The child's standard
   error goes to `standard_error`, its standard input and output to nowhere; it has no other
   descriptor, and a process group of its own. Returns the child's number, or -1 with errno set;
   a program that can't be executed ends with status 127. */
pid_t child_process_start(const char *path, char *const arguments[], int standard_error);

/* A descriptor that is readable when the child has ended, or -1 with errno set (pidfd_open). */
int child_process_watch(pid_t child);
