import { afterEach, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { SerialScanner } from "../../../main/station/scanner/serial-scanner.ts";
import { hasSocat, type PtyCable, ptyCable } from "../../harness/pty-cable.ts";

const soon = { timeout: 20_000, interval: 20 };

describe.skipIf(!hasSocat)("a scanner on a serial port", () => {
  let cable: PtyCable | undefined;
  let scanner: SerialScanner | undefined;
  afterEach(async () => {
    await scanner?.close();
    await cable?.dispose();
  });

  it("is heard, goes away, and is heard again when it is back", async () => {
    cable = await ptyCable();
    const codes: string[] = [];
    const states: string[] = [];
    const made = new SerialScanner({
      settings: { port: cable.path, baudRate: 9600, suffix: "\r" },
      log: silentLog,
      againMs: 50,
      onCode: (code) => codes.push(code),
      onChange: () => states.push(made.status.state),
    });
    scanner = made;
    await vi.waitFor(() => expect(made.status).toEqual({ state: "open", code: null }), soon);
    cable.far.write("GW220000128\r]d2\u001d21GW2200");
    await vi.waitFor(() => expect(codes).toEqual(["GW220000128"]), soon);
    await cable.pull();
    await vi.waitFor(() => expect(made.status.state).toBe("away"), soon);
    cable = await cable.replug();
    await vi.waitFor(() => expect(made.status.state).toBe("open"), soon);
    // What was begun before it went away is no part of what comes now.
    cable.far.write("GW220000129\r");
    await vi.waitFor(() => expect(codes).toEqual(["GW220000128", "GW220000129"]), soon);
    expect(states.slice(0, 2)).toEqual(["open", "away"]);
  });

  it("that is not there says why, and ends at once when it is closed", async () => {
    const made = new SerialScanner({
      settings: { port: "/nowhere/ttyACM9", baudRate: 9600 },
      log: silentLog,
      onCode: () => undefined,
      onChange: () => undefined,
    });
    await vi.waitFor(() => expect(made.status).toEqual({ state: "away", code: "link.not-found" }), soon);
    await made.close();
  });
});
