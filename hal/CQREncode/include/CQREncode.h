#pragma once
/* QR codes by libqrencode, which is loaded when the first one is drawn. */

/* How much of a code may be lost: 7, 15, 25 or 30 %. */
enum qr_correction { qr_low = 0, qr_medium = 1, qr_quartile = 2, qr_high = 3 };

/* There is no libqrencode on this system. */
#define QR_NO_LIBRARY (-1)

/* Encodes bytes in the smallest code that holds them. Returns the modules along an edge, 0 when no
   code holds them, or QR_NO_LIBRARY. `modules` is row by row, 1 for dark; give it to qr_free. */
int qr_encode(const unsigned char *data, int count, enum qr_correction correction,
              unsigned char **modules);

/* Frees modules. */
void qr_free(unsigned char *modules);
