import { createHmac, type KeyObject } from "node:crypto";
import { within } from "../../base/async/within.ts";
import { fromBase64 } from "../../base/bytes/base64.ts";
import { toBase64 } from "../../base/bytes/bytes.ts";
import type { Registration } from "../../device/device-session.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { connectTpm } from "../../tpm/tpm.ts";
import { awaitAssignment } from "./await-assignment.ts";
import { DeviceApi } from "./device-api.ts";
import { createDeviceToken } from "./device-token.ts";
import { fieldErrors } from "./field-errors.ts";
import { challengeAnswer, readAnswer, refusalOf } from "./registration-answer.ts";
import { TpmIdentity } from "./tpm-identity.ts";

export interface DeviceIdentity {
  /** `host:port` of the service's device API. */
  readonly endpoint: string;
  /** PEM of who vouches for the service. */
  readonly ca: string;
  readonly registration: Registration;
  /** For attestation `tpm`. Nobody else may use the TPM meanwhile. */
  readonly tpm?: TpmChannel | undefined;
  /** For attestation `x509`: the device's key, and its chain (DER), leaf first. */
  readonly x509?: { readonly key: KeyObject; readonly chain: readonly Uint8Array[] } | undefined;
  /** For attestation `symmetric-key`: the device's own key, of its entry or derived from its group's. */
  readonly symmetricKey?: Uint8Array | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Assignment {
  readonly assignedHub: string;
  readonly deviceId: string;
}

const longestMs = 120_000;
const tokenLifetimeMs = 60 * 60 * 1000;

/**
 * What a device's firmware does at its first boot in the field: proves its identity to the provisioning service and learns its
 * hub. Throws `field.*`; `field.refused` also while the enrollment has not reached the service yet, so try again later.
 */
export function registerDevice(device: DeviceIdentity): Promise<Assignment> {
  const onTimeout = () => fieldErrors.timedOut(`not registered within ${longestMs} ms`);
  return within({ ms: longestMs, signal: device.signal, onTimeout }, async (signal) => {
    const api = new DeviceApi({ endpoint: device.endpoint, ca: device.ca, client: clientCertificate(device) });
    try {
      return await ways[device.registration.attestation](device, api, signal);
    } finally {
      api.close();
    }
  });
}

const resourceOf = ({ idScope, registrationId }: Registration): string => `${idScope}/registrations/${registrationId}`;
const pathOf = ({ idScope, registrationId }: Registration): string =>
  `/${encodeURIComponent(idScope)}/registrations/${encodeURIComponent(registrationId)}`;

/** PEM of key and chain, for attestation `x509`; throws `field.no-identity` where they are missing. */
export function clientCertificate({ registration, x509 }: DeviceIdentity): { key: string; chain: string } | undefined {
  if (registration.attestation !== "x509") return undefined;
  if (x509 === undefined || x509.chain.length === 0) throw fieldErrors.noIdentity("no device key or no certificate");
  const armour = (der: Uint8Array): string =>
    `-----BEGIN CERTIFICATE-----\n${toBase64(der)
      .replaceAll(/(.{64})/g, "$1\n")
      .trimEnd()}\n-----END CERTIFICATE-----\n`;
  const key = x509.key.export({ type: "pkcs8", format: "pem" }).toString();
  return { key, chain: x509.chain.map(armour).join("") };
}

type Way = (device: DeviceIdentity, api: DeviceApi, signal: AbortSignal) => Promise<Assignment>;

/** The TLS handshake is the proof. */
const registerWithCertificate: Way = (device, api, signal) => registerWith(undefined, device, { api, signal });

const registerWithSymmetricKey: Way = async (device, api, signal) => {
  const { registration, symmetricKey } = device;
  if (symmetricKey === undefined) throw fieldErrors.noIdentity("no symmetric key");
  const sign = async (message: Uint8Array) => createHmac("sha256", symmetricKey).update(message).digest();
  const expiresAt = new Date(Date.now() + tokenLifetimeMs);
  const authorization = await createDeviceToken(resourceOf(registration), expiresAt, sign);
  return registerWith(authorization, device, { api, signal });
};

async function registerWith(
  authorization: string | undefined,
  { registration }: DeviceIdentity,
  { api, signal }: { readonly api: DeviceApi; readonly signal: AbortSignal },
): Promise<Assignment> {
  const path = pathOf(registration);
  const body = { registrationId: registration.registrationId };
  const registered = await api.call({ method: "PUT", path: `${path}/register`, body, authorization, signal });
  const poll = (id: string) => api.call({ method: "GET", path: operationPath(path, id), authorization, signal });
  const { assignedHub, deviceId } = await awaitAssignment(registered, poll, signal);
  return { assignedHub, deviceId };
}

async function registerWithTpm(device: DeviceIdentity, api: DeviceApi, signal: AbortSignal): Promise<Assignment> {
  if (device.tpm === undefined) throw fieldErrors.noIdentity("no TPM");
  const { registrationId } = device.registration;
  const path = pathOf(device.registration);
  const identity = new TpmIdentity(await connectTpm(device.tpm, signal), signal);
  const endorsementKey = toBase64(await identity.endorsementKey());
  const body = { registrationId, tpm: { endorsementKey, storageRootKey: toBase64(await identity.storageRootKey()) } };
  const challenge = await api.call({ method: "PUT", path: `${path}/register`, body, signal });
  if (challenge.status !== 401 || !challenge.body.includes("authenticationKey")) throw refusalOf(challenge);
  await identity.takeKey(fromBase64(readAnswer(challengeAnswer, challenge).authenticationKey));
  const expiresAt = new Date(Date.now() + tokenLifetimeMs);
  const authorization = await createDeviceToken(resourceOf(device.registration), expiresAt, (bytes) =>
    identity.sign(bytes),
  );
  const registered = await api.call({ method: "PUT", path: `${path}/register`, body, authorization, signal });
  const poll = (id: string) => api.call({ method: "GET", path: operationPath(path, id), authorization, signal });
  const { assignedHub, deviceId, state } = await awaitAssignment(registered, poll, signal);
  const hubKey = state.registrationState?.tpm?.authenticationKey;
  if (hubKey === undefined) throw fieldErrors.malformed("assigned, but without the key for the hub");
  await identity.takeKey(fromBase64(hubKey));
  return { assignedHub, deviceId };
}

const ways = {
  tpm: registerWithTpm,
  x509: registerWithCertificate,
  "symmetric-key": registerWithSymmetricKey,
} satisfies Record<string, Way>;

const operationPath = (path: string, operationId: string): string =>
  `${path}/operations/${encodeURIComponent(operationId)}`;
