const longestCode = 512;

export interface CodeAffixes {
  readonly prefix?: string | undefined;
  /** What ends a code; left out: CR, LF or both. */
  readonly suffix?: string | undefined;
}

/**
 * Cuts a serial scanner's bytes into codes. Bytes are ISO 8859-1, as scanners send them; what is longer than 512 characters before its end is
 * dropped up to that end, and so are codes of nothing.
 */
export class CodeSplitter {
  readonly #prefix: string;
  readonly #end: RegExp;
  readonly #longestEnd: number;
  #held = "";
  #tooLong = false;

  constructor({ prefix = "", suffix = "" }: CodeAffixes) {
    this.#prefix = prefix;
    this.#end = suffix === "" ? /[\r\n]/ : new RegExp(escaped(suffix));
    this.#longestEnd = Math.max(1, suffix.length);
  }

  /** The codes that these bytes complete. */
  push(bytes: Uint8Array): readonly string[] {
    this.#held += Buffer.from(bytes).toString("latin1");
    const codes: string[] = [];
    for (;;) {
      const found = this.#end.exec(this.#held);
      if (found === null) break;
      const code = this.#bare(this.#held.slice(0, found.index));
      if (!this.#tooLong && code !== "" && code.length <= longestCode) codes.push(code);
      this.#tooLong = false;
      this.#held = this.#held.slice(found.index + found[0].length);
    }
    if (this.#held.length > longestCode + this.#prefix.length + this.#longestEnd) {
      this.#tooLong = true;
      // The beginning of an end may be among the last characters.
      this.#held = this.#held.slice(1 - this.#longestEnd || this.#held.length);
    }
    return codes;
  }

  /** What was begun before the port went away belongs to no code after it. */
  reset(): void {
    this.#held = "";
    this.#tooLong = false;
  }

  #bare(text: string): string {
    const code = this.#prefix !== "" && text.startsWith(this.#prefix) ? text.slice(this.#prefix.length) : text;
    return code.replaceAll(/^[\r\n\0 ]+|[\r\n\0 ]+$/g, "");
  }
}

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
