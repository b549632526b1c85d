import { describe, expect, it } from "vitest";
import { compareEnrollment } from "../../../main/enrollment/compare-enrollment.ts";
import { makeDeviceCertificate } from "../../contract/field-client/device-certificate.ts";
import { endorsementKey, startService, tpmEntry } from "../../contract/dps/service-fixture.ts";
import { sdkRegister, sdkServiceClient } from "../../harness/azure-sdk.ts";

type Sdk = ReturnType<typeof sdkServiceClient>;
type Operation = Parameters<Sdk["runBulkEnrollmentOperation"]>[0];
/** Its types want every member of an entry. */
type SdkEntry = Parameters<Sdk["createOrUpdateIndividualEnrollment"]>[0];
const asSdkEntry = (entry: object): SdkEntry => entry as SdkEntry;

/** The promise form of 1.11.2 never settles; the callback form does. */
function bulk(sdk: Sdk, operation: Operation): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  sdk.runBulkEnrollmentOperation(operation, (error, result) => {
    if (error) reject(error);
    else resolve(result);
  });
  return promise;
}

describe("entries of Microsoft's service client and ours", () => {
  it("are the same to both: TPM", async () => {
    const { dps, client } = await startService();
    const sdk = sdkServiceClient(dps);
    const asked = { ...tpmEntry("unit-1"), deviceId: "gw-1" };
    await sdk.createOrUpdateIndividualEnrollment(asSdkEntry({ ...asked, provisioningStatus: "enabled" }));
    const found = await client.getEnrollment("unit-1");
    expect(found === undefined ? "absent" : compareEnrollment(asked, found)).toEqual([]);
    await client.putEnrollment({ ...tpmEntry("unit-2", 5), initialTwin: { tags: { lot: "4711" } } });
    const { responseBody } = await sdk.getIndividualEnrollment("unit-2");
    expect(responseBody).toMatchObject({
      registrationId: "unit-2",
      attestation: { type: "tpm", tpm: { endorsementKey: endorsementKey(5) } },
      initialTwin: { tags: { lot: "4711" } },
    });
  });

  it("are the same to both: X.509, with which the device registers", async () => {
    const { dps, client } = await startService({ assignAfterMs: 20, retryAfterSeconds: 0 });
    const sdk = sdkServiceClient(dps);
    const device = await makeDeviceCertificate("unit-1");
    const clientCertificates = { primary: { certificate: device.pem } };
    const asked = { registrationId: "unit-1", attestation: { type: "x509" as const, x509: { clientCertificates } } };
    await sdk.createOrUpdateIndividualEnrollment(asSdkEntry({ ...asked, provisioningStatus: "enabled" }));
    const found = await client.getEnrollment("unit-1");
    expect(found === undefined ? "absent" : compareEnrollment(asked, found)).toEqual([]);
    const key = device.key.export({ type: "pkcs8", format: "pem" }).toString();
    const { assignedHub, deviceId } = await sdkRegister(dps, { registrationId: "unit-1", cert: device.pem, key });
    expect(await client.getRegistrationState("unit-1")).toMatchObject({ assignedHub, deviceId });
  });

  it("go in bulk and come in pages", async () => {
    const { dps, client } = await startService();
    const sdk = sdkServiceClient(dps);
    const enrollments = Array.from({ length: 10 }, (_, index) => asSdkEntry(tpmEntry(`unit-${index}`, index)));
    expect(await bulk(sdk, { enrollments, mode: "create" })).toMatchObject({ isSuccessful: true });
    const again = await bulk(sdk, { enrollments: enrollments.slice(0, 1), mode: "create" });
    expect(again).toMatchObject({ isSuccessful: false, errors: [{ registrationId: "unit-0", errorCode: 409_201 }] });
    expect((await client.queryEnrollments()).items).toHaveLength(10);
    const query = sdk.createIndividualEnrollmentQuery({ query: "*" }, 6);
    const seen: unknown[] = [];
    // Without a token its promise form would ask for the first page for ever.
    while (query.hasMoreResults) {
      seen.push(...Object.values((await query.next(query.continuationToken)).responseBody));
    }
    expect(seen).toHaveLength(10);
  });
});
