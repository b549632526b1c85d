import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What sudo and su do on this device, and what the password is. */
export interface RootStandIns {
  readonly password: string;
  /** sudo -n works: no password is asked for. */
  readonly free?: boolean;
  /** What is asked, where su or a module in sudo's place words it itself. */
  readonly prompt?: string;
  /** Said after a right password, in place of a shell. */
  readonly afterwards?: string;
}

/**
 * Writes `sudo`, `su` and `id` into a folder that comes first in the PATH of a device's shell. They ask on the terminal without echo,
 * three times, as the real ones do; those would want to know this machine's passwords. Answers tell who is root now.
 */
export function writeRootStandIns(folder: string, { password, free = false, prompt, afterwards }: RootStandIns): void {
  const ask = (times: number): string => `
asked=0
while :; do
  stty -echo </dev/tty
  printf '%s' "$prompt" >/dev/tty
  IFS= read -r given </dev/tty || exit 1
  stty echo </dev/tty
  printf '\\n' >/dev/tty
  asked=$((asked + 1))
  echo asked >>'${join(folder, "asked")}'
  [ "$given" = '${password.replaceAll("'", "'\\''")}' ] && break
  sleep 0.2
  [ $asked -lt ${times} ] || { echo "$1: Authentication failure" >/dev/tty; exit 1; }
  echo "Sorry, try again." >/dev/tty
done
${afterwards === undefined ? "" : `printf '%s' '${afterwards}' >/dev/tty; IFS= read -r given </dev/tty; exit 1`}`;
  const scripts = {
    sudo: `
prompt='[sudo] password: '
while :; do
  case $1 in
    -n) ${free ? 'shift; ROOT=1 exec "$@"' : "echo 'sudo: a password is required' >&2; exit 1"} ;;
    -k) shift ;;
    -p) prompt=$2; shift 2 ;;
    *) break ;;
  esac
done
${prompt === undefined ? "" : `prompt='${prompt}'`}
${ask(3)}
ROOT=1 exec "$@"`,
    su: `
prompt='${prompt ?? "Password: "}'
[ "$1 $2 $3" = "-s /bin/sh root" ] || exit 9
${ask(1)}
ROOT=1 exec /bin/sh`,
    id: '[ "$ROOT" ] && echo 0 || echo 1000',
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
}
