import { X509Certificate } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CertificateAuthority } from "../../../../main/pki/authority/certificate-authority.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { systemClock } from "../../../../main/base/clock.ts";
import { fileAuthority } from "../../../../main/pki/custody/authority-in-use.ts";
import { caExtensions, testCertificate } from "../../../harness/test-certificates.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import type { Plant } from "../../../../main/workflow/steps/step.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;
let recipe: LoadedRecipe;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  recipe = await home.recipe({ attestation: "x509" });
});

afterAll(() => home.close());

const newDevice = (savedState?: string): VirtualDevice => {
  count += 1;
  return new VirtualDevice({ serialNumber: `SN${count}`, model: "SN-100", savedState });
};

const run = (device: VirtualDevice, how: { recipe?: LoadedRecipe; plant?: Plant } = {}) =>
  runOnce({ plant: how.plant ?? home.plant }, how.recipe ?? recipe, () => Promise.resolve(talkTo(device)));

const serialOf = ([leaf]: readonly Uint8Array[]): string => new X509Certificate(leaf ?? "").serialNumber;

/** A plant in which the recipe's authority is another one than before. */
const plantOf = (authority: CertificateAuthority): Plant => ({
  ...home.plant,
  authority: () => Promise.resolve(authority),
});

/** A run that issued its certificate and was then cut off: the unit is on record with nothing yet. */
async function cutOffAfterIssue(device: VirtualDevice): Promise<string> {
  const stop = new AbortController();
  const { findings } = await runOnce(home, recipe, () => Promise.resolve(talkTo(device)), {
    signal: stop.signal,
    onEvent: (event) => {
      if (event.type === "step-started" && event.id === "write-certificate") stop.abort();
    },
  });
  return findings.certificateSerialNumber ?? "";
}

describe("the certificate of a unit", () => {
  it("is the same when the unit is provisioned again", async () => {
    const device = newDevice();
    const first = await run(device);
    const second = await run(device);
    expect(second.state.outcome).toBe("pass");
    expect(second.findings.certificateSerialNumber).toBe(first.findings.certificateSerialNumber);
    expect(serialOf(device.chain).toLowerCase()).toBe(first.findings.certificateSerialNumber);
  });

  it("is the same also when its authority ends long before the time ordered", async () => {
    const { der, privateKey } = await testCertificate({
      name: "ending",
      extensions: caExtensions(0),
      notAfter: new Date(Date.now() + 200 * 86_400_000),
    });
    const ending = fileAuthority({ name: "line-ca", pilot: true, chain: [der], privateKey, clock: systemClock });
    const device = newDevice();
    const first = await run(device, { plant: plantOf(ending) });
    const second = await run(device, { plant: plantOf(ending) });
    expect([first.state.outcome, second.state.outcome]).toEqual(["pass", "pass"]);
    expect(second.findings.certificateSerialNumber).toBe(first.findings.certificateSerialNumber);
  });

  it("is a new one after rework, and the old one stays on record", async () => {
    const device = newDevice();
    const first = await run(device);
    const serialNumber = first.findings.serialNumber ?? "";
    await home.records.unitStates.change(serialNumber, { act: "rework", reason: "certificate of the wrong profile" });
    const second = await run(device);
    expect(second.state.outcome).toBe("pass");
    const numbers = [second, first].map(({ findings }) => findings.certificateSerialNumber);
    expect(numbers[0]).not.toBe(numbers[1]);
    const detail = await home.records.units.detail(serialNumber);
    expect(detail?.certificates.map((certificate) => certificate.serialNumber)).toEqual(numbers);
    expect(detail).toMatchObject({ state: "provisioned", enrollment: "queued" });
    expect((await run(device)).findings.certificateSerialNumber).toBe(numbers[0]);
  });

  it("is the one that was issued before a cut", async () => {
    const device = newDevice();
    const issued = await cutOffAfterIssue(device);
    const { state, findings } = await run(device);
    expect(state.outcome).toBe("pass");
    expect(findings.certificateSerialNumber).toBe(issued);
  });

  it("is a new one under another authority, as long as the unit is not on record", async () => {
    const device = newDevice();
    const issued = await cutOffAfterIssue(device);
    const other = await home.newAuthority("other-ca");
    const { state, findings } = await run(device, {
      recipe: await home.recipe({ attestation: "x509", authority: "other-ca" }),
      plant: plantOf(other),
    });
    expect(state.outcome).toBe("pass");
    expect(findings.certificateSerialNumber).not.toBe(issued);
  });

  it("is a new one when the authority was made anew under its old name", async () => {
    const device = newDevice();
    const issued = await cutOffAfterIssue(device);
    const { state, findings } = await run(device, { plant: plantOf(await home.newAuthority("line-ca-again")) });
    expect(state.outcome).toBe("pass");
    expect(findings.certificateSerialNumber).not.toBe(issued);
  });

  it("is a new one when the old one has less than half its life left", async () => {
    const device = newDevice();
    const issued = await cutOffAfterIssue(device);
    const later = new Date(Date.now() + (recipe.recipe.attestation.type === "x509" ? 2000 : 0) * 86_400_000);
    const { state, findings } = await run(device, {
      plant: { ...home.plant, clock: { ...home.plant.clock, now: () => later } },
    });
    expect(state.error).toBeNull();
    expect(findings.certificateSerialNumber).not.toBe(issued);
  });

  it("of a unit on record is never replaced: the device keeps the one it is enrolled with", async () => {
    const device = newDevice();
    await run(device);
    const before = serialOf(device.chain);
    const { state } = await run(device, { plant: plantOf(await home.newAuthority("third-ca")) });
    expect(state).toMatchObject({ outcome: "fail", error: { code: "records.identity-changed" } });
    expect(state.steps.at(-1)?.id).toBe("issue-certificate");
    expect(serialOf(device.chain)).toBe(before);
  });
});

describe("the identity of a unit", () => {
  it("is refused to a second unit with the same key, naming the first, before anything is written", async () => {
    const first = newDevice();
    await run(first);
    const clone = newDevice(first.save());
    const { state } = await run(clone);
    expect(state).toMatchObject({ outcome: "fail", error: { code: "unit.known-key" } });
    expect(state.error?.detail).toContain(first.serialNumber);
    expect(clone.registration?.registrationId).toBe(first.registration?.registrationId);
  });

  it("is not exchanged by a recipe that names it otherwise: nothing is written into the device", async () => {
    const device = newDevice();
    await run(device);
    const before = device.registration;
    const renaming = await home.recipe({ attestation: "x509" }, { registrationId: "new-{serialNumber}" });
    const { state } = await run(device, { recipe: renaming });
    expect(state.error?.code).toBe("records.identity-changed");
    expect(state.error?.detail).toContain("registrationId");
    expect(device.registration).toEqual(before);
  });
});
