import { fromHex } from "../../base/bytes/bytes.ts";
import { isStationError, StationError } from "../../base/errors/station-error.ts";
import { deviceErrors } from "../device-errors.ts";
import type { DeviceSymmetricKey } from "../device-session.ts";
import type { ConsoleFile } from "./console-settings.ts";
import type { DeviceTools } from "./device-tools.ts";
import { quoteWord } from "./shell-words.ts";

const proofMs = 60_000;
const noKeyStatus = 93;

// RFC 2104 with the shell's own arithmetic and SHA-256: no program is ever given the key in its arguments, where every user of the
// device could read it. `$i` and `$o` become the key, filled up with zeros to a block of 64 bytes, XORed with ipad and opad.
const hmac = [
  `[ -s "$K" ]||exit ${noKeyStatus}`,
  `hex(){ if command -v od >/dev/null;then od -An -v -tx1 "$K";else hexdump -v -e '/1 "%02x "' "$K";fi;}`,
  "oct(){ printf '\\\\0%03o' $1;}",
  "i= o= n=0 r=",
  "for b in $(hex);do i=$i$(oct $((0x$b^54))) o=$o$(oct $((0x$b^92))) n=$((n+1));done",
  "[ $n -le 64 ]||exit 1",
  "while [ $n -lt 64 ];do i=$i'\\0066' o=$o'\\0134' n=$((n+1));done",
  'h=$({ printf %b "$i";cat $D/c;}|tmh)',
  'while [ -n "$h" ];do t=${h#??} r=$r$(oct $((0x${h%"$t"}))) h=$t;done',
  'printf %b "$o$r"|tmh',
].join(";");

/** The key's bytes in a file of mode 600; it is written and proven, and never read back. */
export class ConsoleSymmetricKey implements DeviceSymmetricKey {
  readonly #tools: DeviceTools;
  readonly #file: ConsoleFile;

  constructor(tools: DeviceTools, file: ConsoleFile) {
    this.#tools = tools;
    this.#file = file;
  }

  async write(key: Uint8Array, signal?: AbortSignal): Promise<void> {
    try {
      await this.#tools.write({ ...this.#file, mode: "600" }, key, signal);
    } catch (error) {
      throw withoutOutput(error, `the key was not written to ${this.#file.path}`);
    } finally {
      await this.#tools.run(": >$D/c", {}).catch(() => undefined);
    }
  }

  async prove(message: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> {
    const command = `(K=${quoteWord(this.#file.path)};${hmac})||{ S=$?;[ $S -eq ${noKeyStatus} ]&&echo none||(exit $S);}`;
    let output: string;
    try {
      output = (await this.#tools.on(message, command, "prove the key", { ms: proofMs, signal })).trim();
    } catch (error) {
      throw withoutOutput(error, `the key in ${this.#file.path} could not be used`);
    }
    if (output === "none") throw deviceErrors.noKey(`no key at ${this.#file.path}`);
    if (!/^[0-9a-f]{64}$/.test(output)) throw deviceErrors.badAnswer("what the device told is no HMAC");
    return fromHex(output);
  }
}

/** What a shell prints when something goes wrong may hold what it was given. */
function withoutOutput(error: unknown, detail: string): unknown {
  if (!isStationError(error)) return error;
  const { code, sentence, retry } = error;
  return new StationError({ code, sentence, retry, detail });
}
