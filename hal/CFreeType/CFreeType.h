#pragma once
/* FreeType 2, and its macros that Swift does not see. */
#include <ft2build.h>
#include FT_FREETYPE_H

/* Loads a glyph for one bit a dot, and renders it. */
static const FT_Int32 lianji_ft_load_mono = FT_LOAD_TARGET_MONO | FT_LOAD_RENDER;
