import { X509Certificate } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { DpsClient } from "../../../main/dps/dps-client.ts";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { startService } from "../dps/service-fixture.ts";
import { type DeviceCertificate, makeDeviceCertificate } from "./device-certificate.ts";

const quick = { assignAfterMs: 20, retryAfterSeconds: 0 };

const enroll = (client: DpsClient, registrationId: string, pem: string, more: object = {}) =>
  client.putEnrollment({
    registrationId,
    attestation: { type: "x509", x509: { clientCertificates: { primary: { certificate: pem } } } },
    ...more,
  });

const boot = (dps: PracticeDps, registrationId: string, x509: DeviceCertificate) =>
  registerDevice({
    endpoint: dps.endpoint,
    ca: dps.caPem,
    registration: { endpoint: dps.endpoint, idScope: dps.idScope, registrationId, attestation: "x509" },
    x509,
  });

describe("a device with a certificate", () => {
  it("is assigned to a hub, and the service knows", async () => {
    const { dps, client } = await startService(quick);
    const device = await makeDeviceCertificate("unit-1");
    const info = (await enroll(client, "unit-1", device.pem, { deviceId: "gw-1" })).attestation.x509?.clientCertificates
      ?.primary?.info;
    expect(info?.sha256Thumbprint).toBe(new X509Certificate(device.pem).fingerprint256.replaceAll(":", ""));
    const assignment = await boot(dps, "unit-1", device);
    expect(assignment.deviceId).toBe("gw-1");
    expect(dps.hubs).toContain(assignment.assignedHub);
    expect(await client.getRegistrationState("unit-1")).toMatchObject({
      ...assignment,
      status: "assigned",
      substatus: "initialAssignment",
    });
    expect((await client.getEnrollment("unit-1"))?.registrationState).toMatchObject(assignment);
  });

  it("may use the entry's second certificate, and comes back to its hub", async () => {
    const { dps, client } = await startService(quick);
    const [first, second] = [await makeDeviceCertificate("unit-1"), await makeDeviceCertificate("unit-1")];
    const clientCertificates = { primary: { certificate: first.pem }, secondary: { certificate: second.pem } };
    await client.putEnrollment({
      registrationId: "unit-1",
      attestation: { type: "x509", x509: { clientCertificates } },
    });
    const assignment = await boot(dps, "unit-1", second);
    expect(await boot(dps, "unit-1", first)).toEqual(assignment);
    expect((await client.getRegistrationState("unit-1"))?.substatus).toBe("reprovisionedToInitialAssignment");
  });

  it("goes only to a hub its entry names", async () => {
    const { dps, client } = await startService(quick);
    for (const [index, hub] of dps.hubs.entries()) {
      const device = await makeDeviceCertificate(`unit-${index}`);
      await enroll(client, `unit-${index}`, device.pem, { iotHubs: [hub] });
      expect((await boot(dps, `unit-${index}`, device)).assignedHub).toBe(hub);
    }
    const other = await makeDeviceCertificate("other");
    await expect(enroll(client, "other", other.pem, { iotHubs: ["elsewhere.test"] })).rejects.toMatchObject({
      code: "dps.rejected",
    });
  });

  it("is refused before it is enrolled, and when its entry is disabled", async () => {
    const { dps, client } = await startService(quick);
    const device = await makeDeviceCertificate("unit-1");
    await expect(boot(dps, "unit-1", device)).rejects.toMatchObject({ code: "field.refused" });
    await enroll(client, "unit-1", device.pem, { provisioningStatus: "disabled" });
    await expect(boot(dps, "unit-1", device)).rejects.toMatchObject({ code: "field.refused" });
  });

  it.each([
    ["another certificate of the same name", "unit-1", "unit-1", undefined],
    ["a certificate of another name", "unit-2", undefined, undefined],
    ["an expired certificate", "unit-1", undefined, new Date(Date.now() - 86_400_000)],
  ])("is refused with %s", async (_name, commonName, otherName, notAfter) => {
    const { dps, client } = await startService(quick);
    const enrolled = await makeDeviceCertificate(commonName, notAfter);
    await enroll(client, "unit-1", enrolled.pem);
    const shown = otherName === undefined ? enrolled : await makeDeviceCertificate(otherName);
    await expect(boot(dps, "unit-1", shown)).rejects.toMatchObject({
      code: "field.refused",
      detail: expect.stringContaining("401002"),
    });
  });

  it("is refused without a certificate in the handshake", async () => {
    const { dps, client } = await startService(quick);
    const device = await makeDeviceCertificate("unit-1");
    await enroll(client, "unit-1", device.pem);
    await expect(boot(dps, "unit-1", { ...device, chain: [] })).rejects.toMatchObject({ code: "field.no-identity" });
  });

  it("tells a failed assignment from a refusal", async () => {
    const { dps, client } = await startService(quick);
    const device = await makeDeviceCertificate("unit-1");
    await enroll(client, "unit-1", device.pem);
    dps.faults.failAssignments(1);
    await expect(boot(dps, "unit-1", device)).rejects.toMatchObject({
      code: "field.failed",
      detail: expect.stringContaining("400209"),
    });
    expect(await boot(dps, "unit-1", device)).toMatchObject({ deviceId: "unit-1" });
  });

  it("outlasts a throttled and a broken service", async () => {
    const { dps, client } = await startService(quick);
    const device = await makeDeviceCertificate("unit-1");
    await enroll(client, "unit-1", device.pem);
    dps.faults.throttle(1, "0", "device");
    dps.faults.resetAfterCommit(1, "device");
    expect(await boot(dps, "unit-1", device)).toMatchObject({ deviceId: "unit-1" });
  });

  it("does not speak to a service it does not trust", async () => {
    const { dps } = await startService(quick);
    const { dps: stranger } = await startService(quick);
    const device = await makeDeviceCertificate("unit-1");
    await expect(boot({ ...dps, endpoint: stranger.endpoint }, "unit-1", device)).rejects.toMatchObject({
      code: "field.not-trusted",
    });
  });
});
