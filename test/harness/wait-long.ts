// Loaded before every test file: `vi.waitFor` waits as long as `expect.poll` does, not for the second that a busy machine may need for anything.
import { vi } from "vitest";

const waitLongMs = 30_000;
const { waitFor } = vi;

const waitLong: typeof vi.waitFor = (callback, options = {}) => {
  const { timeout = 0, ...more } = typeof options === "number" ? { timeout: options } : options;
  return waitFor(callback, { ...more, timeout: Math.max(timeout, waitLongMs) });
};

// Files that share a worker share `vi`.
if (waitFor.name !== waitLong.name) vi.waitFor = waitLong;
