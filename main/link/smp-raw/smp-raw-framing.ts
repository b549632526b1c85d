import type { SmpFraming } from "../smp-framing.ts";
import { SmpRawDecoder } from "./smp-raw-decoder.ts";

/** SMP messages as they are, as on USB bulk pipes and on a UART that carries nothing else (Zephyr's raw UART mode). */
export function smpRawFraming(): SmpFraming {
  const decoder = new SmpRawDecoder();
  return {
    wake: new Uint8Array(),
    bufferOverhead: 0,
    encode: (message) => message,
    push: (bytes) => decoder.push(bytes),
  };
}
