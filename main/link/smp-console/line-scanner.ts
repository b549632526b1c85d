import { continueMarker, lineFeed, startMarker } from "./console-line.ts";

/** A line of the stream: the Base64 text of a frame line, or what is not SMP (log text, shell prompt, noise). */
export type ScannedLine =
  | { readonly kind: "start" | "continue"; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "bad"; readonly code: "line-too-long" | "line-cut" };

type Kind = "text" | "start" | "continue";

/** Well above the 127 a sender may use; a frame line that passes it is noise that looked like one. */
const maximumFrameLine = 1024;
const maximumTextLine = 512;

/**
 * Cuts a byte stream into frame lines and other text. A marker counts wherever it stands, as log text may lack its line
 * end; none of its bytes occurs in Base64, so a marker inside a frame line means that the line before it was cut.
 */
export class LineScanner {
  #kind: Kind = "text";
  #line: number[] = [];
  #half: number | undefined;

  push(bytes: Uint8Array): ScannedLine[] {
    const found: ScannedLine[] = [];
    for (const byte of bytes) this.#take(byte, found);
    return found;
  }

  #take(byte: number, found: ScannedLine[]): void {
    const half = this.#half;
    this.#half = undefined;
    if (half !== undefined) {
      const kind = markerKind(half, byte);
      if (kind !== undefined) return this.#begin(kind, found);
      this.#append(half, found);
    }
    if (byte === startMarker[0] || byte === continueMarker[0]) this.#half = byte;
    else if (byte === lineFeed) this.#finish(found);
    else this.#append(byte, found);
  }

  #begin(kind: Kind, found: ScannedLine[]): void {
    if (this.#kind !== "text") found.push({ kind: "bad", code: "line-cut" });
    else if (this.#line.length > 0) this.#finish(found);
    this.#reset(kind);
  }

  #finish(found: ScannedLine[]): void {
    // The usual line of a device that sends line ends and nothing else, by the megabyte.
    if (this.#kind === "text" && this.#line.length === 0) return;
    const text = Buffer.from(this.#line).toString("latin1").replace(/\r$/, "");
    if (this.#kind !== "text" || text !== "") found.push({ kind: this.#kind, text });
    this.#reset("text");
  }

  #append(byte: number, found: ScannedLine[]): void {
    this.#line.push(byte);
    if (this.#kind === "text" && this.#line.length >= maximumTextLine) this.#finish(found);
    if (this.#kind !== "text" && this.#line.length > maximumFrameLine) {
      found.push({ kind: "bad", code: "line-too-long" });
      this.#reset("text");
    }
  }

  #reset(kind: Kind): void {
    this.#kind = kind;
    this.#line = [];
  }
}

function markerKind(first: number, second: number): "start" | "continue" | undefined {
  if (first === startMarker[0] && second === startMarker[1]) return "start";
  if (first === continueMarker[0] && second === continueMarker[1]) return "continue";
  return undefined;
}
