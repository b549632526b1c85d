import { portPresence } from "./port-presence.ts";

const defaultIntervalMs = 300;

/**
 * Tells whether a port is there: once at the start, then at every change. A device swapped for another between two
 * looks is told as gone and come back. A `tcp:` address has nothing to look at and is told as present once.
 * Returns the way to stop; the watch never keeps the process alive.
 */
export function watchPort(
  path: string,
  listener: (present: boolean) => void,
  options: { readonly intervalMs?: number } = {},
): () => void {
  const intervalMs = options.intervalMs ?? defaultIntervalMs;
  let stopped = false;
  let known: string | undefined | null = null;
  let timer: NodeJS.Timeout | undefined;
  const tell = (present: boolean): void => {
    if (!stopped) listener(present);
  };
  const look = async (): Promise<void> => {
    // A look that fails says nothing of the port; the next one will.
    const seen = path.startsWith("tcp:") ? path : await portPresence(path).catch(() => known ?? undefined);
    if (stopped) return;
    const before = known;
    known = seen;
    timer = setTimeout(() => void look(), intervalMs).unref();
    if (before === seen) return;
    if (typeof before === "string" && seen !== undefined) tell(false);
    tell(seen !== undefined);
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
