import type { Link, LinkListener } from "../../main/link/link.ts";

export interface BadLine {
  /** Lines typed lose what is beyond this many characters, as in a small line buffer. */
  readonly lineLimit?: number;
  /** A line that is too long loses its end as well: whoever typed it waits for ever. */
  readonly losesLineEnds?: boolean;
  /** What comes is cut into packets of this many bytes. */
  readonly packetBytes?: number;
  /** Put into what comes, each after this many bytes more. */
  readonly kernelLine?: { readonly text: string; readonly everyBytes: number };
}

/** A link through a bad line. */
export function throughBadLine(link: Link, bad: BadLine): Link {
  let typed = 0;
  let untilNoise = bad.kernelLine?.everyBytes ?? Number.POSITIVE_INFINITY;
  const shorten = (bytes: Uint8Array): Uint8Array =>
    bytes.filter((byte) => {
      const limit = bad.lineLimit ?? Number.POSITIVE_INFINITY;
      if (byte === 0x0a && bad.losesLineEnds === true && typed > limit) return false;
      typed = byte === 0x0a || byte === 0x03 ? 0 : typed + 1;
      return typed <= limit;
    });
  const noisy = (bytes: Uint8Array): Uint8Array => {
    const out: number[] = [];
    for (const byte of bytes) {
      untilNoise -= 1;
      if (untilNoise <= 0 && bad.kernelLine !== undefined) {
        out.push(...Buffer.from(bad.kernelLine.text));
        untilNoise = bad.kernelLine.everyBytes;
      }
      out.push(byte);
    }
    return Uint8Array.from(out);
  };
  return {
    address: link.address,
    get isOpen() {
      return link.isOpen;
    },
    write: (bytes, signal) => link.write(shorten(bytes), signal),
    listen: ({ onBytes, onClosed }: LinkListener) =>
      link.listen({
        onBytes: (bytes) => {
          const all = noisy(bytes);
          const size = bad.packetBytes ?? all.length;
          for (let at = 0; at < all.length; at += size) onBytes(all.subarray(at, at + size));
        },
        onClosed,
      }),
    close: () => link.close(),
  };
}
