#pragma once
#include <stddef.h>
#include <stdint.h>

/* libFuzzer's own loop, for programs that have a main: it makes inputs up and gives each to the
   function, which returns 0. It takes the options of libFuzzer from the arguments. */
int LLVMFuzzerRunDriver(int *argument_count, char ***arguments,
                        int (*run)(const uint8_t *bytes, size_t count));
