#!/usr/bin/env bash
# Has Debian's ModemManager judge an emulated modem: it takes the modem as one of its own, initializes
# it, enables it, and mmcli prints what it understood, as KEY : VALUE lines.
#
#   dbus-run-session -- with-modemmanager.sh SOCKET FOLDER
#
# SOCKET is an abstract Unix socket whose name is the whole text and begins with "abstract:", where
# the modem listens. FOLDER takes the logs. Ends with status 0 when ModemManager came to a verdict,
# whatever that is.
set -euo pipefail
readonly socket=$1 logs=$2
PATH=$PATH:/usr/sbin
# mmcli asks the system bus: the private one has to do.
export DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS

# Versions differ in what there is to leave out.
options=(--test-session --test-enable --debug)
known=$(ModemManager --help 2>&1 || true)
for option in --test-no-udev --test-no-suspend-resume --test-no-qrtr; do
  if [[ $known == *"$option"* ]]; then options+=("$option"); fi
done
ModemManager "${options[@]}" > "$logs/modemmanager.log" 2>&1 &
manager=$!
# It has nothing to save, and asked politely it waits for its modems.
trap 'kill -KILL "$manager" 2> /dev/null; wait "$manager" 2> /dev/null || true' EXIT

# Repeats a command until it succeeds: at most so many times, half a second apart.
repeat() {
  local times=$1
  shift
  for ((; times > 0; times--)); do
    if "$@" > /dev/null 2>> "$logs/attempts.log"; then return 0; fi
    sleep 0.5
  done
  return 1
}

set_profile() {
  gdbus call --session --dest org.freedesktop.ModemManager1 \
    --object-path /org/freedesktop/ModemManager1 \
    --method org.freedesktop.ModemManager1.Test.SetProfile lianji generic "['$socket']"
}

is_in() { mmcli -m any -K | grep -Eq "^modem\.generic\.state +: ($1)$"; }

repeat 20 set_profile
repeat 120 is_in 'disabled|failed|locked'
if is_in disabled; then
  mmcli -m any -e > "$logs/enable.log" 2>&1
  repeat 60 is_in 'registered|connected'
fi
mmcli -m any -K
mmcli -i any -K 2> /dev/null || true
