#pragma once
/* Single characters of a font as dots, by FreeType 2.
 *
 * The library is loaded when the first font is opened: a terminal whose printer has a Chinese font
 * of its own pays nothing for it.
 */

/* An open face of a font file; one thread at a time. */
struct font;

/* The dots of a character; the origin is the left end of its baseline. */
struct font_glyph {
  int left;
  int top;
  int width;
  int rows;
  int pitch; /* bytes from one row to the next */
  const unsigned char *dots; /* the leftmost in the highest bit; until the next call with the font */
  int advance; /* dots to the next character's origin */
};

/* There is no FreeType on this system. */
#define FONT_NO_LIBRARY (-1)

/* Opens a face of a file. Returns 0, FONT_NO_LIBRARY, or FreeType's error code. */
int font_open(const char *path, long face, struct font **result);

/* Closes a font. */
void font_close(struct font *font);

/* Draws a character in an em square of so many dots. Returns 0 or FreeType's error code. */
int font_draw(struct font *font, unsigned long character, unsigned width, unsigned height,
              struct font_glyph *glyph);

/* The same for a screen that has shades: each byte of `dots` is one dot, 0 for none of it covered and
   255 for all. */
int font_shade(struct font *font, unsigned long character, unsigned width, unsigned height,
               struct font_glyph *glyph);

/* Whether the font has the character. */
int font_has(struct font *font, unsigned long character);
