#include "CSimulatedDisk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { SECTOR = 512 };

typedef struct operation {
    struct operation *next;
    sqlite3_int64 offset; /* of a write; the new size of a truncation */
    int count;            /* bytes of a write; -1 for a truncation */
    unsigned char bytes[];
} operation;

typedef struct content {
    unsigned char *bytes;
    size_t size;
    size_t capacity;
} content;

typedef struct stored_file {
    struct stored_file *next;
    content now;     /* what a reader sees */
    content durable; /* what survives */
    operation *first, *last;
    char name[];
} stored_file;

struct lianji_disk {
    sqlite3_vfs vfs;
    stored_file *files;
    uint64_t random;
    uint64_t io_points, syncs, cut_at, fail_at;
    int fail_code, is_powered, anonymous, ignores_syncs;
};

typedef struct open_file {
    sqlite3_file base;
    lianji_disk *disk;
    stored_file *file;
    int delete_on_close;
} open_file;

/* SplitMix64 */
static uint64_t next_random(lianji_disk *disk) {
    uint64_t z = disk->random += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t below(lianji_disk *disk, uint64_t limit) {
    return limit ? next_random(disk) % limit : 0;
}

static int reserve(content *c, size_t size) {
    if (size <= c->capacity) return 1;
    size_t capacity = c->capacity ? c->capacity : 4096;
    while (capacity < size) capacity *= 2;
    unsigned char *bytes = realloc(c->bytes, capacity);
    if (!bytes) return 0;
    c->bytes = bytes;
    c->capacity = capacity;
    return 1;
}

static int set_size(content *c, size_t size) {
    if (!reserve(c, size)) return 0;
    if (size > c->size) memset(c->bytes + c->size, 0, size - c->size);
    c->size = size;
    return 1;
}

static int put(content *c, size_t offset, const unsigned char *bytes, size_t count) {
    if (offset + count > c->size && !set_size(c, offset + count)) return 0;
    memcpy(c->bytes + offset, bytes, count);
    return 1;
}

static void apply(content *c, const operation *o) {
    if (o->count < 0) {
        set_size(c, (size_t)o->offset);
    } else {
        put(c, (size_t)o->offset, o->bytes, (size_t)o->count);
    }
}

/* Keeps each sector of a write with a chance of one half. */
static void apply_some_sectors(lianji_disk *disk, content *c, const operation *o) {
    if (o->count < 0) {
        if (below(disk, 2)) apply(c, o);
        return;
    }
    size_t begin = (size_t)o->offset, end = begin + (size_t)o->count;
    while (begin < end) {
        size_t stop = (begin / SECTOR + 1) * SECTOR;
        if (stop > end) stop = end;
        if (below(disk, 2)) put(c, begin, o->bytes + (begin - (size_t)o->offset), stop - begin);
        begin = stop;
    }
}

static void garble_last_sector(lianji_disk *disk, content *c, const operation *o) {
    if (!o || o->count <= 0) return;
    size_t end = (size_t)o->offset + (size_t)o->count;
    size_t begin = (end - 1) / SECTOR * SECTOR;
    if (begin < (size_t)o->offset) begin = (size_t)o->offset;
    for (size_t i = begin; i < end && i < c->size; i++) c->bytes[i] = (unsigned char)next_random(disk);
}

static void forget_operations(stored_file *file) {
    for (operation *o = file->first; o;) {
        operation *next = o->next;
        free(o);
        o = next;
    }
    file->first = file->last = NULL;
}

static void settle_unsynced(lianji_disk *disk, stored_file *file) {
    uint64_t count = 0;
    for (operation *o = file->first; o; o = o->next) count++;
    uint64_t mode = below(disk, 4), kept = below(disk, count + 1);
    for (operation *o = file->first; o; o = o->next) {
        if (mode == 1 && kept-- == 0) break;
        if (mode == 2) apply_some_sectors(disk, &file->durable, o);
        if (mode == 1 || mode == 3) apply(&file->durable, o);
    }
    if (mode == 3) garble_last_sector(disk, &file->durable, file->last);
    forget_operations(file);
    set_size(&file->now, 0);
    put(&file->now, 0, file->durable.bytes, file->durable.size);
}

void lianji_disk_cut(lianji_disk *disk) {
    if (!disk->is_powered) return;
    disk->is_powered = 0;
    for (stored_file *file = disk->files; file; file = file->next) settle_unsynced(disk, file);
}

/* Counts an I/O point; returns an SQLite result code. */
static int pass_io_point(lianji_disk *disk) {
    if (!disk->is_powered) return SQLITE_IOERR;
    disk->io_points++;
    if (disk->cut_at && disk->io_points >= disk->cut_at) {
        lianji_disk_cut(disk);
        return SQLITE_IOERR;
    }
    if (disk->fail_at && disk->io_points == disk->fail_at) return disk->fail_code;
    return SQLITE_OK;
}

static stored_file *find(const lianji_disk *disk, const char *name) {
    for (stored_file *file = disk->files; file; file = file->next) {
        if (strcmp(file->name, name) == 0) return file;
    }
    return NULL;
}

static stored_file *create(lianji_disk *disk, const char *name) {
    stored_file *file = calloc(1, sizeof *file + strlen(name) + 1);
    if (!file) return NULL;
    strcpy(file->name, name);
    file->next = disk->files;
    disk->files = file;
    return file;
}

static void erase(lianji_disk *disk, stored_file *file) {
    for (stored_file **link = &disk->files; *link; link = &(*link)->next) {
        if (*link != file) continue;
        *link = file->next;
        forget_operations(file);
        free(file->now.bytes);
        free(file->durable.bytes);
        free(file);
        return;
    }
}

static int record(stored_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    operation *o = malloc(sizeof *o + (size_t)(count > 0 ? count : 0));
    if (!o) return SQLITE_NOMEM;
    o->next = NULL;
    o->offset = offset;
    o->count = count;
    if (count > 0) memcpy(o->bytes, bytes, (size_t)count);
    if (file->last) file->last->next = o;
    else file->first = o;
    file->last = o;
    apply(&file->now, o);
    return SQLITE_OK;
}

/* --- sqlite3_io_methods --- */

static int file_close(sqlite3_file *base) {
    open_file *f = (open_file *)base;
    if (f->delete_on_close && f->file) erase(f->disk, f->file);
    f->file = NULL;
    return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    open_file *f = (open_file *)base;
    if (!f->disk->is_powered) return SQLITE_IOERR_READ;
    const content *c = &f->file->now;
    size_t available = (size_t)offset < c->size ? c->size - (size_t)offset : 0;
    if (available > (size_t)count) available = (size_t)count;
    if (available) memcpy(bytes, c->bytes + offset, available);
    if (available == (size_t)count) return SQLITE_OK;
    memset((char *)bytes + available, 0, (size_t)count - available);
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    open_file *f = (open_file *)base;
    int result = pass_io_point(f->disk);
    return result ? result : record(f->file, bytes, count, offset);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
    open_file *f = (open_file *)base;
    int result = pass_io_point(f->disk);
    return result ? result : record(f->file, NULL, -1, size);
}

static int file_sync(sqlite3_file *base, int flags) {
    (void)flags;
    open_file *f = (open_file *)base;
    int result = pass_io_point(f->disk);
    if (result) return result;
    f->disk->syncs++;
    if (f->disk->ignores_syncs) return SQLITE_OK;
    for (operation *o = f->file->first; o; o = o->next) apply(&f->file->durable, o);
    forget_operations(f->file);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
    open_file *f = (open_file *)base;
    if (!f->disk->is_powered) return SQLITE_IOERR_FSTAT;
    *size = (sqlite3_int64)f->file->now.size;
    return SQLITE_OK;
}

static int file_lock(sqlite3_file *base, int level) { (void)base, (void)level; return SQLITE_OK; }

static int file_check_lock(sqlite3_file *base, int *is_reserved) {
    (void)base;
    *is_reserved = 0;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int what, void *argument) {
    (void)base, (void)what, (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *base) { (void)base; return SECTOR; }
static int file_characteristics(sqlite3_file *base) { (void)base; return 0; }

static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_lock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
};

/* --- sqlite3_vfs --- */

static int disk_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags
) {
    lianji_disk *disk = vfs->pAppData;
    open_file *f = (open_file *)base;
    char anonymous[32];
    memset(f, 0, sizeof *f);
    if (!disk->is_powered) return SQLITE_CANTOPEN;
    if (!name) {
        sqlite3_snprintf(sizeof anonymous, anonymous, "temporary-%d", disk->anonymous++);
        name = anonymous;
    }
    f->file = find(disk, name);
    if (!f->file && !(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    if (!f->file) f->file = create(disk, name);
    if (!f->file) return SQLITE_NOMEM;
    f->disk = disk;
    f->delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE;
    f->base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
    (void)sync_directory;
    lianji_disk *disk = vfs->pAppData;
    int result = pass_io_point(disk);
    if (result) return result;
    stored_file *file = find(disk, name);
    if (!file) return SQLITE_IOERR_DELETE_NOENT;
    erase(disk, file);
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *exists) {
    (void)flags;
    lianji_disk *disk = vfs->pAppData;
    if (!disk->is_powered) return SQLITE_IOERR_ACCESS;
    *exists = find(disk, name) != NULL;
    return SQLITE_OK;
}

static int disk_full_path(sqlite3_vfs *vfs, const char *name, int count, char *out) {
    (void)vfs;
    sqlite3_snprintf(count, out, "%s", name);
    return SQLITE_OK;
}

static int disk_randomness(sqlite3_vfs *vfs, int count, char *out) {
    lianji_disk *disk = vfs->pAppData;
    for (int i = 0; i < count; i++) out[i] = (char)next_random(disk);
    return count;
}

static int disk_sleep(sqlite3_vfs *vfs, int microseconds) { (void)vfs; return microseconds; }

static int disk_time(sqlite3_vfs *vfs, double *day) {
    (void)vfs;
    *day = 2440587.5; /* 1970-01-01: time is no business of the disk */
    return SQLITE_OK;
}

static int disk_last_error(sqlite3_vfs *vfs, int count, char *out) {
    (void)vfs, (void)count, (void)out;
    return 0;
}

lianji_disk *lianji_disk_create(const char *vfs_name, uint64_t seed) {
    lianji_disk *disk = calloc(1, sizeof *disk);
    char *name = disk ? strdup(vfs_name) : NULL;
    if (!name) {
        free(disk);
        return NULL;
    }
    disk->random = seed;
    disk->is_powered = 1;
    disk->vfs = (sqlite3_vfs){
        .iVersion = 1,
        .szOsFile = sizeof(open_file),
        .mxPathname = 512,
        .zName = name,
        .pAppData = disk,
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_path,
        .xRandomness = disk_randomness,
        .xSleep = disk_sleep,
        .xCurrentTime = disk_time,
        .xGetLastError = disk_last_error,
    };
    if (sqlite3_vfs_register(&disk->vfs, 0) != SQLITE_OK) {
        free(name);
        free(disk);
        return NULL;
    }
    return disk;
}

void lianji_disk_destroy(lianji_disk *disk) {
    sqlite3_vfs_unregister(&disk->vfs);
    while (disk->files) erase(disk, disk->files);
    free((void *)disk->vfs.zName);
    free(disk);
}

void lianji_disk_cut_at(lianji_disk *disk, uint64_t io_point) {
    disk->cut_at = io_point ? disk->io_points + io_point : 0;
}

void lianji_disk_fail_at(lianji_disk *disk, uint64_t io_point, int result_code) {
    disk->fail_at = io_point ? disk->io_points + io_point : 0;
    disk->fail_code = result_code;
}

void lianji_disk_ignore_syncs(lianji_disk *disk) { disk->ignores_syncs = 1; }

int lianji_disk_pass_point(lianji_disk *disk) {
    pass_io_point(disk);
    return disk->is_powered;
}

int lianji_disk_is_powered(const lianji_disk *disk) { return disk->is_powered; }

void lianji_disk_power_on(lianji_disk *disk) {
    disk->is_powered = 1;
    disk->io_points = disk->syncs = disk->cut_at = disk->fail_at = 0;
}

uint64_t lianji_disk_io_points(const lianji_disk *disk) { return disk->io_points; }
uint64_t lianji_disk_syncs(const lianji_disk *disk) { return disk->syncs; }

int lianji_disk_rot(lianji_disk *disk, const char *name, size_t offset) {
    stored_file *file = find(disk, name);
    if (!file || offset >= file->durable.size) return 0;
    file->durable.bytes[offset] ^= 0x5A;
    if (offset < file->now.size) file->now.bytes[offset] ^= 0x5A;
    return 1;
}

size_t lianji_disk_file_size(const lianji_disk *disk, const char *name) {
    stored_file *file = find(disk, name);
    return file ? file->now.size : 0;
}
