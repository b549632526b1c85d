import { randomBytes } from "node:crypto";
import { linkErrors } from "../../link/link-errors.ts";
import { deviceErrors } from "../device-errors.ts";
import type { ConsoleLogin } from "./console-settings.ts";
import type { ConsoleTerminal } from "./console-terminal.ts";
import { orNothing } from "./or-nothing.ts";
import { asksForPassword, givePassword, lastPlainText, passwordExpired, wantsNewPassword } from "./password-prompt.ts";

// Only what stands last counts: "Last login: …" and messages of the day hold these words too.
const loginPrompt =
  /(?:^|[\r\n])(?!last )[^\r\n]{0,120}(?:login|user ?name|benutzername|identifiant|用户名|ユーザー名)[^\S\r\n]*[:：] *$/iu;
// Not just "denied": a message of the day likes to say that unauthorised access is.
const refusal = /login incorrect|authentication failure|incorrect password/i;
const shellPrompt = /[$#>%] ?$/;

/** Nothing is typed while a device is still talking: it may be booting, and a key would stop its boot loader. */
const firstQuietMs = 40;
const talkingQuietMs = 700;
const answerMs = 1000;
const passwordMs = 10_000;
const interrupt = "\u0003";

export interface ShellSearch {
  readonly login?: ConsoleLogin | undefined;
  /** We have just typed something here: no need to wake anybody, or to wait for the end of a boot. */
  readonly awake?: boolean | undefined;
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

export interface FoundShell {
  /** We logged in, so we log out. */
  readonly loggedIn: boolean;
  /** Nested shells of ours that an earlier session, cut off, left behind. */
  readonly leftBehind: boolean;
}

/** Wakes the console and logs in where it asks; a shell that answers already is taken. Throws `device.no-shell`, `device.login-refused`. */
export async function findShell(terminal: ConsoleTerminal, search: ShellSearch): Promise<FoundShell> {
  const until = performance.now() + search.ms;
  let loggedIn = false;
  if (search.awake === true) terminal.discard();
  else await waitForSilence(terminal, search);
  while (performance.now() < until) {
    if (!asksSomething(terminal.text)) {
      const leftBehind = await probe(terminal, loggedIn || search.awake === true, search.signal);
      if (leftBehind !== undefined) return { loggedIn, leftBehind };
    }
    if (asksForPassword(terminal.text)) {
      // What we typed was taken for a name, or somebody left it half-way.
      if (loggedIn) throw refused(search.login);
      await typeAndSettle(terminal, "", search.signal);
    } else if (asksForName(terminal.text)) {
      if (loggedIn) throw refused(search.login);
      await logIn(terminal, search.login, search.signal);
      loggedIn = true;
    }
  }
  throw deviceErrors.noShell(`neither a log-in prompt nor a shell within ${search.ms} ms`);
}

async function waitForSilence(terminal: ConsoleTerminal, { ms, signal }: ShellSearch): Promise<void> {
  await terminal.settle(firstQuietMs, firstQuietMs * 2, signal);
  const talking = terminal.text !== "" && !asksSomething(terminal.text) && !prompts(terminal.text);
  if (talking) await terminal.settle(talkingQuietMs, ms, signal);
}

const asksForName = (text: string): boolean => loginPrompt.test(lastPlainText(text));
const asksSomething = (text: string): boolean => asksForName(text) || asksForPassword(text);
const prompts = (text: string): boolean => shellPrompt.test(lastPlainText(text));

// Nothing of the dialogue goes into a detail: a device may echo what it should not.
const refused = (login: ConsoleLogin | undefined) =>
  deviceErrors.loginRefused(`log-in as "${login?.user ?? ""}" was refused`);

async function typeAndSettle(terminal: ConsoleTerminal, text: string, signal: AbortSignal | undefined): Promise<void> {
  terminal.discard();
  await terminal.type(`${text}\n`, signal);
  const said = (now: string) => (asksSomething(now) ? true : undefined);
  await orNothing(terminal.waitFor(said, { ms: answerMs * 5, signal, onTimeout: nothing }));
}

const nothing = () => linkErrors.timeout("console is silent");

/** A shell tells a marker that our own text does not hold, and whether it is one of ours; `undefined` if none answers. */
async function probe(
  terminal: ConsoleTerminal,
  awake: boolean,
  signal: AbortSignal | undefined,
): Promise<boolean | undefined> {
  if (!awake) {
    terminal.discard();
    await terminal.type("\n", signal);
    const prompted = (text: string) => (asksSomething(text) || prompts(text) ? true : undefined);
    await orNothing(terminal.waitFor(prompted, { ms: answerMs / 4, signal, onTimeout: nothing }));
    if (asksSomething(terminal.text)) return undefined;
  }
  const nonce = randomBytes(4).toString("hex");
  terminal.discard();
  await terminal.type(` echo "tm""${nonce}:$TMN:"\n`, signal);
  const answer = new RegExp(`tm${nonce}:(1?):`);
  const found = await orNothing(
    terminal.waitFor(
      (text) => {
        const seen = answer.exec(text)?.[1];
        return seen ?? (asksSomething(text) ? "asks" : undefined);
      },
      { ms: answerMs, signal, onTimeout: nothing },
    ),
  );
  return found === undefined || found === "asks" ? undefined : found === "1";
}

async function logIn(
  terminal: ConsoleTerminal,
  login: ConsoleLogin | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (login === undefined) throw deviceErrors.loginRefused("device asks for a log-in, and the recipe names none");
  terminal.discard();
  await terminal.type(`${login.user}\n`, signal);
  const asked = await orNothing(
    terminal.waitFor((text) => (asksForPassword(text) ? "password" : prompts(text) ? "shell" : undefined), {
      ms: login.password === undefined ? answerMs : passwordMs,
      signal,
      onTimeout: nothing,
    }),
  );
  if (asked !== "password") return;
  if (login.password === undefined) throw deviceErrors.loginRefused(`"${login.user}" needs a password, none is set`);
  await givePassword(terminal, login.password, { signal });
  await judgePassword(terminal, login, signal);
}

async function judgePassword(
  terminal: ConsoleTerminal,
  login: ConsoleLogin,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (wantsNewPassword(terminal.text)) {
    // Nobody is to be asked for a new one on our account: login gives up, and asks for a name again.
    await terminal.type(interrupt, signal);
    throw passwordExpired(login.user);
  }
  if (refusal.test(terminal.text) || asksSomething(terminal.text)) throw refused(login);
}
