import { useSyncExternalStore } from "react";

function onChange(listener: () => void): () => void {
  document.addEventListener("fullscreenchange", listener);
  return () => document.removeEventListener("fullscreenchange", listener);
}

export const useFullScreen = (): boolean => useSyncExternalStore(onChange, () => document.fullscreenElement !== null);

/** To be called from a press or key; a browser that refuses leaves the window as it is. Keys of the browser come to the page where it lets them. */
export async function enterFullScreen(): Promise<void> {
  try {
    if (document.fullscreenElement === null) await document.documentElement.requestFullscreen({ navigationUI: "hide" });
    const { keyboard } = navigator as { readonly keyboard?: { lock?: () => Promise<void> } };
    await keyboard?.lock?.();
  } catch {
    // Not here, or not now: the next press asks again.
  }
}

export async function leaveFullScreen(): Promise<void> {
  const { keyboard } = navigator as { readonly keyboard?: { unlock?: () => void } };
  keyboard?.unlock?.();
  if (document.fullscreenElement !== null) await document.exitFullscreen().catch(() => undefined);
}
