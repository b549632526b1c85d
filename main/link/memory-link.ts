import type { Link } from "./link.ts";
import { LinkEnd } from "./link-end.ts";
import { linkErrors } from "./link-errors.ts";
import { MemoryLine } from "./memory-line.ts";

/** Bits a second on the wire, ten to a byte, as on a UART with start and stop bit; left out, bytes arrive at once. */
export interface MemoryLinkOptions {
  readonly bitsPerSecond?: number;
}

const writeTimeoutMs = 5000;

/**
 * Two ends of one cable that exists only in memory. Closing one ends the other with `link.lost`; what was still on the
 * way at that moment is lost, as when a plug is pulled.
 */
export function memoryLinkPair(name: string, options: MemoryLinkOptions = {}): { near: Link; far: Link } {
  const address = `memory:${name}`;
  const pulled = (): void => {
    outward.cut();
    inward.cut();
    near.end(linkErrors.lost(`${address}: the far end closed`));
    far.end(linkErrors.lost(`${address}: the near end closed`));
  };
  const wire = (line: () => MemoryLine) => ({
    send: (bytes: Uint8Array) => line().send(bytes),
    shut: () => {
      // The other end hears of it in a turn of its own, as it would from a system.
      setImmediate(pulled);
      return Promise.resolve();
    },
  });
  const near = new LinkEnd(
    address,
    wire(() => outward),
    () => writeTimeoutMs,
  );
  const far = new LinkEnd(
    address,
    wire(() => inward),
    () => writeTimeoutMs,
  );
  const outward = new MemoryLine((bytes) => far.received(bytes), options.bitsPerSecond);
  const inward = new MemoryLine((bytes) => near.received(bytes), options.bitsPerSecond);
  return { near, far };
}
