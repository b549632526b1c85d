import type { SerialScan } from "../../api/contract/index.ts";

const mostKept = 64;
const gs1Separator = "\u001d";

const isCode = (character: string): boolean => (character >= " " && character <= "~") || character === gs1Separator;

/** Hands each code of the serial scanner to one screen: several may show the station, but the unit was scanned once. */
export class ScanDesk {
  readonly #free = new Set<number>();
  #last = 0;

  /** Printable characters and the GS1 separator; undefined where nothing is left. */
  take(text: string): SerialScan | undefined {
    const code = text.split("").filter(isCode).join("").slice(0, 512);
    if (code.trim() === "") return undefined;
    this.#last += 1;
    this.#free.add(this.#last);
    for (const id of this.#free) if (id <= this.#last - mostKept) this.#free.delete(id);
    return { id: this.#last, code };
  }

  /** True for the first who asks. */
  claim(id: number): boolean {
    return this.#free.delete(id);
  }
}
