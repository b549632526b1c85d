import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { concatBytes, toHex } from "../../main/base/bytes/bytes.ts";
import type { StationError } from "../../main/base/errors/station-error.ts";
import type { Link } from "../../main/link/link.ts";

/** One link under test with the other end of its cable; `pull` breaks it from the far side. */
export interface LinkBench {
  readonly link: Link;
  readonly sendFromFar: (bytes: Uint8Array) => Promise<void>;
  readonly receivedAtFar: () => Uint8Array;
  readonly pull: () => Promise<void>;
  /** Makes the far side stop reading, so that a large enough write blocks; left out where nothing ever blocks. */
  readonly stall?: () => void;
  readonly dispose: () => Promise<void>;
}

export interface Heard {
  readonly chunks: Uint8Array[];
  readonly ends: (StationError | undefined)[];
  readonly stop: () => void;
}

export function hear(link: Link): Heard {
  const chunks: Uint8Array[] = [];
  const ends: (StationError | undefined)[] = [];
  const stop = link.listen({
    onBytes: (bytes) => void chunks.push(bytes),
    onClosed: (reason) => void ends.push(reason),
  });
  return { chunks, ends, stop };
}

const numbered = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index % 251);

/** What every kind of link promises (main/link/link.ts). */
export function describeLinkContract(
  kind: string,
  connect: () => Promise<LinkBench>,
  options: { readonly canBlock: boolean },
): void {
  describe(`${kind} link`, () => {
    let bench: LinkBench;
    beforeEach(async () => {
      bench = await connect();
    });
    afterEach(async () => {
      await bench.link.close();
      await bench.dispose();
    });

    it("carries bytes both ways", async () => {
      const heard = hear(bench.link);
      await bench.link.write(Uint8Array.of(1, 2, 255, 0));
      await vi.waitFor(() => expect(toHex(bench.receivedAtFar())).toBe("0102ff00"));
      await bench.sendFromFar(Uint8Array.of(0, 13, 10, 4, 26));
      await vi.waitFor(() => expect(toHex(concatBytes(...heard.chunks))).toBe("000d0a041a"));
    });

    it("keeps the order of writes that do not wait for one another", async () => {
      const parts = Array.from({ length: 40 }, (_, index) => numbered(index * 7 + 1));
      await Promise.all(parts.map((part) => bench.link.write(part)));
      const expected = toHex(concatBytes(...parts));
      await vi.waitFor(() => expect(toHex(bench.receivedAtFar())).toBe(expected), 5000);
    });

    it("hands over what came before the listener did", async () => {
      await bench.sendFromFar(Uint8Array.of(7, 8, 9));
      await new Promise((resolve) => setTimeout(resolve, 100));
      const heard = hear(bench.link);
      await vi.waitFor(() => expect(toHex(concatBytes(...heard.chunks))).toBe("070809"));
    });

    it("allows one listener at a time", () => {
      const first = hear(bench.link);
      expect(() => hear(bench.link)).toThrow("listener");
      first.stop();
      expect(() => hear(bench.link)).not.toThrow();
    });

    it("ends without a reason when we close it, once", async () => {
      const heard = hear(bench.link);
      await Promise.all([bench.link.close(), bench.link.close()]);
      await bench.link.close();
      expect(bench.link.isOpen).toBe(false);
      expect(heard.ends).toEqual([undefined]);
    });

    it("ends with link.lost when the far side goes, once", async () => {
      const heard = hear(bench.link);
      await bench.pull();
      await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["link.lost"]), 2000);
      expect(bench.link.isOpen).toBe(false);
      await bench.link.close();
      expect(heard.ends).toHaveLength(1);
    });

    it("tells a listener that comes after the end", async () => {
      await bench.link.close();
      const heard = hear(bench.link);
      await vi.waitFor(() => expect(heard.ends).toEqual([undefined]));
    });

    it("refuses a write after the end", async () => {
      await bench.link.close();
      await expect(bench.link.write(Uint8Array.of(1))).rejects.toMatchObject({ code: "link.lost" });
    });

    it("refuses a write whose signal is aborted already", async () => {
      const write = bench.link.write(Uint8Array.of(1), AbortSignal.abort());
      await expect(write).rejects.toMatchObject({ code: "station.cancelled" });
    });

    it("closes with the fault of a listener that throws", async () => {
      const link = bench.link;
      const told: (string | undefined)[] = [];
      link.listen({
        onBytes: () => {
          throw new Error("broken reader");
        },
        onClosed: (reason) => void told.push(reason?.code),
      });
      await bench.sendFromFar(Uint8Array.of(1));
      await vi.waitFor(() => expect(told).toEqual(["station.defect"]));
      expect(link.isOpen).toBe(false);
      const heard = hear(link);
      await vi.waitFor(() => expect(heard.ends.map((end) => end?.code)).toEqual(["station.defect"]));
    });

    if (options.canBlock) describeBlockedWrites(() => bench);
  });
}

const tooMuch = 32 * 1024 * 1024;

function describeBlockedWrites(bench: () => LinkBench): void {
  it("settles a blocked write when we close", async () => {
    const { link, stall } = bench();
    stall?.();
    const write = expect(link.write(new Uint8Array(tooMuch))).rejects.toMatchObject({ code: "link.lost" });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const started = performance.now();
    await link.close();
    expect(performance.now() - started).toBeLessThan(1500);
    await write;
  });

  it("lets go of a blocked write when its signal aborts", async () => {
    const { link, stall } = bench();
    stall?.();
    const abort = new AbortController();
    const write = expect(link.write(new Uint8Array(tooMuch), abort.signal)).rejects.toMatchObject({
      code: "station.cancelled",
    });
    setTimeout(() => abort.abort(), 30);
    await write;
  });
}
