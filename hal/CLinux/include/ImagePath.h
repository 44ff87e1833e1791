#pragma once

/* The path of the program or bundle that this code was linked into, or a null pointer. */
const char *image_path(void);
