#pragma once
/* libqrencode 4. */
#include <qrencode.h>
