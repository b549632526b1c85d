import { createHash, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CertificateAuthority } from "../../../../main/pki/authority/certificate-authority.ts";
import { checkCertificateRequest } from "../../../../main/pki/requests/check-certificate-request.ts";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { takeCertificates } from "../../../../main/station/operations/take-certificates.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import type { Plant } from "../../../../main/workflow/steps/step.ts";
import { runOnce, talkTo, type TestPlant, testLot, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;
let recipe: LoadedRecipe;
let plant: Plant;
let away: CertificateAuthority;
let count = 0;

beforeAll(async () => {
  home = await testPlant();
  recipe = await home.recipe({ attestation: "x509" });
  const { authority } = home;
  const issueDeviceCertificate = () => Promise.reject(new Error("there is no key here"));
  away = { ...authority, elsewhere: true, issueDeviceCertificate };
  plant = { ...home.plant, authority: () => Promise.resolve(away) };
});
afterAll(() => home.close());

const newDevice = (): VirtualDevice => {
  count += 1;
  return new VirtualDevice({ serialNumber: `AW${count}`, model: "SN-100" });
};
const run = (device: VirtualDevice, more: Parameters<typeof runOnce>[3] = {}) =>
  runOnce({ plant }, recipe, () => Promise.resolve(talkTo(device)), more);

const requestOf = async (unit: string) => {
  const found = await home.records.certificateRequests.list({ lot: testLot, limit: 500 });
  return found.filter((request) => request.unit === unit);
};

interface Signing {
  readonly validityDays?: number;
  readonly commonName?: string;
  readonly subject?: { readonly O?: string };
  readonly by?: CertificateAuthority;
}

/** What the one with the key does. */
async function sign(unit: string, how: Signing = {}): Promise<Uint8Array> {
  const [request] = (await requestOf(unit)).slice(-1);
  if (request === undefined) throw new Error(`no request of ${unit}`);
  const { registrationId } = request;
  const { publicKey } = await checkCertificateRequest(request.request, { commonName: registrationId });
  const { certificate } = await (how.by ?? home.authority).issueDeviceCertificate({
    publicKey,
    commonName: how.commonName ?? registrationId,
    validityDays: how.validityDays ?? 3650,
    subject: how.subject ?? { O: "Example Devices" },
  });
  return certificate;
}

const take = (...certificates: readonly Uint8Array[]) =>
  takeCertificates(
    // Only what is asked of the store.
    { records: home.records, plant, authorities: { forDevices: (name) => plant.authority(name) } },
    certificates,
  );

describe("a unit whose authority has its key elsewhere", () => {
  it("is set aside with its request on record, and neither counts as failed nor as its first run", async () => {
    const device = newDevice();
    const { state, findings } = await run(device);
    expect(state).toMatchObject({ outcome: "set-aside", error: { code: "unit.awaiting-certificate" } });
    expect(state.steps.at(-1)).toMatchObject({ id: "issue-certificate", outcome: "pass" });
    expect(device.chain).toEqual([]);
    const requests = await requestOf("AW1");
    expect(requests).toMatchObject([{ state: "awaiting", registrationId: "aw1", authority: "line-ca", lot: testLot }]);
    expect(requests[0]?.publicKeySha256).toBe(
      createHash("sha256")
        .update(findings.publicKey ?? "")
        .digest("hex"),
    );
    expect(await home.records.lots.summary(testLot)).toMatchObject({ done: 0, failed: 0, firstPassYield: null });
    const detail = await home.records.units.detail("AW1");
    expect(detail).toMatchObject({ state: "new", lastOutcome: "set-aside" });
    expect(detail?.runHistory[0]).toMatchObject({
      outcome: "interrupted",
      problem: { code: "unit.awaiting-certificate" },
    });
    expect(await home.records.runs.failuresInARow("AW1")).toBe(0);
  });

  it("has one request however often it comes, and passes with the certificate that was brought", async () => {
    const device = newDevice();
    await run(device);
    await run(device);
    const unit = `AW${count}`;
    expect(await requestOf(unit)).toHaveLength(1);
    const certificate = await sign(unit);
    expect(await take(certificate)).toMatchObject([{ verdict: "taken", unit, registrationId: unit.toLowerCase() }]);
    expect(await take(certificate, certificate)).toMatchObject([{ verdict: "known", unit }]);
    const { state } = await run(device);
    expect(state.outcome).toBe("pass");
    expect(Buffer.from(device.chain[0] ?? []).equals(certificate)).toBe(true);
    expect(await requestOf(unit)).toMatchObject([{ state: "fulfilled" }]);
    expect((await run(device)).state.outcome).toBe("pass");
    expect(await requestOf(unit)).toHaveLength(1);
    expect(await home.records.lots.summary(testLot)).toMatchObject({ done: 1, failed: 0, firstPassYield: 1 });
    expect(await home.records.units.detail(unit)).toMatchObject({ state: "provisioned", lastOutcome: "pass" });
  });

  it("asks anew with another key, and a certificate for the old one is refused", async () => {
    const device = newDevice();
    await run(device);
    const unit = `AW${count}`;
    const old = await sign(unit);
    await run(new VirtualDevice({ serialNumber: unit, model: "SN-100" }));
    expect(await requestOf(unit)).toMatchObject([{ state: "superseded" }, { state: "awaiting" }]);
    expect(await take(old)).toMatchObject([{ verdict: "refused", code: "pki.request-superseded" }]);
    expect(await take(await sign(unit))).toMatchObject([{ verdict: "taken" }]);
  });

  it("asks again in rework, and gets another certificate", async () => {
    const device = newDevice();
    await run(device);
    const unit = `AW${count}`;
    const first = await sign(unit);
    await take(first);
    await run(device);
    await home.records.unitStates.change(unit, { act: "rework", reason: "board changed" });
    expect((await run(device)).state.outcome).toBe("set-aside");
    expect(await take(first)).toMatchObject([{ verdict: "known", unit }]);
    const second = await sign(unit);
    expect(await take(second)).toMatchObject([{ verdict: "taken" }]);
    const { state, findings } = await run(device);
    expect(state.outcome).toBe("pass");
    expect(Buffer.from(findings.chain?.[0] ?? []).equals(second)).toBe(true);
  });

  it("is refused with the key of another one that waits", async () => {
    const device = newDevice();
    await run(device);
    const twin = new VirtualDevice({ serialNumber: `AW${count}-b`, model: "SN-100", savedState: device.save() });
    const { state } = await run(twin);
    expect(state).toMatchObject({ outcome: "fail", error: { code: "records.duplicate-key" } });
  });
});

describe("a certificate that is brought", () => {
  const day = 86_400_000;
  const waiting = async (): Promise<string> => {
    await run(newDevice());
    return `AW${count}`;
  };

  it.each<[string, Signing, string]>([
    ["for another name", { commonName: "somebody" }, "pki.wrong-name"],
    ["without what the recipe says of the subject", { subject: {} }, "pki.wrong-name"],
    ["that ends too soon", { validityDays: 30 }, "pki.ends-too-soon"],
  ])("%s is refused", async (_, how, code) => {
    const unit = await waiting();
    expect(await take(await sign(unit, how))).toMatchObject([{ verdict: "refused", unit, code }]);
    expect(await requestOf(unit)).toMatchObject([{ state: "awaiting" }]);
    expect(await take(await sign(unit))).toMatchObject([{ verdict: "taken" }]);
  });

  it("of another authority is refused", async () => {
    const unit = await waiting();
    const stranger = await home.newAuthority("stranger");
    expect(await take(await sign(unit, { by: stranger }))).toMatchObject([{ code: "pki.bad-chain" }]);
  });

  it("for nobody, twice with different bytes, not to be read, or an authority's is told apart, and the right one is taken", async () => {
    const [doubled, right] = [await waiting(), await waiting()];
    const nobody = await home.authority.issueDeviceCertificate({
      publicKey: someKey(),
      commonName: "nobody",
      validityDays: 10,
      subject: {},
    });
    const verdicts = await take(
      nobody.certificate,
      await sign(doubled),
      await sign(doubled),
      Uint8Array.of(0x30, 0x00),
      home.authority.chain[0] ?? new Uint8Array(),
      await sign(right),
    );
    expect(verdicts.map(({ verdict, code }) => code ?? verdict)).toEqual([
      "pki.not-requested",
      "pki.second-certificate",
      "pki.second-certificate",
      "pki.bad-certificate",
      "authority",
      "taken",
    ]);
    expect(await requestOf(doubled)).toMatchObject([{ state: "awaiting" }]);
  });

  it("is not taken by a clock that runs behind", async () => {
    await waiting();
    const behind = { ...plant, clock: { ...plant.clock, now: () => new Date(Date.now() - day) } };
    const taking = takeCertificates(
      { records: home.records, plant: behind, authorities: { forDevices: (name) => plant.authority(name) } },
      [],
    );
    await expect(taking).rejects.toMatchObject({ code: "pki.clock-behind" });
  });
});

const someKey = (): Uint8Array =>
  new Uint8Array(generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey.export({ type: "spki", format: "der" }));
