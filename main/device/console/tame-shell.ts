import { isStationError } from "../../base/errors/station-error.ts";
import { deviceErrors } from "../device-errors.ts";
import { becomeRoot } from "./become-root.ts";
import type { ConsoleSettings } from "./console-settings.ts";
import type { ConsoleShell } from "./console-shell.ts";
import type { ConsoleTerminal } from "./console-terminal.ts";
import { findShell } from "./find-shell.ts";
import { nestedShell, prepareShell, probeMs, restoreShell, teachMarks } from "./nested-shell.ts";

/** Tried in this order, after the shortest; the last one that passes is used. */
const lineLimits = [200, 900];

export interface Taming {
  readonly settings: ConsoleSettings;
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether what we type now goes to a shell of our own, which must be left again. */
  readonly onOwnShell: (isOurs: boolean) => void;
}

/**
 * Finds a shell, starts one of our own in it without echo, prompt, history and line editing, teaches it our marks, becomes root
 * where the recipe says, and finds out how long a line may be.
 */
export async function tameShell(terminal: ConsoleTerminal, shell: ConsoleShell, taming: Taming): Promise<void> {
  const { settings, ms, signal, onOwnShell } = taming;
  const search = { login: settings.login, ms, signal };
  let found = await findShell(terminal, search);
  // An earlier session was cut off in its own shell: leave it, which may log us out as well.
  for (let depth = 0; found.leftBehind && depth < 3; depth += 1) {
    await terminal.type(" exit\n", signal);
    await terminal.settle(150, 1500, signal);
    found = await findShell(terminal, search);
  }
  await terminal.type(` ${prepareShell}\n`, signal);
  await enter(terminal, found.loggedIn, taming);
  await teachMarks(terminal, shell, signal);
  const { becomeRoot: way = "none", rootPassword: password } = settings;
  if (way !== "none") {
    const [onShellGone, onShellBack] = [() => onOwnShell(false), () => onOwnShell(true)];
    await becomeRoot(terminal, shell, { way, password, ms, signal, onShellGone, onShellBack });
  }
  await findLineLimit(shell, signal);
}

async function enter(terminal: ConsoleTerminal, logOut: boolean, taming: Taming): Promise<void> {
  await terminal.type(` ${nestedShell};${restoreShell(logOut)}\n`, taming.signal);
  const inside = await findShell(terminal, { awake: true, ms: taming.ms, signal: taming.signal });
  if (!inside.leftBehind) throw deviceErrors.noShell("a shell answers, but not the one started in it");
  taming.onOwnShell(true);
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
