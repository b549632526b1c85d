import { sleep } from "../../base/async/sleep.ts";
import type { Log } from "../../base/log.ts";
import type { Registration } from "../../device/device-session.ts";
import type { Link } from "../../link/link.ts";
import { type Assignment, type DeviceIdentity, registerDevice } from "../../practice/field-client/register-device.ts";
import { type HubVisit, visitHub } from "../../practice/field-client/visit-hub.ts";
import type { VirtualDevice } from "../../practice/virtual-device/virtual-device.ts";
import type { TpmChannel } from "../../tpm/tpm-channel.ts";

export interface FieldLifeOptions {
  readonly device: VirtualDevice;
  readonly tpm: TpmChannel | undefined;
  /** `host:port`; left out: where the registration in the device says. */
  readonly endpoint?: string | undefined;
  /** PEM of who vouches for the service. */
  readonly ca: string;
  readonly log: Log;
  readonly onRegistered?: ((assigned: Assignment) => void) | undefined;
  readonly onVisited?: ((visit: HubVisit) => void) | undefined;
}

/** Nobody talks to the device if nothing has come for so long: the TPM serves one at a time. */
const quietMs = 300;
const mostTries = 40;
const longestPauseMs = 15_000;

/**
 * What a device does by itself: once started with its identity it registers, and tries again with growing pauses as long as
 * the service does not know it. Then it connects to its hub, gets its twin and reports. It stops when a station talks to it, and goes on when that is over.
 */
export class FieldLife {
  readonly #options: FieldLifeOptions;
  readonly #closing = new AbortController();
  #heardAtMs = 0;
  #attempt = new AbortController();
  #registering: Promise<void> | undefined;

  constructor(options: FieldLifeOptions) {
    this.#options = options;
  }

  /** Plugs the device in; returns the way to pull the plug. */
  attach(link: Link): () => void {
    return this.#options.device.attach(overhear(link, () => this.#onTalk()));
  }

  /** The device starts with what is in it now: told to, or powered elsewhere after the plug was pulled. */
  started(): void {
    this.#registering ??= this.#keepRegistering()
      .catch((error: unknown) => {
        if (!this.#closing.signal.aborted) this.#options.log.warn({ error }, "a practice device gave up registering");
      })
      .finally(() => {
        this.#registering = undefined;
      });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#registering;
  }

  #onTalk(): void {
    this.#heardAtMs = performance.now();
    this.#attempt.abort();
  }

  async #keepRegistering(): Promise<void> {
    for (let tries = 1; ; ) {
      await this.#untilQuiet();
      this.#attempt = new AbortController();
      const { registration } = this.#options.device;
      // Nothing was ever written into it: there is nobody it could register as.
      if (registration === undefined) return;
      if (registration.attestation === "x509" && this.#options.device.keyPrivate === undefined) {
        // TLS with a key in a TPM needs an OpenSSL with a TPM provider, which Node.js cannot be given.
        this.#options.log.info({}, "a practice device whose key is in its TPM cannot register by itself");
        return;
      }
      try {
        const identity = this.#identityAs(registration);
        const assigned = await registerDevice(identity);
        this.#options.onRegistered?.(assigned);
        await this.#visitHub(identity, assigned);
        return;
      } catch (error) {
        if (this.#closing.signal.aborted || tries >= mostTries) throw error;
        if (this.#attempt.signal.aborted) continue;
        this.#options.log.debug({ error, tries }, "a practice device could not register yet");
        await sleep(Math.min(250 * 2 ** tries, longestPauseMs), this.#closing.signal);
        tries += 1;
      }
    }
  }

  async #untilQuiet(): Promise<void> {
    for (;;) {
      const leftMs = this.#heardAtMs + quietMs - performance.now();
      if (leftMs <= 0) return;
      await sleep(Math.ceil(leftMs), this.#closing.signal);
    }
  }

  /** A service that is not the practice one has no hub here: that is not the device's fault. */
  async #visitHub(identity: DeviceIdentity, assigned: Assignment): Promise<void> {
    const { device, log, onVisited } = this.#options;
    const { model, serialNumber } = device;
    try {
      const visit = await visitHub(identity, assigned, { practice: true, model, serialNumber: serialNumber ?? null });
      onVisited?.(visit);
    } catch (error) {
      if (this.#closing.signal.aborted || this.#attempt.signal.aborted) throw error;
      log.warn({ error, hub: assigned.assignedHub }, "a practice device could not connect to its hub");
    }
  }

  #identityAs(registration: Registration): DeviceIdentity {
    const { device, tpm, endpoint, ca } = this.#options;
    const { keyPrivate, chain, symmetricKey } = device;
    return {
      endpoint: endpoint ?? registration.endpoint,
      ca,
      registration,
      ...(registration.attestation === "tpm" ? { tpm } : {}),
      ...(registration.attestation === "x509" && keyPrivate !== undefined ? { x509: { key: keyPrivate, chain } } : {}),
      ...(registration.attestation === "symmetric-key" ? { symmetricKey } : {}),
      signal: AbortSignal.any([this.#closing.signal, this.#attempt.signal]),
    };
  }
}

/** The same link, with somebody told of every byte that comes. */
const overhear = (link: Link, onBytes: () => void): Link => ({
  address: link.address,
  get isOpen() {
    return link.isOpen;
  },
  write: (bytes, signal) => link.write(bytes, signal),
  listen: (listener) =>
    link.listen({
      onBytes: (bytes) => {
        onBytes();
        listener.onBytes(bytes);
      },
      onClosed: (reason) => {
        listener.onClosed(reason);
      },
    }),
  close: () => link.close(),
});
