import { randomBytes } from "node:crypto";
import { Mutex } from "../../base/async/mutex.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import { linkErrors } from "../../link/link-errors.ts";
import { deviceErrors } from "../device-errors.ts";
import type { ConsoleTerminal } from "./console-terminal.ts";
import { markedAnswer, type RunResult } from "./marked-answer.ts";
import { quotedPieces, quoteWord } from "./shell-words.ts";

export interface RunOptions {
  /** How long the command may take (default 10 s). */
  readonly ms?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Characters of output beyond which it is broken off with `link.oversized` (default 64 Ki). */
  readonly maximumOutput?: number | undefined;
}

const usualMs = 10_000;
const usualOutput = 64 * 1024;
/** Both marks, the status, and what an echo puts before them. */
const marksLength = 73;
const resyncMs = 2000;
const resyncTries = 3;
/** What a terminal's line buffer surely takes while the shell is busy; beyond it we wait for the shell to catch up. */
const windowCharacters = 1800;
const interrupt = "\u0003";

/**
 * Runs commands in the tamed shell: `tm NONCE 'COMMAND'` answers `<NONCE`, the output, and `NONCE>STATUS`. The echo of our own
 * line holds neither mark, so it does no harm where a device cannot turn it off.
 */
export class ConsoleShell {
  /** Characters of the longest line this console takes; found by `tameShell`. */
  lineLimit = 100;
  readonly #terminal: ConsoleTerminal;
  readonly #oneAtATime = new Mutex();
  #outOfStep = false;

  constructor(terminal: ConsoleTerminal) {
    this.#terminal = terminal;
  }

  /** Throws `link.timeout` when nothing answers, `device.too-slow` when the command does not end, `link.oversized`, `station.cancelled`. */
  run(command: string, options: RunOptions = {}): Promise<RunResult> {
    return this.#oneAtATime.run(() => this.#run(command, options));
  }

  /** Types a line that is not answered, in step with the commands. */
  typeLine(line: string, signal?: AbortSignal): Promise<void> {
    return this.#oneAtATime.run(() => this.#terminal.type(` ${line}\n`, signal));
  }

  async #run(command: string, options: RunOptions): Promise<RunResult> {
    const { signal } = options;
    if (signal?.aborted === true) throw baseErrors.cancelled("aborted before the command was typed");
    if (this.#outOfStep) await this.#resync(signal);
    try {
      return await this.#exchange(await this.#lineFor(command, signal), options);
    } catch (error) {
      await this.#breakOff();
      throw error;
    }
  }

  /** The word that stands for the command: itself, or a variable it was put into piece by piece. */
  async #lineFor(command: string, signal: AbortSignal | undefined): Promise<string> {
    const word = quoteWord(command);
    // ` tm `, eight digits, a space, the line feed.
    if (word.length + 14 <= this.lineLimit) return word;
    let typed = 0;
    await this.#terminal.type(" C=\n", signal);
    for (const piece of quotedPieces(command, this.lineLimit - 8)) {
      const line = ` C=$C${piece}\n`;
      typed += line.length;
      if (typed > windowCharacters) {
        await this.#exchange(":", { signal });
        typed = line.length;
      }
      await this.#terminal.type(line, signal);
    }
    return '"$C"';
  }

  async #exchange(word: string, { ms = usualMs, signal, maximumOutput = usualOutput }: RunOptions): Promise<RunResult> {
    const nonce = randomBytes(4).toString("hex");
    this.#terminal.discard();
    await this.#terminal.type(` tm ${nonce} ${word}\n`, signal);
    const find = (text: string): RunResult | undefined => {
      if (text.length > maximumOutput + marksLength)
        throw linkErrors.oversized(`a command printed more than ${maximumOutput} characters`);
      return markedAnswer(text, nonce);
    };
    const begun = (): boolean => this.#terminal.text.includes(`<${nonce}`);
    const onTimeout = () =>
      begun()
        ? deviceErrors.tooSlow(`a command did not end within ${ms} ms`)
        : linkErrors.timeout(`the shell did not answer within ${ms} ms`);
    const result = await this.#terminal.waitFor(find, { ms, signal, onTimeout });
    this.#terminal.discard();
    return result;
  }

  /** Ends what may still run there; the next command makes sure first that the shell listens. */
  async #breakOff(): Promise<void> {
    this.#outOfStep = true;
    // Where this cannot be typed either, the next command will say so.
    if (this.#terminal.isOpen) await this.#terminal.type(interrupt).catch(() => undefined);
  }

  async #resync(signal: AbortSignal | undefined): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#terminal.type(`${interrupt}\n`, signal);
      try {
        await this.#exchange(":", { ms: resyncMs, signal });
        this.#outOfStep = false;
        return;
      } catch (error) {
        if (!isStationError(error, "link.timeout") || attempt >= resyncTries) throw error;
      }
    }
  }
}
