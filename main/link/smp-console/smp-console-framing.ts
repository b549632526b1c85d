import type { SmpFraming } from "../smp-framing.ts";
import { lineFeed } from "./console-line.ts";
import { encodeSmpConsole } from "./encode-smp-console.ts";
import { SmpConsoleDecoder } from "./smp-console-decoder.ts";

/** SMP between the lines of a console (Zephyr, `mgmt/mcumgr/transport/serial.h`). */
export function smpConsoleFraming(): SmpFraming {
  const decoder = new SmpConsoleDecoder();
  return {
    // Ends whatever half a line the device's console may hold, which would swallow the first frame.
    wake: Uint8Array.of(lineFeed),
    // The packet's length and CRC lie in the device's buffer as well.
    bufferOverhead: 4,
    encode: encodeSmpConsole,
    push: (bytes) => decoder.push(bytes),
  };
}
