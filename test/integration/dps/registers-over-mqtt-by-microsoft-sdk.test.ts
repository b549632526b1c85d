import { describe, expect, it } from "vitest";
import { toBase64 } from "../../../main/base/bytes/bytes.ts";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { decodeSymmetricKey, deriveDeviceKey } from "../../../main/dps/derive-device-key.ts";
import { keyGroup, signedBy, testHierarchy } from "../../contract/dps/group-fixture.ts";
import { startService, tpmEntry } from "../../contract/dps/service-fixture.ts";
import { makeDeviceCertificate } from "../../contract/field-client/device-certificate.ts";
import { sdkRegister } from "../../harness/azure-sdk.ts";

const quick = { assignAfterMs: 20, retryAfterSeconds: 0 };
const master = Buffer.alloc(64, 7).toString("base64");
const derived = (registrationId: string): string =>
  toBase64(deriveDeviceKey(decodeSymmetricKey(master), registrationId));

const pem = (key: { export(options: object): unknown }): string => String(key.export({ type: "pkcs8", format: "pem" }));

const isEarlyPoll = ({ method, status }: { readonly method: string; readonly status: number | null }): boolean =>
  method === "GET" && status === 202;

describe.each(["mqtt", "mqtt-ws"] as const)("Microsoft's device client over %s", (way) => {
  it("registers with a key of its entry and with one derived from a group's", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollmentGroup(keyGroup("line-1", master));
    await client.putEnrollment({
      registrationId: "unit-1",
      deviceId: "Device-1",
      attestation: { type: "symmetricKey" },
    });
    const own = (await client.getAttestationMechanism("unit-1"))?.symmetricKey?.secondaryKey ?? "";
    expect(await sdkRegister(dps, { registrationId: "unit-1", symmetricKey: own }, way)).toMatchObject({
      deviceId: "Device-1",
    });
    const assigned = await sdkRegister(dps, { registrationId: "SN-7", symmetricKey: derived("SN-7") }, way);
    expect(dps.hubs).toContain(assigned.assignedHub);
    expect((await client.getRegistrationState("SN-7"))?.status).toBe("assigned");
    expect(dps.calls.since().filter((call) => call.transport === way && !isEarlyPoll(call))).toMatchObject([
      { method: "CONNECT", status: 200 },
      { method: "PUT", status: 202, path: `/${dps.idScope}/registrations/unit-1/register` },
      { method: "GET", status: 200 },
      { method: "CONNECT", path: `/${dps.idScope}/registrations/SN-7` },
      { method: "PUT" },
      { method: "GET" },
    ]);
  });

  it("registers with a certificate of its entry and with a chain up to a group's", async () => {
    const { dps, client } = await startService(quick);
    const lone = await makeDeviceCertificate("unit-1");
    await client.putEnrollment({
      registrationId: "unit-1",
      attestation: { type: "x509", x509: { clientCertificates: { primary: { certificate: lone.pem } } } },
    });
    const plant = await testHierarchy();
    await client.putEnrollmentGroup(signedBy("factory", plant.factory));
    expect(await sdkRegister(dps, { registrationId: "unit-1", cert: lone.pem, key: pem(lone.key) }, way)).toMatchObject(
      { deviceId: "unit-1" },
    );
    const unit = await plant.device("unit-2");
    const cert = unit.chain.map((der) => toPem("CERTIFICATE", der)).join("");
    expect(await sdkRegister(dps, { registrationId: "unit-2", cert, key: pem(unit.key) }, way)).toMatchObject({
      deviceId: "unit-2",
    });
    expect((await client.queryGroupRegistrationStates("factory")).items).toHaveLength(1);
  });

  it("is refused with another's key, without its intermediates, and where the entry is a TPM's", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollmentGroup(keyGroup("line-1", master));
    await client.putEnrollment(tpmEntry("unit-t"));
    const plant = await testHierarchy();
    await client.putEnrollmentGroup(signedBy("factory", plant.factory));
    const unit = await plant.device("unit-2");
    const refused = [
      { registrationId: "SN-8", symmetricKey: derived("SN-7") },
      { registrationId: "unit-t", symmetricKey: derived("unit-t") },
      { registrationId: "unit-2", cert: unit.pem, key: pem(unit.key) },
    ];
    for (const identity of refused) await expect(sdkRegister(dps, identity, way)).rejects.toThrow();
    expect(dps.calls.since().filter(({ status, method }) => method === "CONNECT" && status === 401)).toHaveLength(3);
  });

  it("outlasts a throttled and a failing service", async () => {
    const { dps, client } = await startService(quick);
    await client.putEnrollmentGroup(keyGroup("line-1", master));
    dps.faults.throttle(1, "0", "device");
    dps.faults.fail(1, "device");
    expect(await sdkRegister(dps, { registrationId: "sn-1", symmetricKey: derived("sn-1") }, way)).toMatchObject({
      deviceId: "sn-1",
    });
  });
});
