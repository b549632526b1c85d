import { createHash } from "node:crypto";
import { fromBase64 } from "../../base/bytes/base64.ts";
import { toBase64 } from "../../base/bytes/bytes.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { linkErrors } from "../../link/link-errors.ts";
import { deviceErrors } from "../device-errors.ts";
import type { ConsoleFile } from "./console-settings.ts";
import type { ConsoleShell, RunOptions } from "./console-shell.ts";
import type { RunResult } from "./marked-answer.ts";
import { quoteWord } from "./shell-words.ts";

/** Statuses our own functions answer with, apart from those of programs. */
const damaged = 90;
const tooLarge = 91;
const notWritten = 92;

/** Largest file or answer that is carried either way. */
const mostBytes = 64 * 1024;
const transferMs = 60_000;

// tme, tmd: Base64 out of and into bytes. tmh: SHA-256 of what comes in. tmp HASH BASE64: bytes into $D/c. tmg FILE MOST: a file
// as length, hash and Base64. tmw FILE MODE OWNER: $D/c becomes the file, never half of it, with the owner and mode it had.
const functions = [
  "D=$(mktemp -d /run/.tmXXXXXX 2>/dev/null||mktemp -d /tmp/.tmXXXXXX)||D=",
  // Where the line is cut most shells still get to this; what they do not, is in memory and goes at the next boot.
  "trap 'rm -rf \"$D\"' EXIT;trap exit HUP TERM",
  "if command -v base64 >/dev/null;then tme(){ base64;};tmd(){ base64 -d;};else tme(){ openssl base64;};tmd(){ openssl base64 -d -A;};fi",
  "if command -v sha256sum >/dev/null;then tmh(){ sha256sum|cut -c1-64;};else tmh(){ openssl dgst -sha256 -r|cut -c1-64;};fi",
  'tms(){ sync "$1" 2>/dev/null||sync;}',
  `tmp(){ printf %s "$2"|tmd>$D/c;[ "$(tmh<$D/c)" = $1 ]||return ${damaged};}`,
  `tmg(){ [ -e "$1" ]||{ echo none;return;};N=$(($(wc -c<"$1")));echo $N;[ $N -le $2 ]||return ${tooLarge};tmh<"$1"&&tme<"$1";}`,
  `tmw(){ F=$(dirname "$1");(umask 022;mkdir -p "$F")&&F=$F/.tm$$&&{ [ ! -e "$1" ]||cp -p "$1" "$F";}&&cat $D/c>"$F"&&{ [ -z "$2" ]||chmod $2 "$F";}&&{ [ -z "$3" ]||chown $3 "$F";}&&[ "$(tmh<"$F")" = "$(tmh<$D/c)" ]&&tms "$F"&&mv -f "$F" "$1"&&tms "$(dirname "$1")"||{ rm -f "$F";return ${notWritten};};}`,
  '[ -n "$D" ]&&for T in printf wc cut mv mkdir dirname chmod;do command -v $T >/dev/null||echo $T;done;[ "$(printf aGk=|tmd|tmh)" = 8f434346648f6b96df89dda901c5176b10a6d83961dd3c1ac88b59b2dc327aa4 ]||echo base64 sha256sum;[ -n "$D" ]||echo mktemp',
];

const sha256Hex = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Bytes to and from a device that has but a shell: Base64 with length and SHA-256, and files that are never half written. */
export class DeviceTools {
  readonly #shell: ConsoleShell;

  constructor(shell: ConsoleShell) {
    this.#shell = shell;
  }

  /** Teaches the shell our functions. Throws `device.missing-tool` naming the programs the device lacks. */
  async prepare(signal?: AbortSignal): Promise<void> {
    const { output } = await this.run(functions.join("\n"), { ms: transferMs, signal });
    const missing = output.split("\n").filter((name) => name !== "");
    if (missing.length > 0) throw deviceErrors.missingTool(`the device lacks ${missing.join(", ").slice(0, 200)}`);
  }

  run(command: string, options?: RunOptions): Promise<RunResult> {
    return this.#shell.run(command, options);
  }

