#pragma once
#include <sqlite3.h>

/* Binds bytes that SQLite copies; the macro SQLITE_TRANSIENT is not visible to Swift. */
int lianji_sqlite_bind_bytes(sqlite3_stmt *statement, int index, const void *bytes, int count);
/* Binds UTF-8 text that SQLite copies. */
int lianji_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int count);
