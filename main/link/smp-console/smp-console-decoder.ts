import { LineScanner } from "./line-scanner.ts";
import { MessageAssembler } from "./message-assembler.ts";
import { type BadFrameCode, PacketCollector } from "./packet-collector.ts";

/** What a pushed piece of the stream has brought: a whole SMP message, text that is not SMP, or a frame that was dropped. */
export type SmpConsoleEvent =
  | { readonly type: "message"; readonly message: Uint8Array }
  | { readonly type: "noise"; readonly text: string }
  | { readonly type: "bad-frame"; readonly code: BadFrameCode };

/**
 * SMP over console, receiving side: takes bytes in any pieces and finds the messages again after whatever was between
 * them. Never throws; holds at most one message of 64 KiB and one line.
 */
export class SmpConsoleDecoder {
  readonly #scanner = new LineScanner();
  readonly #collector = new PacketCollector();
  readonly #assembler = new MessageAssembler();

  push(bytes: Uint8Array): SmpConsoleEvent[] {
    return this.#scanner
      .push(bytes)
      .flatMap((line) => this.#collector.push(line))
      .flatMap((event): SmpConsoleEvent[] => (event.type === "packet" ? this.#assembler.push(event.packet) : [event]));
  }
}
