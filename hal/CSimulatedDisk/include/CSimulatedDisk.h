#pragma once
#include <stddef.h>
#include <stdint.h>

/*
 * A disk for SQLite that loses power.
 *
 * Files live in memory. What is written stays apart until it is synced. Each write, truncation,
 * sync and deletion is one I/O point, counted from 1. When the count reaches the point of the
 * cut, that operation does not take effect, and of everything not synced the disk keeps what the
 * seed says: nothing, the first operations, some of the 512-byte sectors, or all but with a
 * garbled last sector. From then on every operation fails, as on a machine that is off, until
 * lianji_disk_power_on.
 *
 * What the model promises, as eMMC and SSDs do: a synced write survives; a sector is old, new or,
 * the last one only, garbage; deleting and creating a file is durable at once.
 *
 * Not for use between threads. A disk is registered with SQLite as a VFS under its name.
 */
typedef struct lianji_disk lianji_disk;

/* Makes an empty disk and registers it; NULL when out of memory. */
lianji_disk *lianji_disk_create(const char *vfs_name, uint64_t seed);
/* Unregisters and frees a disk; every database on it must be closed. */
void lianji_disk_destroy(lianji_disk *disk);
/* Cuts the power at the given I/O point from now; 0 means never. */
void lianji_disk_cut_at(lianji_disk *disk, uint64_t io_point);
/* Lets the n-th I/O point from now fail with an SQLite result code; 0 means never. */
void lianji_disk_fail_at(lianji_disk *disk, uint64_t io_point, int result_code);
/* Lets the disk lie: syncs are counted, and nothing becomes durable by them. Tests use it to see
 * that a simulation notices. */
void lianji_disk_ignore_syncs(lianji_disk *disk);
/* Counts something else than a write as an I/O point; returns 0 when there is no power. */
int lianji_disk_pass_point(lianji_disk *disk);
/* Cuts the power now. */
void lianji_disk_cut(lianji_disk *disk);
/* Whether the disk has power. */
int lianji_disk_is_powered(const lianji_disk *disk);
/* Gives power again and starts counting at 0. */
void lianji_disk_power_on(lianji_disk *disk);
/* I/O points since the power came on. */
uint64_t lianji_disk_io_points(const lianji_disk *disk);
/* Syncs since the power came on. */
uint64_t lianji_disk_syncs(const lianji_disk *disk);
/* Flips a byte of a file's durable content, as rot does; returns 0 when there is no such byte. */
int lianji_disk_rot(lianji_disk *disk, const char *file, size_t offset);
/* The size of a file, or 0. */
size_t lianji_disk_file_size(const lianji_disk *disk, const char *file);
