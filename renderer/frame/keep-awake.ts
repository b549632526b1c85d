import type { AwakeStore } from "../stores/awake-store.ts";
import type { LineStore } from "../stores/line-store.ts";

/** What is used of `navigator.wakeLock` and of the document. */
export interface WakeLocks {
  request(type: "screen"): Promise<Pick<WakeLockSentinel, "released" | "release">>;
}
export type Visibility = Pick<Document, "visibilityState" | "addEventListener" | "removeEventListener">;

/**
 * Keeps the screen on while a slot is busy, or always where somebody wants that, where the browser can; what it returns ends that. A page that is hidden
 * loses its lock, and takes it again when it is seen.
 */
export function keepAwake(
  line: LineStore,
  locks: WakeLocks | undefined,
  page: Visibility,
  awake?: AwakeStore,
): () => void {
  if (locks === undefined) return () => undefined;
  let over = false;
  let asking = false;
  let refused = false;
  let held: Awaited<ReturnType<WakeLocks["request"]>> | undefined;
  const isWanted = () =>
    !over &&
    page.visibilityState === "visible" &&
    (awake?.getState().always === true || line.getState().slots.some(({ state }) => state === "running"));
  const follow = async () => {
    if (asking) return;
    if (!isWanted()) {
      refused = false;
      const free = held;
      held = undefined;
      await free?.release().catch(() => undefined);
      return;
    }
    if (refused || (held !== undefined && !held.released)) return;
    asking = true;
    // Refused when the battery is low or the shell forbids it: not asked again until the line was idle or unseen.
    held = await locks.request("screen").catch(() => undefined);
    refused = held === undefined;
    asking = false;
    if (!isWanted()) await follow();
  };
  const onChange = () => void follow();
  const ends = [line.subscribe(onChange), awake?.subscribe(onChange)];
  page.addEventListener("visibilitychange", onChange);
  onChange();
  return () => {
    over = true;
    for (const end of ends) end?.();
    page.removeEventListener("visibilitychange", onChange);
    onChange();
  };
}
