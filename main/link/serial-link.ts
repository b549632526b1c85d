import type { SerialPort } from "serialport";
import { baseErrors } from "../base/errors/base-errors.ts";
import type { StationError } from "../base/errors/station-error.ts";
import type { Link } from "./link.ts";
import { LinkEnd } from "./link-end.ts";
import { linkErrors } from "./link-errors.ts";
import { portPresence } from "./port-presence.ts";

export interface SerialLinkOptions {
  readonly baudRate: number;
  readonly signal?: AbortSignal | undefined;
  /** How long a blocked write may last beyond the time its bits take; 3000 by default. */
  readonly writeSlackMs?: number | undefined;
}

const openWithinMs = 5000;
const watchEveryMs = 250;
const bitsPerByte = 10;
const defaultWriteSlackMs = 3000;

/**
 * Opens a serial port at 8N1, alone. Errors: `link.not-found`, `link.busy`, `link.not-allowed`, `link.not-opened`,
 * `link.timeout`, `station.cancelled`.
 *
 * A pulled plug is noticed in two ways. The port says "close" by itself while it is read; but when the hang-up comes
 * at a bad moment, serialport 13 reads zero bytes in a loop for ever and says nothing, so the path is watched as well.
 */
export async function openSerialLink(path: string, options: SerialLinkOptions): Promise<Link> {
  const presence = await portPresence(path);
  if (presence === undefined) throw linkErrors.notFound(`${path} does not exist`);
  const { SerialPort } = await import("serialport");
  const port = new SerialPort({ path, baudRate: options.baudRate, autoOpen: false });
  if (options.signal?.aborted === true) throw baseErrors.cancelled(`${path}: aborted before opening`);
  // Its errors come to the callbacks and to "close" as well; without a listener they would end the process.
  port.on("error", () => undefined);
  await opened(port, options.signal);
  return attach(port, presence, options);
}

function attach(port: SerialPort, presence: string, options: SerialLinkOptions): Link {
  const { baudRate, writeSlackMs = defaultWriteSlackMs } = options;
  const watch = new AbortController();
  let blocked = 0;
  const link = new LinkEnd(
    port.path,
    {
      send: async (bytes) => {
        blocked += 1;
        await send(port, bytes).finally(() => (blocked -= 1));
      },
      shut: async () => {
        watch.abort();
        // A driver waits on closing until its device has taken everything, some for half a minute.
        if (blocked > 0) await discardUnsent(port);
        await shut(port);
      },
    },
    (byteCount) => writeSlackMs + Math.ceil((byteCount * bitsPerByte * 1000) / baudRate),
  );
  const lost = (detail: string, cause?: unknown): void => link.end(linkErrors.lost(`${port.path}: ${detail}`, cause));
  port.on("close", (cause: unknown) => lost("the port closed", cause));
  port.on("end", () => lost("the port ended"));
  // At once: only a port that is being read says that it has gone.
  port.on("data", (chunk: Uint8Array) => link.received(chunk));
  watchPresence(port.path, presence, watch.signal, () => lost("the device has gone from its path"));
  return link;
}

function watchPresence(path: string, presence: string, signal: AbortSignal, gone: () => void): void {
  const look = async (): Promise<void> => {
    // A look that fails (Windows' port list) says nothing of the device.
    const seen = await portPresence(path).catch(() => presence);
    if (signal.aborted) return;
    if (seen !== presence) return gone();
    timer = setTimeout(() => void look(), watchEveryMs).unref();
  };
  let timer = setTimeout(() => void look(), watchEveryMs).unref();
  signal.addEventListener("abort", () => clearTimeout(timer), { once: true });
}

function opened(port: SerialPort, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let settled = false;
    const settle = (failure?: StationError): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      if (failure === undefined) resolve();
      else reject(failure);
    };
    const cancel = (): void => settle(baseErrors.cancelled(`${port.path}: opening aborted`));
    const late = (): void => settle(linkErrors.timeout(`${port.path}: not open in ${openWithinMs} ms`));
    const timer = setTimeout(late, openWithinMs);
    signal?.addEventListener("abort", cancel, { once: true });
    port.open((error) => {
      // Opened after we gave up: nobody holds it, so it must not stay locked.
      if (settled && !error) void shut(port);
      else settle(error ? openFailure(port.path, error) : undefined);
    });
  });
}

/** serialport gives no code, only the system's sentence. */
function openFailure(path: string, cause: Error): StationError {
  const detail = `${path}: ${cause.message}`;
  if (/cannot lock|resource busy|temporarily unavailable/i.test(cause.message)) return linkErrors.busy(detail, cause);
  if (/no such (file|device)|file not found/i.test(cause.message)) return linkErrors.notFound(detail, cause);
  // Windows says "Access denied" of a port another program holds; elsewhere it is a matter of permissions.
  if (/access denied/i.test(cause.message)) return linkErrors.busy(detail, cause);
  if (/permission denied|not permitted/i.test(cause.message)) return linkErrors.notAllowed(detail, cause);
  return linkErrors.notOpened(detail, cause);
}

function send(port: SerialPort, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    port.write(Buffer.from(bytes), (error) => (error ? reject(error) : resolve()));
  });
}

/** An error means that the device has gone, and what was for it with it. */
function discardUnsent(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (port.isOpen) port.flush(() => resolve());
    else resolve();
  });
}

function shut(port: SerialPort): Promise<void> {
  return new Promise((resolve) => {
    if (!port.isOpen) return resolve();
    // An error means that it was closed already.
    return port.close(() => resolve());
  });
}
