import { once } from "node:events";
import { createServer } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { PrinterSettings } from "../../main/api/contract/index.ts";
import { systemClock } from "../../main/base/clock.ts";
import type { LabelTypeface } from "../../main/label/label-typeface.ts";
import { type LabelLayout, layOutWhole } from "../../main/label/lay-out-label.ts";
import { writeZpl } from "../../main/label/write-zpl.ts";
import { linkErrors } from "../../main/link/link-errors.ts";
import { memoryLinkPair } from "../../main/link/memory-link.ts";
import { openPrinter } from "../../main/station/labels/printers/open-printer.ts";
import type { Printer } from "../../main/station/labels/printers/printer.ts";
import { ZplPrinter } from "../../main/station/labels/printers/zpl-printer.ts";
import { type PtyPort, ptyTo, socatAvailable } from "../harness/pty-pair.ts";
import { sampleTemplate, sampleTypeface, sampleValuesOfUnit } from "../harness/sample-label.ts";
import { startZebraDouble, type ZebraDouble, type ZebraState } from "../harness/zebra-double.ts";

let typeface: LabelTypeface;
let layout: LabelLayout;
const cleanUp: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  typeface = await sampleTypeface();
  layout = layOutWhole(sampleTemplate(), { values: sampleValuesOfUnit, typeface });
});
afterEach(async () => {
  for (const clean of cleanUp.splice(0).toReversed()) await clean();
});

async function double(state: ZebraState): Promise<ZebraDouble> {
  const zebra = await startZebraDouble(state);
  cleanUp.push(() => zebra.close());
  return zebra;
}

const opened = (settings: Omit<PrinterSettings, "name">, practice = false): Printer =>
  openPrinter({ name: "bench", ...settings }, { root: tmpdir(), practice, typeface, clock: systemClock });

async function pty(port: number): Promise<PtyPort> {
  const made = await ptyTo(`tcp:127.0.0.1:${port}`);
  cleanUp.push(() => made.stop());
  return made;
}

/** The ways to a printer that takes ZPL: the same printer behind each. */
const ways: readonly {
  readonly name: string;
  readonly missing: boolean;
  readonly printer: (zebra: ZebraDouble, tellsStatus?: boolean) => Promise<Printer>;
}[] = [
  {
    name: "network",
    missing: false,
    printer: (zebra, tellsStatus) =>
      Promise.resolve(
        opened({
          kind: "network",
          address: `127.0.0.1:${zebra.port}`,
          ...(tellsStatus === undefined ? {} : { tellsStatus }),
        }),
      ),
  },
  {
    name: "serial, over a PTY",
    missing: !socatAvailable(),
    printer: async (zebra, tellsStatus) =>
      opened({
        kind: "serial",
        address: (await pty(zebra.port)).path,
        baudRate: 115_200,
        ...(tellsStatus === undefined ? {} : { tellsStatus }),
      }),
  },
  {
    name: "a device file, as of USB, over a PTY",
    missing: !socatAvailable() || process.platform !== "linux",
    printer: async (zebra, tellsStatus) =>
      opened({
        kind: "usb",
        address: (await pty(zebra.port)).path,
        ...(tellsStatus === undefined ? {} : { tellsStatus }),
      }),
  },
];

/** A terminal whose far end is gone reads as one that says nothing. */
const cutOffCode = expect.stringMatching(/^printer\.(?:not-reached|no-answer)$/) as string;
const never = new AbortController().signal;
const print = (printer: Printer, signal = never) => printer.print({ layout, copies: 2, title: "GW220000128" }, signal);

