import { randomBytes } from "node:crypto";
import { isStationError } from "../../base/errors/station-error.ts";
import { linkErrors } from "../../link/link-errors.ts";
import { deviceErrors } from "../device-errors.ts";
import type { ConsoleShell } from "./console-shell.ts";
import type { ConsoleTerminal } from "./console-terminal.ts";
import { findShell } from "./find-shell.ts";
import { nestedShell, teachMarks } from "./nested-shell.ts";
import { orNothing } from "./or-nothing.ts";
import { asksForPassword, givePassword, passwordExpired, wantsNewPassword } from "./password-prompt.ts";

export interface BecomingRoot {
  readonly way: "sudo" | "su";
  readonly password: string | undefined;
  readonly ms: number;
  readonly signal: AbortSignal | undefined;
  /** Our shell has been given up for the one that is to come. */
  readonly onShellGone: () => void;
  readonly onShellBack: () => void;
}

const promptMs = 10_000;
/** A wrong password is answered after two or three seconds, so that guessing takes long. */
const decisionMs = 15_000;
const interrupt = "\u0003";
// Whatever they say in the station's own language, as the shell that starts them speaks it (LC_ALL=C).
const refusals =
  /authentication failure|incorrect password|sorry, try again|not in the sudoers|may not run|not allowed|\bsu: /i;

/**
 * Puts a shell of root's in the place of ours, by sudo or su: when it ends, the one we came through goes on and tidies up. A password
 * is given once, to a prompt, never as an argument. Throws `device.not-root`, `device.password-expired`.
 */
export async function becomeRoot(terminal: ConsoleTerminal, shell: ConsoleShell, root: BecomingRoot): Promise<void> {
  const { way, password, signal } = root;
  if ((await shell.run("id -u", { signal })).output === "0") return;
  if ((await shell.run(`command -v ${way}`, { signal })).status !== 0)
    throw deviceErrors.notRoot(`the device has no ${way}`);
  const free = way === "sudo" && (await shell.run("sudo -n true", { signal })).status === 0;
  if (!free && password === undefined) throw deviceErrors.notRoot(`${way} asks for a password, and none is set`);
  const mark = randomBytes(4).toString("hex");
  root.onShellGone();
  terminal.discard();
  await terminal.type(` exec ${free ? `sudo -n env ${nestedShell}` : commandWithPrompt(way, mark)}\n`, signal);
  if (!free && password !== undefined) await answerPrompt(terminal, { ...root, password }, mark);
  await expectOurs(terminal, root);
  root.onShellBack();
  await teachMarks(terminal, shell, signal);
  if ((await shell.run("id -u", { signal })).output !== "0") throw deviceErrors.notRoot(`${way} gave no root shell`);
}

/**
 * sudo's prompt is our mark, and so is the first prompt of root's shell; both cut in two, so that no echo of ours looks like them.
 * `-k`: sudo asks whatever it remembers, and remembers nothing. Not `su -c`: some give that no terminal of its own, and a command
 * could not be broken off.
 */
function commandWithPrompt(way: "sudo" | "su", mark: string): string {
  const greeting = nestedShell.replace("PS1=", `PS1="tm""${mark}."`);
  return way === "sudo"
    ? `sudo -k -p "tm""${mark}?" env ${greeting}`
    : `env ${greeting.replace(/sh$/, "su -s /bin/sh root")}`;
}

async function answerPrompt(
  terminal: ConsoleTerminal,
  { way, password, signal }: BecomingRoot & { readonly password: string },
  mark: string,
): Promise<void> {
  const asks = (text: string): boolean => text.includes(`tm${mark}?`) || asksForPassword(text);
  const onTimeout = () => linkErrors.timeout("console is silent");
  const asked = (text: string) => (asks(text) ? true : undefined);
  if ((await orNothing(terminal.waitFor(asked, { ms: promptMs, signal, onTimeout }))) === undefined)
    throw deviceErrors.notRoot(`${way} asked for no password`);
  const isRefusal = (text: string): boolean => asks(text) || refusals.test(text) || wantsNewPassword(text);
  const decided = (text: string): boolean => text.includes(`tm${mark}.`) || isRefusal(text);
  await givePassword(terminal, password, { decided, ms: decisionMs, signal });
  const { text } = terminal;
  const expired = wantsNewPassword(text);
  if (!isRefusal(text)) return await terminal.type(" PS1=\n", signal);
  // Once is enough: some devices lock an account after three.
  await terminal.type(interrupt, signal);
  throw expired
    ? passwordExpired(way === "su" ? "root" : "the user")
    : deviceErrors.notRoot(`${way} refused the password`);
}

async function expectOurs(terminal: ConsoleTerminal, { way, ms, signal }: BecomingRoot): Promise<void> {
  try {
    const inside = await findShell(terminal, { awake: true, ms, signal });
    if (!inside.leftBehind) throw deviceErrors.notRoot(`${way} gave no shell of ours`);
  } catch (error) {
    // Without it we may be logged out already, and asked for a name.
    const isAbout = isStationError(error, "device.no-shell") || isStationError(error, "device.login-refused");
    throw isAbout ? deviceErrors.notRoot(`${way} gave no shell`, error) : error;
  }
}
