import { stripVTControlCharacters } from "node:util";
import { linkErrors } from "../../link/link-errors.ts";
import { deviceErrors } from "../device-errors.ts";
import type { ConsoleTerminal } from "./console-terminal.ts";
import { orNothing } from "./or-nothing.ts";

/** As PAM, getty and busybox ask for it in the languages that devices are sold with. */
const passwordWords = [
  "pass(?:word|code|phrase|wort)",
  "kennwort",
  "mot de passe",
  "contraseña",
  "senha",
  "parola",
  "wachtwoord",
  "has[lł]o",
  "heslo",
  "lösenord",
  "пароль",
  "密码",
  "密碼",
  "パスワード",
  "암호",
  "mật khẩu",
].join("|");
const passwordPrompt = new RegExp(`(?:${passwordWords})[^\\r\\n:：]{0,60}[:：] *$`, "iu");

// A mere warning that it will expire is none.
const mustBeChanged =
  /required to change your password|(?:password|account)(?: or password)? (?:has expired|is expired)|account expired|change (?:the )?expired password|(?:^|[\r\n])[^\r\n]{0,30}(?:new|\(?current\)?)(?: unix)? password[^\r\n:]{0,40}: *$/i;

/** Characters of a prompt, with what login says before it. */
const mostPrompt = 4096;
const settleMs = 20;
const mostSettleMs = 1000;
const answerMs = 20_000;

/** The last a person would see of it: prompts come in colours, and shells set titles and paste modes around them. */
export const lastPlainText = (text: string): string => stripVTControlCharacters(text.slice(-mostPrompt));

export const asksForPassword = (text: string): boolean => passwordPrompt.test(lastPlainText(text));

/** The password counts no more: the device wants a new one before it lets anybody in. */
export const wantsNewPassword = (text: string): boolean => mustBeChanged.test(lastPlainText(text));

export const passwordExpired = (user: string) =>
  deviceErrors.passwordExpired(`the device wants a new password of "${user}" before it lets anybody in`);

export interface PasswordAnswer {
  /** What the device says when it has made up its mind; left out, anything. */
  readonly decided?: (text: string) => boolean;
  readonly ms?: number;
  readonly signal: AbortSignal | undefined;
}

/** Answers the prompt that stands there, once, and waits until the device has made up its mind. What it says stays in the terminal. */
export async function givePassword(
  terminal: ConsoleTerminal,
  password: string,
  { decided = (text) => /[^\s]/.test(text), ms = answerMs, signal }: PasswordAnswer,
): Promise<void> {
  // Programs that turn echo off throw away what was typed before: a moment, or the password is lost.
  await terminal.settle(settleMs, mostSettleMs, signal);
  terminal.discard();
  await terminal.type(`${password}\n`, signal);
  // A device that echoes what it should not is not taken to have answered.
  const answered = (text: string) => (decided(text.replaceAll(password, "")) ? true : undefined);
  const onTimeout = () => linkErrors.timeout("console is silent");
  const seen = await orNothing(terminal.waitFor(answered, { ms, signal, onTimeout }));
  if (seen === true) await terminal.settle(mostSettleMs / 10, mostSettleMs * 2, signal);
}
