import { randomBytes } from "node:crypto";
import { fromPem } from "../../main/base/bytes/pem.ts";
import { openSession } from "../../main/device/open-session.ts";
import { decodeSmpMap, encodeSmpMap, type SmpMap } from "../../main/device/smp/smp-map.ts";
import { decodeSmpMessage, encodeSmpMessage, type SmpMessage } from "../../main/device/smp/smp-message.ts";
import { identityCommandId, identityGroupId } from "../../main/device/smp/identity-group/identity-group.ts";
import type { Link } from "../../main/link/link.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import { encodeSmpConsole } from "../../main/link/smp-console/encode-smp-console.ts";
import { SmpConsoleDecoder } from "../../main/link/smp-console/smp-console-decoder.ts";
import { createPracticeVendor } from "../../main/practice/vendor/practice-vendor.ts";
import { VirtualDevice } from "../../main/practice/virtual-device/virtual-device.ts";
import { VirtualTpm } from "../../main/practice/virtual-tpm/virtual-tpm.ts";
import { TPM_CC } from "../../main/tpm/spec/tpm-cc.ts";
import { runOnce, testPlant } from "../harness/test-plant.ts";
import { rounded } from "./statistics.ts";

export interface WireBytes {
  /** Both ways, from the first byte of the run to the last, the device's log lines included. */
  readonly bytes: number;
  readonly leastBytes: number;
  readonly ratio: number;
  readonly tpmCommands: number;
  readonly neededTpmCommands: number;
}

/** Issue 3: a TPM run takes no more than this times what the protocol cannot do without. */
export const mostWireRatio = 1.3;

interface TpmExchange {
  readonly command: Uint8Array;
  readonly response: Uint8Array;
}

/** One TPM run on a virtual device, its bytes counted on the link and judged by what was said. */
export async function measureWireBytes(): Promise<WireBytes> {
  const vendor = await createPracticeVendor();
  const trusted = [...fromPem("CERTIFICATE", vendor.rootPem), vendor.issuerDer];
  const home = await testPlant({ plant: { trustedIssuers: () => Promise.resolve(trusted) } });
  try {
    const inner = new VirtualTpm({ seed: randomBytes(32), vendor });
    const exchanges: TpmExchange[] = [];
    const transmit = async (command: Uint8Array, signal?: AbortSignal): Promise<Uint8Array> => {
      const response = await inner.transmit(command, signal);
      exchanges.push({ command, response });
      return response;
    };
    const device = new VirtualDevice({ serialNumber: "GW1000037", model: "GW-200", tpm: { transmit } });
    const { near, far } = memoryLinkPair("bytes");
    device.attach(far);
    const messages: SmpMessage[] = [];
    const session = openSession("smp", overheard(near, messages));
    const { state } = await runOnce(home, await home.recipe({ attestation: "tpm" }), () => Promise.resolve(session));
    if (state.outcome !== "pass") throw new Error(`${state.error?.code ?? ""}: ${state.error?.detail ?? ""}`);
    const { sent, received } = session.traffic;
    const needed = exchanges.filter(isNeeded);
    const leastBytes = sum(needed.map(leastOf)) + sum(plainMessages(messages).map(framed));
    return {
      bytes: sent + received,
      leastBytes,
      ratio: rounded((sent + received) / leastBytes, 2),
      tpmCommands: exchanges.length,
      neededTpmCommands: needed.length,
    };
  } finally {
    await home.close();
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const code = ({ command }: TpmExchange): number => word(command, 6);
const word = (bytes: Uint8Array, offset: number): number => Buffer.from(bytes).readUInt32BE(offset);

/**
 * What the record and the proof of an endorsement key cannot do without: which certificates there are, each one's size and content,
 * the key, the TPM's fixed and variable facts, and the activation with the primary key it needs, which must be flushed. Not needed, and
 * in the run for safety: Startup, looking for what a dead client left, a look for a persistent storage key, a session's flush.
 */
function isNeeded(exchange: TpmExchange, index: number, all: readonly TpmExchange[]): boolean {
  if (word(exchange.response, 6) !== 0) return false;
  const sameBefore = all.slice(0, index).some(({ command }) => Buffer.compare(command, exchange.command) === 0);
  if (sameBefore) return false;
  switch (code(exchange)) {
    case TPM_CC.GetCapability: {
      const [property, count] = [word(exchange.command, 14), word(exchange.command, 18)];
      return count > 1 && (property === 0x100 || property === 0x200 || property >>> 16 === 0x01c0);
    }
    case TPM_CC.FlushContext:
      return exchange.command[10] === 0x80;
    case TPM_CC.Startup:
      return false;
    default:
      return true;
  }
}

const header = { version: 1, group: identityGroupId, sequence: 0, command: identityCommandId.tpm } as const;

/** The command in one request and the response in one answer, with nothing in the maps that the group does not ask for. */
function leastOf({ command, response }: TpmExchange): number {
  const request: SmpMap = { id: 0, len: command.length, off: 0, data: command };
  const answer: SmpMap = { off: command.length, len: response.length, data: response };
  return (
    framed({ ...header, operation: 2, body: encodeSmpMap(request) }) +
    framed({ ...header, operation: 3, body: encodeSmpMap(answer) })
  );
}

const framed = (message: SmpMessage): number => encodeSmpConsole(encodeSmpMessage(message)).length;

/** What is said beside the TPM, once each: the buffer's size, who the device is, its registration written and read, the restart. */
function plainMessages(messages: readonly SmpMessage[]): readonly SmpMessage[] {
  const echo = 0;
  const kinds = new Map<string, SmpMessage>();
  for (const message of messages) {
    const { group, command, operation, body } = message;
    if (group === identityGroupId && command === identityCommandId.tpm) continue;
    if (group === 0 && command === echo) continue;
    const shortest = { ...message, body: encodeSmpMap(decodeSmpMap(body)) };
    kinds.set(`${group}.${command}.${operation}`, shortest);
  }
  return [...kinds.values()];
}

function overheard(link: Link, messages: SmpMessage[]): Link {
  const listener = (): ((bytes: Uint8Array) => void) => {
    const decoder = new SmpConsoleDecoder();
    return (bytes) => {
      for (const event of decoder.push(bytes))
        if (event.type === "message") messages.push(decodeSmpMessage(event.message));
    };
  };
  const [sent, received] = [listener(), listener()];
  return {
    address: link.address,
    get isOpen() {
      return link.isOpen;
    },
    write: (bytes, signal) => {
      sent(bytes);
      return link.write(bytes, signal);
    },
    listen: ({ onBytes, onClosed }) =>
      link.listen({
        onBytes: (bytes) => {
          received(bytes);
          onBytes(bytes);
        },
        onClosed,
      }),
    close: () => link.close(),
  };
}