  /** Runs a command that must succeed; throws what its status means, with the end of what it printed. */
  async must(command: string, what: string, options?: RunOptions): Promise<string> {
    const { status, output } = await this.run(command, options);
    if (status === 0) return output;
    throw failure(status, `${what}: status ${status}: ${output.slice(-300)}`);
  }

  /** Runs a command on bytes, which it finds in the file `$D/c`. */
  on(bytes: Uint8Array, command: string, what: string, options?: RunOptions): Promise<string> {
    const put = `tmp ${sha256Hex(bytes)} ${toBase64(bytes)}&&${command}`;
    return again(() => this.must(put, what, { ms: transferMs, ...options }));
  }

  /** Runs a command that leaves its answer in the file `$D/r`. */
  answer(command: string, what: string, options?: RunOptions): Promise<Uint8Array> {
    return again(async () => {
      const output = await this.must(`rm -f $D/r;${command}&&tmg $D/r ${mostBytes}`, what, {
        ms: transferMs,
        ...options,
      });
      const bytes = parseBlob(output);
      if (bytes === undefined) throw deviceErrors.badAnswer(`${what}: left no answer`);
      return bytes;
    });
  }

  /** Runs a command once on the bytes in `$D/c`; what it leaves in `$D/r` comes back. Only the carrying is repeated, never the command. */
  async transfer(bytes: Uint8Array, command: string, what: string, options?: RunOptions): Promise<Uint8Array> {
    const fetch = `tmg $D/r ${mostBytes}`;
    const output = await this.on(bytes, `{ ${command};${fetch};}`, what, options);
    try {
      return parseBlob(output) ?? new Uint8Array();
    } catch (error) {
      if (!isStationError(error, "link.bad-frame")) throw error;
      return parseBlob(await this.must(fetch, what, options)) ?? new Uint8Array();
    }
  }

  /** A file's content, `undefined` if there is none. */
  read(path: string, signal?: AbortSignal): Promise<Uint8Array | undefined> {
    const options = { ms: transferMs, signal, maximumOutput: 2 * mostBytes };
    return again(async () =>
      parseBlob(await this.must(`tmg ${quoteWord(path)} ${mostBytes}`, `read ${path}`, options)),
    );
  }

  /** Writes a file whole or not at all: beside it, on the disk, then in its place. */
  async write({ path, mode = "", owner = "" }: ConsoleFile, content: Uint8Array, signal?: AbortSignal): Promise<void> {
    if (content.length > mostBytes) throw deviceErrors.tooLarge(`${path}: ${content.length} bytes`);
    const command = `tmw ${[path, mode, owner].map((word) => (word === "" ? "''" : quoteWord(word))).join(" ")}`;
    await this.on(content, command, `write ${path}`, { signal });
  }
}

/** What `tmg` prints. Throws `link.bad-frame` when length or hash tell that the line lost or made up something. */
export function parseBlob(output: string): Uint8Array | undefined {
  const [length = "", hash, ...lines] = output.split("\n").map((line) => line.trim());
  if (length === "none" && hash === undefined) return undefined;
  const text = lines.join("");
  const bytes = /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0 ? fromBase64(text) : new Uint8Array();
  if (String(bytes.length) !== length || sha256Hex(bytes) !== hash) {
    throw linkErrors.badFrame(`${output.length} characters are not the ${length.slice(0, 10)} bytes they should be`);
  }
  return bytes;
}

function failure(status: number, detail: string) {
  if (status === damaged) return linkErrors.badFrame(detail);
  if (status === tooLarge) return deviceErrors.tooLarge(detail);
  if (status === notWritten) return deviceErrors.storageFailed(detail);
  return status === 127 ? deviceErrors.missingTool(detail) : deviceErrors.refused(detail);
}

/** Once more where the line damaged what it carried: every command here may be given twice. */
async function again<Value>(task: () => Promise<Value>): Promise<Value> {
  try {
    return await task();
  } catch (error) {
    if (!isStationError(error, "link.bad-frame")) throw error;
    return await task();
  }
}