for (const { name, missing, printer } of ways) {
  describe.skipIf(missing)(`a label printer: ${name}`, () => {
    it("gets the label as it was written, once it says it is ready", async () => {
      const zebra = await double({ toPrint: 1 });
      const made = await printer(zebra);
      expect(await made.state(never)).toBe("ready");
      await print(made);
      expect(zebra.labels).toEqual([writeZpl(layout, typeface, 2).trim()]);
    });

    it.each([
      ["printer.paper-out", { paperOut: true }],
      ["printer.head-open", { headOpen: true, paperOut: true }],
      ["printer.ribbon-out", { ribbonOut: true }],
      ["printer.paused", { paused: true }],
      ["printer.no-answer", { says: "\u0002not a status\u0003\u0002a\u0003\u0002b\u0003" }],
    ])("gets none while it says %s", async (code, state) => {
      const zebra = await double(state);
      await expect(print(await printer(zebra))).rejects.toMatchObject({ code });
      expect(zebra.labels).toEqual([]);
    });

    it("that runs out in the middle of a label has not printed it", async () => {
      const zebra = await double({ lastLabel: true });
      await expect(print(await printer(zebra))).rejects.toMatchObject({ code: "printer.paper-out" });
      expect(zebra.labels).toHaveLength(1);
    });

    it.each([
      true,
      false,
    ])("whose line breaks in the middle of a label prints no half of it before the next (tells: %s)", async (tells) => {
      const zebra = await double({ cutsAfter: 60 });
      const cutOff = print(await printer(zebra, tells));
      // Only one that tells says that it got no whole label.
      if (tells) await expect(cutOff).rejects.toMatchObject({ code: cutOffCode });
      else await cutOff.catch(() => undefined);
      expect(zebra.labels).toEqual([]);
      delete zebra.state.cutsAfter;
      await print(await printer(zebra, tells));
      await expect.poll(() => zebra.labels).toEqual([writeZpl(layout, typeface, 2).trim()]);
    });

    it("that tells nothing is not asked", async () => {
      const zebra = await double({ paperOut: true, silent: true });
      const made = await printer(zebra, false);
      expect(await made.state(never)).toBe("unknown");
      await print(made);
      await expect.poll(() => zebra.labels.length).toBe(1);
    });
  });
}

describe("a label printer", () => {
  it("that is off is said to be so", async () => {
    const zebra = await startZebraDouble();
    await zebra.close();
    const settings = { kind: "network", address: `127.0.0.1:${zebra.port}` } as const;
    await expect(print(opened(settings))).rejects.toMatchObject({ code: "printer.not-reached" });
    const gone = { kind: "usb", address: "/dev/usb/lp-nobody" } as const;
    await expect(print(opened(gone))).rejects.toMatchObject({ code: "printer.not-reached" });
  });

  it("at an address that is none is not said to be off", async () => {
    for (const address of ["not an address", "127.0.0.1:99999"])
      await expect(opened({ kind: "network", address }).state(never), address).rejects.toMatchObject({
        code: "printer.bad-address",
      });
    // As getaddrinfo says of a name that nobody has; whether it is asked at all depends on the machine.
    const nobody = linkErrors.notFound("tcp:zebra.invalid:9100", Object.assign(new Error("no"), { code: "ENOTFOUND" }));
    const named = new ZplPrinter({ typeface, open: () => Promise.reject(nobody), tellsStatus: true });
    await expect(print(named)).rejects.toMatchObject({ code: "printer.bad-address" });
  });

  it("that is no printer, but answers, is not taken for one", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.on("data", () => socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanUp.push(() => void server.close());
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await expect(print(opened({ kind: "network", address: `127.0.0.1:${port}` }))).rejects.toMatchObject({
      code: expect.stringMatching(/^printer\.(?:no-answer|not-reached)$/) as string,
    });
  });

  it("that is a plain file is none", async () => {
    const folder = mkdtempSync(join(tmpdir(), "touchmark-lp-"));
    cleanUp.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "lp0");
    writeFileSync(file, "");
    await expect(print(opened({ kind: "usb", address: file }))).rejects.toMatchObject({ code: "printer.bad-address" });
  });

  it("that does not answer is not waited for", async () => {
    const { near, far } = memoryLinkPair("printer");
    cleanUp.push(() => far.close());
    const silent = new ZplPrinter({ typeface, open: () => Promise.resolve(near), tellsStatus: true, answerMs: 30 });
    await expect(print(silent)).rejects.toMatchObject({ code: "printer.no-answer" });
    expect(near.isOpen).toBe(false);
  });

  it("is let go when the station closes", async () => {
    const zebra = await double({ silent: true });
    const closing = new AbortController();
    const printing = print(opened({ kind: "network", address: `127.0.0.1:${zebra.port}` }), closing.signal);
    setTimeout(() => closing.abort(), 20);
    await expect(printing).rejects.toMatchObject({ code: "station.cancelled" });
  });

  it("of practice is on this machine, or a folder", () => {
    const elsewhere: readonly Omit<PrinterSettings, "name">[] = [
      { kind: "network", address: "192.0.2.1" },
      { kind: "network", address: "localhost.example" },
      { kind: "serial", address: "/dev/ttyUSB0" },
      { kind: "usb", address: "/dev/usb/lp0" },
    ];
    for (const settings of elsewhere) expect(() => opened(settings, true)).toThrow(/printer\.practice/);
    opened({ kind: "network", address: "[::1]:9100" }, true);
    opened({ kind: "folder", address: "labels-out" }, true);
  });
});
