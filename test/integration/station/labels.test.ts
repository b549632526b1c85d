import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LabelDraft, Slot } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { startZebraDouble, type ZebraDouble } from "../../harness/zebra-double.ts";

let folder: string;
let station: RunningStation;
let client: StationClient;
let zebra: ZebraDouble;

const draft: LabelDraft = {
  label: "unit",
  size: { width: 50, height: 25 },
  dpi: 203,
  elements: [
    { type: "text", x: 2, y: 2, size: 3, content: "{model}" },
    { type: "data-matrix", x: 30, y: 2, size: 14, content: "{serialNumber}" },
  ],
};

async function start(): Promise<void> {
  station = await startStation({ dataFolder: folder, mode: "practice", log: silentLog });
  client = createRouterClient(station.router);
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-labels-"));
  zebra = await startZebraDouble();
  await start();
  await client.lots.use({ lot: "PRACTICE-X509" });
});

afterAll(async () => {
  await station?.close();
  await zebra?.close();
  rmSync(folder, { recursive: true, force: true });
});

const slotOne = async (): Promise<Slot> => {
  const [slot] = await client.line.slots();
  if (slot === undefined) throw new Error("no slot");
  return slot;
};

/** The unit that passed, once its label is in one of these states. */
async function passedWith(...states: readonly string[]): Promise<Slot & { readonly serialNumber: string }> {
  const { id, present } = await slotOne();
  if (present) await client.practice.unplug({ slotId: id });
  await client.practice.plug({ slotId: id, fault: "none" });
  await expect
    .poll(async () => (await slotOne()).label?.state ?? "none", { timeout: 60_000, interval: 50 })
    .toMatch(new RegExp(`^(?:${states.join("|")})$`));
  const slot = await slotOne();
  return { ...slot, serialNumber: slot.serialNumber ?? "" };
}

const printsOf = async (serialNumber: string) => (await client.units.get({ serialNumber })).prints ?? [];
const pdfs = (): readonly string[] => readdirSync(join(folder, "practice", "printed"));

