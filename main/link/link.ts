import type { StationError } from "../base/errors/station-error.ts";

/** What a reader of a link hears: bytes as they come, and one closing word (`undefined` when we closed it ourselves). */
export interface LinkListener {
  readonly onBytes: (bytes: Uint8Array) => void;
  readonly onClosed: (reason: StationError | undefined) => void;
}

/**
 * Moves bytes to and from one device. Opened by `openLink(address)`; drivers never open ports themselves.
 * Once closed, by either side, it stays closed: a new insertion is a new link.
 */
export interface Link {
  /** Where it leads, as a person would name it: a port path, `tcp:host:port` or `memory:name`. */
  readonly address: string;
  readonly isOpen: boolean;
  /** Resolves when the system has taken the bytes; rejects `link.lost`, `link.timeout` (blocked write) or `station.cancelled`. */
  write(bytes: Uint8Array, signal?: AbortSignal): Promise<void>;
  /** One listener at a time; returns the way to stop listening. A listener added after the end is told at once. */
  listen(listener: LinkListener): () => void;
  /** Idempotent; settles all pending writes first. */
  close(): Promise<void>;
}
