#include "CSQLite.h"

int lianji_sqlite_bind_bytes(sqlite3_stmt *statement, int index, const void *bytes, int count) {
    /* A null pointer would bind NULL; an empty blob is not NULL. */
    if (count == 0) return sqlite3_bind_zeroblob(statement, index, 0);
    return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}

int lianji_sqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
    return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}