describe("labels of a station", () => {
  it("are drawn up, previewed with their faults, saved and found again", async () => {
    const bad = {
      ...draft,
      elements: [...draft.elements, { type: "qr" as const, x: 45, y: 2, size: 9, content: "{nobody}" }],
    };
    expect((await client.labels.preview({ template: bad })).faults).toMatchObject([
      { element: 2, code: "label.bad-template" },
    ]);
    const { svg, faults, codes } = await client.labels.preview({ template: draft });
    expect(faults).toEqual([]);
    expect(codes).toEqual(["SN00000001"]);
    expect(svg).toContain("<svg");
    const { hash } = await client.labels.save({ template: draft, basedOn: null });
    await expect(client.labels.save({ template: draft, basedOn: null })).rejects.toMatchObject({
      code: "label.changed",
    });
    expect(await client.labels.get({ name: "unit" })).toMatchObject({ hash, template: { label: "unit" } });
    expect((await client.labels.list()).templates).toMatchObject([{ name: "unit", hash, width: 50, fault: null }]);
  });

  it("come out when a unit passes, once, with who, where and which version on record", async () => {
    await client.labels.putPrinter({ name: "pdf", kind: "folder", address: "printed" });
    await client.labels.setWhenPassed({ whenPassed: { template: "unit" } });
    const { serialNumber, state, id } = await passedWith("printed");
    expect(state).toBe("pass");
    expect(pdfs()).toEqual([expect.stringMatching(new RegExp(`^${serialNumber}-.*\\.pdf$`))]);
    expect(await printsOf(serialNumber)).toMatchObject([
      {
        printer: "pdf",
        copies: 1,
        outcome: "printed",
        template: expect.stringMatching(/^unit@[0-9a-f]{8}$/) as string,
      },
    ]);
    await client.line.retry({ slotId: id });
    await expect.poll(async () => (await slotOne()).state, { timeout: 60_000 }).toBe("pass");
    await expect(client.labels.print({ serialNumber })).rejects.toMatchObject({ code: "records.reprint-reason" });
    expect(pdfs()).toHaveLength(1);
  });

  it("are printed again with a reason", async () => {
    const { serialNumber } = await slotOne();
    await client.labels.reprint({ serialNumber: serialNumber ?? "", reason: "smeared" });
    expect(pdfs()).toHaveLength(2);
    expect(await printsOf(serialNumber ?? "")).toMatchObject([{ reprintReason: "smeared" }, { reprintReason: null }]);
  });

  it("that do not come out are said on the slot and above the screen; the unit passed, and the next try needs no reason", async () => {
    await client.labels.putPrinter({ name: "zebra", kind: "network", address: `127.0.0.1:${zebra.port}` });
    await client.labels.setWhenPassed({ whenPassed: { template: "unit", printer: "zebra" } });
    zebra.state.paperOut = true;
    const { serialNumber, state, label } = await passedWith("failed");
    expect(state).toBe("pass");
    expect(label?.problem).toMatchObject({ code: "printer.paper-out" });
    expect(await printsOf(serialNumber)).toMatchObject([{ outcome: "failed", code: "printer.paper-out" }]);
    await expect
      .poll(async () => (await client.station.troubles()).map(({ code }) => code))
      .toContain("printer.paper-out");
    // The station may go meanwhile: who comes back to it still finds the unit without its label.
    await station.close();
    await start();
    await expect.poll(async () => (await slotOne()).label?.state, { timeout: 30_000 }).toBe("failed");
    expect(await slotOne()).toMatchObject({
      serialNumber,
      state: "pass",
      label: { problem: { code: "printer.paper-out" } },
    });
    zebra.state.paperOut = false;
    await client.labels.print({ serialNumber });
    expect(await slotOne()).toMatchObject({ state: "pass", label: { state: "printed", problem: null } });
    expect(zebra.labels).toHaveLength(1);
    expect(zebra.labels[0]).toContain(serialNumber);
    await expect.poll(async () => client.station.troubles()).toEqual([]);
  });

  it("are scanned back: the label of another unit is refused, the right one is taken, and both are on record", async () => {
    await client.labels.setWhenPassed({ whenPassed: { template: "unit", printer: "zebra", scanBack: true } });
    const { serialNumber, next, id } = await passedWith("scan");
    expect(next).toBe("scan-label");
    expect(await client.line.scan({ code: "GW-SOMEBODY-ELSE" })).toMatchObject({
      accepted: false,
      problem: { code: "label.other-unit" },
    });
    expect(await slotOne()).toMatchObject({ state: "pass", label: { state: "wrong" }, next: "scan-label" });
    expect(await client.line.scan({ code: serialNumber })).toMatchObject({ accepted: true, slotId: id });
    expect(await slotOne()).toMatchObject({
      state: "pass",
      label: { state: "checked", problem: null },
      next: "take-out",
    });
    // The scanner's second beep is no order to build the unit again.
    expect(await client.line.scan({ code: serialNumber })).toMatchObject({ accepted: true });
    expect(await slotOne()).toMatchObject({ state: "pass" });
  });

  it("that nobody scanned are asked for again when the station starts again, and on the unit's page it stands how it ended", async () => {
    const { serialNumber, id } = await passedWith("scan");
    const scanBack = async () => (await printsOf(serialNumber)).map((print) => print.scanBack?.outcome);
    expect(await scanBack()).toEqual(["never"]);
    await station.close();
    await start();
    await expect.poll(async () => (await slotOne()).label?.state, { timeout: 30_000 }).toBe("scan");
    expect(await slotOne()).toMatchObject({ state: "pass", serialNumber, present: false, next: "scan-label" });
    expect(await client.line.scan({ code: "GW-SOMEBODY-ELSE" })).toMatchObject({ accepted: false });
    expect(await scanBack()).toEqual(["wrong"]);
    await station.close();
    await start();
    await expect.poll(async () => (await slotOne()).label?.state, { timeout: 30_000 }).toBe("scan");
    expect(await client.line.scan({ code: serialNumber })).toMatchObject({ accepted: true, slotId: id });
    expect(await slotOne()).toMatchObject({ state: "pass", label: { state: "checked" } });
    expect(await scanBack()).toEqual(["right"]);
    await station.close();
    await start();
    expect(await slotOne()).toMatchObject({ state: "waiting", label: null });
    expect(zebra.labels.filter((zpl) => zpl.includes(serialNumber))).toHaveLength(1);
  });

  it("that the line went on without are never scanned back, which stands with the unit", async () => {
    const { serialNumber, id, runId } = await passedWith("scan");
    // The same unit again: it has its label, which still has to be scanned.
    await client.line.retry({ slotId: id });
    const again = async () => {
      const slot = await slotOne();
      return slot.runId === runId ? "the run before" : slot.label?.state;
    };
    await expect.poll(again, { timeout: 60_000 }).toBe("scan");
    expect(await printsOf(serialNumber)).toHaveLength(1);
    const next = await passedWith("scan");
    await expect
      .poll(async () => (await printsOf(serialNumber))[0]?.scanBack?.outcome, { timeout: 30_000 })
      .toBe("never");
    await station.close();
    await start();
    await expect.poll(async () => (await slotOne()).serialNumber, { timeout: 30_000 }).toBe(next.serialNumber);
    expect(await client.line.scan({ code: next.serialNumber })).toMatchObject({ accepted: true });
  });

  it("of practice say so, and go nowhere else", async () => {
    expect(zebra.labels.every((zpl) => zpl.includes("PRACTICE"))).toBe(true);
    await expect(
      client.labels.putPrinter({ name: "far", kind: "network", address: "192.0.2.9" }),
    ).rejects.toMatchObject({
      code: "printer.practice",
    });
  });

  it("are cards of the slots too, with each slot's own code", async () => {
    const before = zebra.labels.length;
    expect(await client.labels.printSlotCards({ printer: "zebra", language: "de" })).toEqual({ printed: 4 });
    const cards = zebra.labels.slice(before);
    expect(cards.map((zpl) => /\^FDMA,(SLOT:[^^]*)\^FS/.exec(zpl)?.[1])).toEqual([
      "SLOT:1",
      "SLOT:2",
      "SLOT:3",
      "SLOT:4",
    ]);
    expect(cards.every((zpl) => zpl.includes("^PW400") && zpl.includes("|C3|9CBUNG"))).toBe(true);
    const pdf = await client.labels.slotCards({ paper: "letter" });
    expect(pdf).toMatchObject({ fileName: "slot-cards-practice.pdf", mediaType: "application/pdf" });
    expect(Buffer.from(pdf.base64, "base64").subarray(0, 5).toString("latin1")).toBe("%PDF-");
  });

  it("are tried without a unit, marked as a test", async () => {
    await client.labels.testPrint({ template: draft, printer: "zebra" });
    expect(zebra.labels.at(-1)).toContain("TEST");
    expect(await client.labels.printerStatus({ name: "zebra" })).toMatchObject({ state: "ready" });
    zebra.state.headOpen = true;
    expect(await client.labels.printerStatus({ name: "zebra" })).toMatchObject({
      state: "problem",
      problem: { code: "printer.head-open" },
    });
    zebra.state.headOpen = false;
  });
});
