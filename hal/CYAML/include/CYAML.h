#pragma once
/* libyaml, the parser of board profiles and scenarios. */
#include <yaml.h>
