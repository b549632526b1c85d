import { isStationError } from "../../base/errors/station-error.ts";
import { deviceErrors } from "../device-errors.ts";
import type { ConsoleSettings } from "./console-settings.ts";
import type { ConsoleShell } from "./console-shell.ts";
import type { ConsoleTerminal } from "./console-terminal.ts";
import { findShell } from "./find-shell.ts";
import { quotedPieces } from "./shell-words.ts";

/** Tried in this order; lines of the first one must pass, and the last one that passes is used. */
const shortestLine = 100;
const lineLimits = [200, 900];
const probeMs = 2500;

// All in a shell of our own below the one found: what it was is there again when ours ends, and no line of ours is in a history.
const nestedShell = "PS1= PS2= ENV= HISTFILE= TMN=1 sh";
const marks = `tm(){ printf '\\n<%s\\n' $1;eval "$2" </dev/null 2>&1;printf '\\n%s>%d\\n' $1 $?;}`;
// On a line of its own: Bash forgets what else stands in an eval when this changes where it reads from.
const noEditing = '[ "$BASH_VERSION" ]&&set +o emacs +o vi';
const manners = [
  "unset HISTFILE PROMPT_COMMAND MAIL MAILPATH;export LC_ALL=C;umask 077",
  "PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin",
].join("\n");

export interface Taming {
  readonly settings: ConsoleSettings;
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds a shell, starts one of our own in it without echo, prompt, history and line editing, teaches it our marks, becomes root
 * where the recipe says, and finds out how long a line may be.
 */
export async function tameShell(terminal: ConsoleTerminal, shell: ConsoleShell, taming: Taming): Promise<void> {
  const { settings, ms, signal } = taming;
  const search = { login: settings.login, ms, signal };
  let found = await findShell(terminal, search);
  // An earlier session was cut off in its own shell: leave it, which may log us out as well.
  for (let depth = 0; found.leftBehind && depth < 3; depth += 1) {
    await terminal.type(" exit\n", signal);
    await terminal.settle(150, 1500, signal);
    found = await findShell(terminal, search);
  }
  await terminal.type(" TMS=$(stty -g);unset HISTFILE;stty -echo\n", signal);
  await enter(terminal, nestedShell, found.loggedIn, taming);
  await teach(terminal, shell, signal);
  if (settings.becomeRoot === "sudo") await becomeRoot(terminal, shell, taming);
  await findLineLimit(shell, signal);
}

async function enter(terminal: ConsoleTerminal, command: string, exit: boolean, taming: Taming): Promise<void> {
  const restore = exit ? "stty $TMS;exit" : "stty $TMS;unset TMS";
  await terminal.type(` ${command};${restore}\n`, taming.signal);
  const inside = await findShell(terminal, { awake: true, ms: taming.ms, signal: taming.signal });
  if (!inside.leftBehind) throw deviceErrors.noShell("a shell answers, but not the one started in it");
}

/** The marks are taught in pieces, as the shortest console takes them, and then answer for the first time. */
async function teach(terminal: ConsoleTerminal, shell: ConsoleShell, signal: AbortSignal | undefined): Promise<void> {
  await terminal.type(` ${noEditing}\n C=\n`, signal);
  for (const piece of quotedPieces(`${manners}\n${marks}`, shortestLine - 10)) {
    await terminal.type(` C=$C${piece}\n`, signal);
  }
  await terminal.type(' eval "$C"\n', signal);
  shell.lineLimit = shortestLine;
  const { output } = await shell.run("echo ready", { ms: probeMs * 2, signal });
  if (output !== "ready") throw deviceErrors.badAnswer("the shell garbles what it is told");
}

async function becomeRoot(terminal: ConsoleTerminal, shell: ConsoleShell, taming: Taming): Promise<void> {
  const { signal } = taming;
  if ((await shell.run("id -u", { signal })).output === "0") return;
  if ((await shell.run("sudo -n true", { signal })).status !== 0) {
    throw deviceErrors.notRoot("sudo -n asks for a password, or is not there");
  }
  // In place of our shell: when it ends, the one we came through goes on and tidies up.
  await terminal.type(` exec sudo -n env ${nestedShell}\n`, signal);
  const inside = await findShell(terminal, { awake: true, ms: taming.ms, signal });
  if (!inside.leftBehind) throw deviceErrors.notRoot("sudo -n gave no shell");
  await teach(terminal, shell, signal);
  if ((await shell.run("id -u", { signal })).output !== "0") throw deviceErrors.notRoot("sudo -n gave no root shell");
}

async function findLineLimit(shell: ConsoleShell, signal: AbortSignal | undefined): Promise<void> {
  for (const limit of lineLimits) {
    const before = shell.lineLimit;
    shell.lineLimit = limit;
    if (await takesLine(shell, limit, signal)) continue;
    shell.lineLimit = before;
    return;
  }
}

async function takesLine(shell: ConsoleShell, limit: number, signal: AbortSignal | undefined): Promise<boolean> {
  // Quoted, with our mark and the line feed around it, the line has just `limit` characters.
  const filler = "x".repeat(limit - 16 - "A=;echo ${#A}".length);
  try {
    const { output } = await shell.run(`A=${filler};echo \${#A}`, { ms: probeMs, signal });
    return output === String(filler.length);
  } catch (error) {
    if (isStationError(error, "link.timeout") || isStationError(error, "device.too-slow")) return false;
    throw error;
  }
}
