import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { type PracticeDps, startPracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { type DeviceIdentity, registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { visitHub } from "../../../main/practice/field-client/visit-hub.ts";
import { VirtualTpm } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";
import { keyGroup, signedBy, testHierarchy } from "../dps/group-fixture.ts";
import { clientFor, startService } from "../dps/service-fixture.ts";

const quick = { assignAfterMs: 0, retryAfterSeconds: 0 };
const master = Buffer.alloc(64, 7).toString("base64");
const east = "practice-hub-east.azure-devices.test";
const west = "practice-hub-west.azure-devices.test";
const initialTwin = { tags: { line: "4" }, properties: { desired: { interval: 60 } } };

type Attestation = DeviceIdentity["registration"]["attestation"];

const deviceAt = (dps: PracticeDps, registrationId: string, attestation: Attestation): DeviceIdentity => ({
  endpoint: dps.endpoint,
  ca: dps.caPem,
  registration: { endpoint: dps.endpoint, idScope: dps.idScope, registrationId, attestation },
});

const keyDevice = (dps: PracticeDps, registrationId: string): DeviceIdentity => ({
  ...deviceAt(dps, registrationId, "symmetric-key"),
  symmetricKey: deriveDeviceKey(decodeSymmetricKey(master), registrationId),
});

const keyEntry = (changes: Partial<IndividualEnrollment> = {}): IndividualEnrollment => {
  const primaryKey = toBase64(deriveDeviceKey(decodeSymmetricKey(master), "unit-1"));
  return {
    registrationId: "unit-1",
    attestation: { type: "symmetricKey", symmetricKey: { primaryKey, secondaryKey: master } },
    initialTwin,
    ...changes,
  };
};

async function registerAndVisit(device: DeviceIdentity, reported: Record<string, unknown> = { built: 1 }) {
  return visitHub(device, await registerDevice(device), reported);
}

describe("a registered device at its hub", () => {
  it("with a TPM proves itself by the key that came with the assignment", async () => {
    const { dps, client } = await startService(quick);
    const tpm = new VirtualTpm({ seed: new Uint8Array(32).fill(7) });
    const { publicArea } = await readEndorsementKey(await connectTpm(tpm));
    await client.putEnrollment({
      registrationId: "unit-1",
      attestation: { type: "tpm", tpm: { endorsementKey: toBase64(publicArea) } },
      initialTwin,
    });
    const visit = await registerAndVisit({ ...deviceAt(dps, "unit-1", "tpm"), tpm });
    expect(visit).toMatchObject({ deviceId: "unit-1", desired: { interval: 60, $version: 1 } });
    expect(dps.linkedHubs.show()).toMatchObject([
      {
        hub: visit.assignedHub,
        registrationId: "unit-1",
        connections: 1,
        messages: 1,
        twin: { tags: { line: "4" }, properties: { reported: { built: 1, $version: 2 } } },
      },
    ]);
  });

  it("of a group proves itself by its certificate, or by its derived key", async () => {
    const { dps, client } = await startService(quick);
    const plant = await testHierarchy();
    await client.putEnrollmentGroup({ ...signedBy("factory", plant.factory), initialTwin });
    await client.putEnrollmentGroup(keyGroup("keys", master));
    const x509 = await plant.device("unit-x");
    expect(await registerAndVisit({ ...deviceAt(dps, "unit-x", "x509"), x509 })).toMatchObject({
      deviceId: "unit-x",
      desired: { interval: 60 },
    });
    expect(await registerAndVisit(keyDevice(dps, "Unit-K"))).toMatchObject({ deviceId: "Unit-K" });
    expect(dps.calls.since().filter(({ api }) => api === "hub")[0]).toMatchObject({ method: "CONNECT", status: 200 });
  });

  it("is refused where it is not registered, and with another's key", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollmentGroup(keyGroup("keys", master));
    const device = keyDevice(dps, "unit-1");
    const nowhere = { assignedHub: east, deviceId: "unit-1" };
    await expect(visitHub(device, nowhere, {})).rejects.toMatchObject({ code: "field.refused" });
    const assigned = await registerDevice(device);
    const elsewhere = { ...assigned, assignedHub: assigned.assignedHub === east ? west : east };
    await expect(visitHub(device, elsewhere, {})).rejects.toMatchObject({ code: "field.refused" });
    await expect(visitHub(keyDevice(dps, "unit-2"), assigned, {})).rejects.toMatchObject({ code: "field.refused" });
    expect(dps.linkedHubs.show()).toMatchObject([{ connections: 0 }]);
  });

  it("says so when the hub cannot be reached or is not trusted", async () => {
    const { dps } = await startService(quick);
    const stranger = await startPracticeDps();
    await stranger.close();
    const assigned = { assignedHub: east, deviceId: "unit-1" };
    const device = keyDevice(dps, "unit-1");
    await expect(visitHub({ ...device, ca: stranger.caPem }, assigned, {})).rejects.toMatchObject({
      code: "field.unreachable",
    });
    await expect(visitHub({ ...device, endpoint: stranger.endpoint }, assigned, {})).rejects.toMatchObject({
      code: "field.unreachable",
    });
  });
});

describe("a device that registers again", () => {
  const moved = (reprovisionPolicy: IndividualEnrollment["reprovisionPolicy"]) => async () => {
    const { dps, client } = await startService(quick);
    const entry = keyEntry({ allocationPolicy: "static", iotHubs: [east], reprovisionPolicy });
    const { etag } = await client.putEnrollment(entry);
    const first = await registerAndVisit(keyDevice(dps, "unit-1"));
    await client.putEnrollment({ ...entry, iotHubs: [west] }, { ifMatch: etag ?? "" });
    const second = await registerAndVisit(keyDevice(dps, "unit-1"), {});
    const state = await client.getRegistrationState("unit-1");
    return {
      hubs: [first.assignedHub, second.assignedHub],
      substatus: state?.substatus,
      devices: dps.linkedHubs.show(),
    };
  };

  it("goes to the new hub and takes its twin along", async () => {
    const { hubs, substatus, devices } = await moved({ updateHubAssignment: true, migrateDeviceData: true })();
    expect({ hubs, substatus }).toEqual({ hubs: [east, west], substatus: "deviceDataMigrated" });
    expect(devices).toMatchObject([{ hub: west, twin: { properties: { reported: { built: 1 } } } }]);
  });

  it("goes to the new hub and begins anew", async () => {
    const { hubs, substatus, devices } = await moved({ updateHubAssignment: true, migrateDeviceData: false })();
    expect({ hubs, substatus }).toEqual({ hubs: [east, west], substatus: "deviceDataReset" });
    expect(devices).toHaveLength(1);
    expect(devices[0]?.twin.properties.reported).toEqual({ $version: 2 });
    expect(devices[0]?.twin.properties.desired).toEqual({ interval: 60, $version: 1 });
  });

  it("stays where it is", async () => {
    const { hubs, substatus, devices } = await moved({ updateHubAssignment: false, migrateDeviceData: false })();
    expect({ hubs, substatus }).toEqual({ hubs: [east, east], substatus: "reprovisionedToInitialAssignment" });
    expect(devices).toMatchObject([{ hub: east, twin: { properties: { reported: { built: 1 } } } }]);
  });
});

it("spreads devices evenly over the hubs, the same id always to the same", async () => {
  const hubs = ["a.test", "b.test", "c.test", "d.test"];
  const { dps, client } = await startService({ ...quick, hubs });
  await client.putEnrollmentGroup(keyGroup("keys", master));
  const ids = Array.from({ length: 24 }, (_, index) => `unit-${index}`);
  const first = await Promise.all(ids.map((id) => registerDevice(keyDevice(dps, id))));
  for (const hub of hubs) {
    const share = first.filter(({ assignedHub }) => assignedHub === hub).length;
    expect(share).toBeGreaterThan(1);
  }
  expect(await registerDevice(keyDevice(dps, "unit-0"))).toEqual(first[0]);
  await client.putEnrollmentGroup({
    ...keyGroup("keys-2"),
    allocationPolicy: "geoLatency",
    iotHubs: ["c.test", "d.test"],
  });
  const key = (await client.getGroupAttestationMechanism("keys-2"))?.symmetricKey?.primaryKey ?? "";
  const near = {
    ...deviceAt(dps, "near-1", "symmetric-key"),
    symmetricKey: deriveDeviceKey(decodeSymmetricKey(key), "near-1"),
  };
  expect((await registerDevice(near)).assignedHub).toBe("c.test");
});

it("keeps hubs' devices and twins across a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "touchmark-hub-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const stateFile = join(folder, "dps.json");
  const first = await startPracticeDps({ ...quick, stateFile });
  await clientFor(first).putEnrollment(keyEntry());
  const assigned = await registerDevice(keyDevice(first, "unit-1"));
  await visitHub(keyDevice(first, "unit-1"), assigned, { built: 2 });
  await first.close();
  const second = await startPracticeDps({ ...quick, stateFile });
  onTestFinished(() => second.close());
  expect(second.mqttEndpoint).toBe(first.mqttEndpoint);
  expect(second.linkedHubs.show()).toMatchObject([
    { connections: 0, lastSeenAt: null, twin: { properties: { reported: { built: 2, $version: 2 } } } },
  ]);
  await visitHub(keyDevice(second, "unit-1"), assigned, { built: null });
  expect(second.linkedHubs.show()[0]?.twin.properties.reported).toEqual({ $version: 3 });
});
