#include "models.h"

const DeviceModel *const device_models[] = {NULL};
