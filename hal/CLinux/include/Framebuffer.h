#pragma once
/* What a framebuffer is like: the parts of linux/fb.h that count, and its ioctl calls, which Swift
   can't make. */
#include <stdint.h>

/* Where the bits of a colour are in a pixel. */
struct framebuffer_channel {
  uint32_t offset; /* of the lowest bit */
  uint32_t length; /* in bits */
};

struct framebuffer_shape {
  uint32_t width; /* pixels across, as far as they are seen */
  uint32_t height;
  uint32_t x_offset; /* the first pixel that is seen, in its memory */
  uint32_t y_offset;
  uint32_t bits_per_pixel;
  uint32_t line_length; /* bytes from one row to the next */
  uint32_t memory_length;
  struct framebuffer_channel red, green, blue;
  int is_packed;             /* pixels one after the other, with colours in them or of one bit */
  int black_is_one;          /* of one bit: a set bit is dark */
  int leftmost_is_lowest;    /* of one bit: the leftmost pixel of a byte is its lowest bit */
  char identifier[17];       /* what the driver calls it */
};

/* Asks FBIOGET_VSCREENINFO and FBIOGET_FSCREENINFO. Returns 0, or -1 with errno set. */
int framebuffer_query(int descriptor, struct framebuffer_shape *shape);

/* Wakes a blanked screen (FBIOBLANK). Returns 0, or -1 with errno set. */
int framebuffer_unblank(int descriptor);
