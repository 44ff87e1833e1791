#pragma once
/* The library's headers name each other without their folder. */
#include <PCSC/wintypes.h>
