#!/bin/sh
# A console's log-in dialogue as getty and login have it, with a real shell behind: USER PASSWORD SHELL... For ever, like init.
# Written by hand because a real login wants to be root and changes this machine's log.
user=$1 password=$2
shift 2
trap '' INT
while :; do
  printf '\r\nDebian GNU/Linux 12 gateway ttyS0\r\n\r\ngateway login: '
  IFS= read -r name || exit 0
  [ -n "$name" ] || continue
  printf 'Password: '
  stty -echo
  IFS= read -r given || exit 0
  stty echo
  printf '\r\n'
  if [ "$name" != "$user" ] || [ "$given" != "$password" ]; then
    sleep 1
    printf '\r\nLogin incorrect\r\n'
    continue
  fi
  printf 'Linux gateway 6.1.0\r\n\r\nUnauthorised access is denied.\r\nLast login: Mon Nov 23 00:00:00 UTC 2026 on ttyS0\r\n'
  (trap - INT; exec "$@")
done
