#pragma once
/* umockdev: a kernel of our own for the programs beneath it. */
#include <umockdev.h>
