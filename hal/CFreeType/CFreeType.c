#include "CFreeType.h"

#include <dlfcn.h>
#include <ft2build.h>
#include <pthread.h>
#include <stdlib.h>
#include FT_FREETYPE_H

struct font {
  FT_Library library;
  FT_Face face;
};

static struct {
  void *handle;
  __typeof__(FT_Init_FreeType) *init;
  __typeof__(FT_Done_FreeType) *done;
  __typeof__(FT_New_Face) *new_face;
  __typeof__(FT_Done_Face) *done_face;
  __typeof__(FT_Set_Pixel_Sizes) *set_size;
  __typeof__(FT_Load_Char) *load;
  __typeof__(FT_Get_Char_Index) *index;
} freetype;

/* dlsym gives a data pointer; POSIX says that it may be one to a function. */
#define FIND(member, name)                                                                         \
  ((*(void **)&freetype.member = dlsym(handle, name)) != NULL)

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load_library(void) {
  void *handle = dlopen("libfreetype.so.6", RTLD_LAZY | RTLD_LOCAL);
  if (!handle) return;
  if (FIND(init, "FT_Init_FreeType") && FIND(done, "FT_Done_FreeType")
      && FIND(new_face, "FT_New_Face") && FIND(done_face, "FT_Done_Face")
      && FIND(set_size, "FT_Set_Pixel_Sizes") && FIND(load, "FT_Load_Char")
      && FIND(index, "FT_Get_Char_Index")) {
    freetype.handle = handle;
  } else {
    dlclose(handle);
  }
}

static int is_loaded(void) {
  pthread_once(&once, load_library);
  return freetype.handle != NULL;
}

int font_open(const char *path, long face, struct font **result) {
  if (!is_loaded()) return FONT_NO_LIBRARY;
  struct font *font = calloc(1, sizeof *font);
  if (!font) return FT_Err_Out_Of_Memory;
  int code = freetype.init(&font->library);
  if (code) {
    free(font);
    return code;
  }
  code = freetype.new_face(font->library, path, face, &font->face);
  if (code) {
    freetype.done(font->library);
    free(font);
    return code;
  }
  *result = font;
  return 0;
}

void font_close(struct font *font) {
  freetype.done_face(font->face);
  freetype.done(font->library);
  free(font);
}

static int draw(struct font *font, unsigned long character, unsigned width, unsigned height,
                FT_Int32 flags, struct font_glyph *glyph) {
  int code = freetype.set_size(font->face, width, height);
  if (!code) code = freetype.load(font->face, character, flags);
  if (code) return code;
  FT_GlyphSlot slot = font->face->glyph;
  glyph->left = slot->bitmap_left;
  glyph->top = slot->bitmap_top;
  glyph->width = slot->bitmap.width;
  glyph->rows = slot->bitmap.buffer ? slot->bitmap.rows : 0;
  glyph->pitch = slot->bitmap.pitch;
  glyph->dots = slot->bitmap.buffer;
  glyph->advance = (int)((slot->advance.x + 32) >> 6);
  return 0;
}

int font_draw(struct font *font, unsigned long character, unsigned width, unsigned height,
              struct font_glyph *glyph) {
  return draw(font, character, width, height, FT_LOAD_TARGET_MONO | FT_LOAD_RENDER, glyph);
}

int font_shade(struct font *font, unsigned long character, unsigned width, unsigned height,
               struct font_glyph *glyph) {
  /* Bitmaps in the font have no shades. */
  return draw(font, character, width, height, FT_LOAD_RENDER | FT_LOAD_NO_BITMAP, glyph);
}

int font_has(struct font *font, unsigned long character) {
  return freetype.index(font->face, character) != 0;
}
