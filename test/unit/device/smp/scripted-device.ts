import type { Link } from "../../../../main/link/link.ts";
import { memoryLinkPair } from "../../../../main/link/memory-link.ts";
import { decodeSmpMap, encodeSmpMap, type SmpMap } from "../../../../main/device/smp/smp-map.ts";
import { decodeSmpMessage, encodeSmpMessage, type SmpMessage } from "../../../../main/device/smp/smp-message.ts";
import { encodeSmpConsole } from "../../../../main/link/smp-console/encode-smp-console.ts";
import { SmpConsoleDecoder } from "../../../../main/link/smp-console/smp-console-decoder.ts";

/** A request as the script sees it; `far` is the device's end, to send what it likes. */
export interface ScriptedRequest {
  readonly message: SmpMessage;
  readonly fields: SmpMap;
  readonly far: Link;
}

export const answerBytes = (request: SmpMessage, fields: SmpMap, change: Partial<SmpMessage> = {}): Uint8Array => {
  const operation = request.operation === 0 ? 1 : 3;
  return encodeSmpConsole(encodeSmpMessage({ ...request, operation, ...change, body: encodeSmpMap(fields) }));
};

/** A device that does what the script says: a map is sent as the answer, `undefined` leaves the request unanswered. */
export function scriptedDevice(script: (request: ScriptedRequest) => SmpMap | undefined): Link {
  const { near, far } = memoryLinkPair("scripted");
  const decoder = new SmpConsoleDecoder();
  far.listen({
    onBytes: (bytes) => {
      for (const event of decoder.push(bytes)) {
        if (event.type !== "message") continue;
        const message = decodeSmpMessage(event.message);
        const fields = script({ message, fields: decodeSmpMap(message.body), far });
        if (fields !== undefined) void far.write(answerBytes(message, fields));
      }
    },
    onClosed: () => undefined,
  });
  return near;
}

/** The os group as a device without surprises has it; anything else goes to the script. */
export const withOsGroup =
  (script: (request: ScriptedRequest) => SmpMap | undefined) =>
  (request: ScriptedRequest): SmpMap | undefined => {
    if (request.message.group !== 0) return script(request);
    return request.message.command === 0 ? { r: request.fields["d"] } : { buf_size: 512, buf_count: 4 };
  };
