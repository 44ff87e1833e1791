#pragma once
/* The least that a program can do to use a card through libpcsclite: what the driver is held to. */

/* Connects to the card in a reader and sends it the same command so many times; returns the
   nanoseconds of one, or a negative number when a call fails. The card has to answer 9000. */
long long bare_card_loop(const char *reader, const unsigned char *command, unsigned long length,
                         int count);

/* Waits for so many insertions and removals, and keeps the CLOCK_MONOTONIC nanoseconds at which
   the library told of each; returns how many there were. */
int bare_card_events(const char *reader, long long *times, int count, int timeout_ms);
