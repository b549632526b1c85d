import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Mutex } from "../../base/async/mutex.ts";
import type { Log } from "../../base/log.ts";
import type { Link } from "../../link/link.ts";
import { derToPem } from "../../pki/pem.ts";
import type { HubVisit } from "../../practice/field-client/visit-hub.ts";
import { createPracticeVendor } from "../../practice/vendor/practice-vendor.ts";
import { symmetricKeyCapabilities, VirtualDevice } from "../../practice/virtual-device/virtual-device.ts";
import { connectTcpTpm } from "../../practice/virtual-tpm/tcp-tpm-channel.ts";
import { VirtualTpm } from "../../practice/virtual-tpm/virtual-tpm.ts";
import { setUpErrors } from "../station-errors.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";
import { isFileMissing } from "../is-file-missing.ts";
import { writeFileAtomically } from "../write-file-atomically.ts";
import { FieldLife } from "./field-life.ts";
import { isPort, listenForLinks } from "./listen-for-links.ts";

export const practiceFirmwares = ["identity", "zephyr-fs", "zephyr-settings"] as const;

export interface PracticeDeviceOptions {
  readonly attestation: "tpm" | "x509" | "symmetric-key";
  /** What it runs: the identity group, or Zephyr's own groups only (X.509), with its identity in files or settings. */
  readonly firmware?: (typeof practiceFirmwares)[number] | undefined;
  /** How messages lie on its wire (default console). */
  readonly framing?: "console" | "raw" | undefined;
  readonly model?: string | undefined;
  readonly serialNumber?: string | undefined;
  /** `tcp:HOST:PORT` of a TPM that speaks raw commands, swtpm for one; left out: a virtual one, and with X.509 none. */
  readonly tpm?: string | undefined;
  /** `stdio`, `unix:PATH` or `tcp:HOST:PORT`. */
  readonly listen: string;
  /** PEM of the provisioning service's CA: with it the device registers after every restart. */
  readonly caFile?: string | undefined;
  /** Where to put root and issuer of the virtual TPM's vendor, for `touchmark trust add`. */
  readonly vendorRootFile?: string | undefined;
  /** Keeps key, chain and registration over a restart of this process. */
  readonly stateFile?: string | undefined;
  readonly log: Log;
  readonly onRegistered: (assigned: { readonly assignedHub: string; readonly deviceId: string }) => void;
  /** It connected to its hub and read its twin. */
  readonly onVisited?: ((visit: HubVisit) => void) | undefined;
}

export interface ServedDevice {
  readonly address: string;
  /** When the one wire there is has ended: standard input and output. A socket waits for the next connection for ever. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}

/** One virtual device on a stream, for a station to provision. */
export async function servePracticeDevice(options: PracticeDeviceOptions): Promise<ServedDevice> {
  const ca = options.caFile === undefined ? undefined : await readGiven(options.caFile);
  if (options.caFile !== undefined && ca === undefined) throw setUpErrors.usage(`no file ${options.caFile}`);
  const savedState = options.stateFile === undefined ? undefined : await readGiven(options.stateFile);
  const { tpm, closeTpm } = await openTpm(options);
  try {
    return await serve(options, { ca, savedState, tpm, closeTpm });
  } catch (error) {
    await closeTpm();
    throw error;
  }
}

/** Of a device that forwards TPM commands and has no key software of its own. */
export const keyInTpmCapabilities = ["tpm", "certificates", "registration", "lock", "restart"] as const;

interface DeviceParts extends OpenTpm {
  readonly ca: string | undefined;
  readonly savedState: string | undefined;
}

async function serve(options: PracticeDeviceOptions, parts: DeviceParts): Promise<ServedDevice> {
  const { ca, savedState, tpm, closeTpm } = parts;
  const { firmware = "identity" } = options;
  const writes = new Mutex();
  const saveState = async (path: string): Promise<void> => {
    await writes.run(() => writeFileAtomically(path, device.save()));
  };
  const device = new VirtualDevice({
    model: options.model ?? (options.attestation === "tpm" ? "GW-200" : "SN-100"),
    ...(options.serialNumber === undefined ? {} : { serialNumber: options.serialNumber }),
    ...(tpm === undefined ? {} : { tpm }),
    framing: options.framing,
    ...(firmware === "identity" ? {} : { zephyr: { kind: firmware } }),
    ...(options.attestation === "symmetric-key" ? { capabilities: symmetricKeyCapabilities } : {}),
    // Its key is in the TPM, where the station puts it: it has no key software of its own.
    ...(tpm !== undefined && options.attestation === "x509" ? { capabilities: keyInTpmCapabilities } : {}),
    ...(savedState === undefined ? {} : { savedState }),
    onStateChanged: () => {
      if (options.stateFile === undefined) return;
      saveState(options.stateFile).catch((error: unknown) => {
        options.log.error({ error }, "the device's state could not be kept");
      });
    },
    onRestart: () => {
      life?.started();
    },
  });
  const { log, onRegistered, onVisited } = options;
  const life = ca === undefined ? undefined : new FieldLife({ device, tpm, ca, log, onRegistered, onVisited });
  const server = await listenForLinks(options.listen, (link: Link) => {
    (life ?? device).attach(link);
  });
  return {
    address: server.address,
    ended: server.ended,
    close: async () => {
      await life?.close();
      await server.close();
      await writes.run(() => Promise.resolve());
      await closeTpm();
    },
  };
}

interface OpenTpm {
  readonly tpm: TpmChannel | undefined;
  readonly closeTpm: () => Promise<void>;
}

async function openTpm({ attestation, tpm, vendorRootFile }: PracticeDeviceOptions): Promise<OpenTpm> {
  const nothingToClose = (): Promise<void> => Promise.resolve();
  if (attestation !== "tpm" && tpm === undefined) return { tpm: undefined, closeTpm: nothingToClose };
  if (tpm !== undefined) {
    const [, host, port] = /^tcp:(.+):(\d{1,5})$/.exec(tpm) ?? [];
    if (host === undefined) throw setUpErrors.usage(`--tpm takes tcp:HOST:PORT, not "${tpm}"`);
    if (!isPort(port)) throw setUpErrors.usage(`--tpm: "${port ?? ""}" is no port`);
    const channel = await connectTcpTpm(host, Number(port));
    return { tpm: channel, closeTpm: () => channel.close() };
  }
  const vendor = await createPracticeVendor();
  if (vendorRootFile !== undefined) {
    await writeFileAtomically(vendorRootFile, `${vendor.rootPem}${derToPem(vendor.issuerDer)}`);
  }
  return { tpm: new VirtualTpm({ seed: randomBytes(32), vendor }), closeTpm: nothingToClose };
}

/** `undefined` when it is not there. Throws `set-up.usage`. */
async function readGiven(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (isFileMissing(cause)) return undefined;
    throw setUpErrors.usage(`cannot read ${path}`, cause);
  }
}
