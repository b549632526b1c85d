import { createServer } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { registerDevice } from "../../../main/practice/field-client/register-device.ts";
import { startService } from "../dps/service-fixture.ts";
import { makeDeviceCertificate } from "./device-certificate.ts";

const hubs = ["hub-a", "hub-b", "hub-c"];

/** Somebody's own code: keeps what it was asked, and answers so. */
async function webhook(answer: { readonly status?: number; readonly body: string }) {
  const questions: unknown[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (part: Buffer) => {
      text += part.toString("utf8");
    });
    request.on("end", () => {
      questions.push(JSON.parse(text));
      response.writeHead(answer.status ?? 200, { "Content-Type": "application/json" }).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { url: `http://127.0.0.1:${port}/api/allocate?code=1`, questions };
}

async function plant(webhookUrl: string) {
  const { dps, client } = await startService({ assignAfterMs: 20, retryAfterSeconds: 0, hubs });
  const x509 = await makeDeviceCertificate("unit-1");
  await client.putEnrollment({
    registrationId: "unit-1",
    deviceId: "gw-1",
    attestation: { type: "x509", x509: { clientCertificates: { primary: { certificate: x509.pem } } } },
    allocationPolicy: "custom",
    customAllocationDefinition: { webhookUrl, apiVersion: "2021-10-01" },
    initialTwin: { tags: { by: "entry" }, properties: { desired: {} } },
  });
  const registration = { endpoint: dps.endpoint, idScope: dps.idScope, registrationId: "unit-1" };
  const boot = () =>
    registerDevice({
      endpoint: dps.endpoint,
      ca: dps.caPem,
      registration: { ...registration, attestation: "x509" },
      x509,
    });
  return { dps, client, boot };
}

describe("a device whose hub somebody's own code chooses", () => {
  it("comes to that hub, with that twin, and the code is told who it is", async () => {
    const body = { iotHubHostName: "hub-c", initialTwin: { tags: { by: "code" } }, payload: { zone: 7 } };
    const { url, questions } = await webhook({ body: JSON.stringify(body) });
    const { dps, boot } = await plant(url);
    expect(await boot()).toEqual({ assignedHub: "hub-c", deviceId: "gw-1" });
    expect(questions).toEqual([
      {
        individualEnrollment: expect.objectContaining({ registrationId: "unit-1", deviceId: "gw-1" }),
        deviceRuntimeContext: { registrationId: "unit-1" },
        linkedHubs: hubs,
      },
    ]);
    expect(dps.linkedHubs.show()[0]).toMatchObject({ hub: "hub-c", twin: { tags: { by: "code" } } });
  });

  it.each([
    ["fails", { status: 500, body: "{}" }],
    ["names no linked hub", { body: JSON.stringify({ iotHubHostName: "elsewhere" }) }],
    ["answers no JSON", { body: "<html>" }],
    ["answers too much", { body: JSON.stringify({ iotHubHostName: "x", payload: "y".repeat(100_000) }) }],
  ])("is not assigned where the webhook %s", async (_, answer) => {
    const { url } = await webhook(answer);
    const { client, boot } = await plant(url);
    await expect(boot()).rejects.toMatchObject({ detail: expect.stringContaining("400207") });
    expect(await client.getRegistrationState("unit-1")).toMatchObject({ status: "failed", errorCode: 400_207 });
  });

  it("is not assigned where the webhook is not on this machine: nobody is asked", async () => {
    const { boot } = await plant("https://allocation.example/api");
    await expect(boot()).rejects.toMatchObject({ detail: expect.stringContaining("not on this machine") });
  });
});
