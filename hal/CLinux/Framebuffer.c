#include "Framebuffer.h"

#include <linux/fb.h>
#include <string.h>
#include <sys/ioctl.h>

static struct framebuffer_channel channel(const struct fb_bitfield *field) {
  return (struct framebuffer_channel){.offset = field->offset, .length = field->length};
}

int framebuffer_query(int descriptor, struct framebuffer_shape *shape) {
  struct fb_var_screeninfo variable = {0};
  struct fb_fix_screeninfo fixed = {0};
  if (ioctl(descriptor, FBIOGET_VSCREENINFO, &variable) < 0) return -1;
  if (ioctl(descriptor, FBIOGET_FSCREENINFO, &fixed) < 0) return -1;
  int is_mono = fixed.visual == FB_VISUAL_MONO01 || fixed.visual == FB_VISUAL_MONO10;
  int has_colours = fixed.visual == FB_VISUAL_TRUECOLOR || fixed.visual == FB_VISUAL_DIRECTCOLOR;
  *shape = (struct framebuffer_shape){
      .width = variable.xres,
      .height = variable.yres,
      .x_offset = variable.xoffset,
      .y_offset = variable.yoffset,
      .bits_per_pixel = variable.bits_per_pixel,
      .line_length = fixed.line_length,
      .memory_length = fixed.smem_len,
      .red = channel(&variable.red),
      .green = channel(&variable.green),
      .blue = channel(&variable.blue),
      .is_packed = fixed.type == FB_TYPE_PACKED_PIXELS && (is_mono || has_colours),
      .black_is_one = fixed.visual == FB_VISUAL_MONO01,
      .leftmost_is_lowest = variable.red.msb_right != 0,
  };
  memcpy(shape->identifier, fixed.id, sizeof fixed.id);
  shape->identifier[sizeof fixed.id] = 0;
  return 0;
}

int framebuffer_unblank(int descriptor) {
  return ioctl(descriptor, FBIOBLANK, FB_BLANK_UNBLANK) < 0 ? -1 : 0;
}
