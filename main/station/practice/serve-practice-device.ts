import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Log } from "../../base/log.ts";
import type { Link } from "../../link/link.ts";
import { registerDevice } from "../../practice/field-client/register-device.ts";
import { createPracticeVendor } from "../../practice/vendor/practice-vendor.ts";
import { VirtualDevice } from "../../practice/virtual-device/virtual-device.ts";
import { connectTcpTpm } from "../../practice/virtual-tpm/tcp-tpm-channel.ts";
import { VirtualTpm } from "../../practice/virtual-tpm/virtual-tpm.ts";
import { setUpErrors } from "../station-errors.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";
import { listenForLinks } from "./listen-for-links.ts";

export interface PracticeDeviceOptions {
  readonly attestation: "tpm" | "x509";
  readonly model?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** `tcp:HOST:PORT` of a TPM that speaks raw commands, swtpm for one; left out: a virtual one. */
  readonly tpm?: string | undefined;
  /** `stdio`, `unix:PATH` or `tcp:HOST:PORT`. */
  readonly listen: string;
  /** PEM of the provisioning service's CA: with it the device registers after every restart. */
  readonly caFile?: string | undefined;
  /** Where to put the root of the virtual TPM's vendor, for `touchmark trust add`. */
  readonly vendorRootFile?: string | undefined;
  /** Keeps key, chain and registration over a restart of this process. */
  readonly stateFile?: string | undefined;
  readonly log: Log;
  readonly onRegistered: (assigned: { readonly assignedHub: string; readonly deviceId: string }) => void;
}

export interface ServedDevice {
  readonly address: string;
  close(): Promise<void>;
}

/** One virtual device on a stream, for a station to provision. */
export async function servePracticeDevice(options: PracticeDeviceOptions): Promise<ServedDevice> {
  const { tpm, closeTpm } = await openTpm(options);
  const ca = options.caFile === undefined ? undefined : await readFile(options.caFile, "utf8");
  const savedState = options.stateFile === undefined ? undefined : await readState(options.stateFile);
  const stop = new AbortController();
  const device = new VirtualDevice({
    model: options.model ?? (options.attestation === "tpm" ? "GW-200" : "SN-100"),
    ...(options.serialNumber === undefined ? {} : { serialNumber: options.serialNumber }),
    ...(tpm === undefined ? {} : { tpm }),
    ...(savedState === undefined ? {} : { savedState }),
    onStateChanged: () => {
      if (options.stateFile !== undefined) void writeFileAtomically(options.stateFile, device.save());
    },
    onRestart: () => {
      if (ca !== undefined) void register(device, { ...options, tpm, ca, signal: stop.signal });
    },
  });
  const server = await listenForLinks(options.listen, (link: Link) => {
    device.attach(link);
  });
  return {
    address: server.address,
    close: async () => {
      stop.abort();
      await server.close();
      await closeTpm();
    },
  };
}

interface RegisterOptions extends Pick<PracticeDeviceOptions, "log" | "onRegistered"> {
  readonly tpm: TpmChannel | undefined;
  readonly ca: string;
  readonly signal: AbortSignal;
}

async function register({ registration, keyPrivate, chain }: VirtualDevice, options: RegisterOptions): Promise<void> {
  if (registration === undefined) return;
  const { tpm, ca, signal } = options;
  try {
    const assigned = await registerDevice({
      endpoint: registration.endpoint,
      ca,
      registration,
      ...(registration.attestation === "tpm" && tpm !== undefined ? { tpm } : {}),
      ...(registration.attestation === "x509" && keyPrivate !== undefined ? { x509: { key: keyPrivate, chain } } : {}),
      signal,
    });
    options.onRegistered(assigned);
  } catch (error) {
    options.log.warn({ error }, "the device could not register");
  }
}

interface OpenTpm {
  readonly tpm: TpmChannel | undefined;
  readonly closeTpm: () => Promise<void>;
}

async function openTpm({ attestation, tpm, vendorRootFile }: PracticeDeviceOptions): Promise<OpenTpm> {
  const nothingToClose = (): Promise<void> => Promise.resolve();
  if (attestation !== "tpm") return { tpm: undefined, closeTpm: nothingToClose };
  if (tpm !== undefined) {
    const [, host, port] = /^tcp:(.+):(\d{1,5})$/.exec(tpm) ?? [];
    if (host === undefined) throw setUpErrors.usage(`--tpm takes tcp:HOST:PORT, not "${tpm}"`);
    const channel = await connectTcpTpm(host, Number(port));
    return { tpm: channel, closeTpm: () => channel.close() };
  }
  const vendor = await createPracticeVendor();
  if (vendorRootFile !== undefined) await writeFileAtomically(vendorRootFile, vendor.rootPem);
  return { tpm: new VirtualTpm({ seed: randomBytes(32), vendor }), closeTpm: nothingToClose };
}

async function readState(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isFileMissing(error)) return undefined;
    throw error;
  }
}
