#pragma once
/* libpng 1.6: its simplified interface is all that is needed. */
#include <png.h>
