import { useEffect } from "react";
import { isKiosk } from "../stores/fixture-store.ts";
import { hrefTo } from "../stores/route.ts";
import { useFixture } from "../stores/stores-context.tsx";
import { enterFullScreen, leaveFullScreen } from "./full-screen.ts";
import { leadsOut } from "./leads-out.ts";

/** While the screen is locked to the Line: nothing leads away from it, and it fills the screen again with every press. */
export function useKiosk(): boolean {
  const locked = useFixture(isKiosk);
  const known = useFixture((state) => state.view !== null);
  useEffect(() => {
    if (known) window.touchmark?.setKiosk(locked);
  }, [known, locked]);
  useEffect(() => (locked ? hold() : undefined), [locked]);
  return locked;
}

/** Returns the way to let go. */
function hold(): () => void {
  const home = () => {
    const line = hrefTo({ screen: "line" });
    if (window.location.hash !== line) window.location.replace(line);
  };
  const fill = () => {
    if (window.touchmark === undefined) void enterFullScreen();
  };
  const onKey = (event: KeyboardEvent) => {
    if (leadsOut(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.key !== "Escape") fill();
  };
  const refuse = (event: Event) => event.preventDefault();
  const onWheel = (event: WheelEvent) => {
    if (event.ctrlKey) event.preventDefault();
  };
  home();
  const over = new AbortController();
  const { signal } = over;
  window.addEventListener("hashchange", home, { signal });
  window.addEventListener("keydown", onKey, { capture: true, signal });
  window.addEventListener("pointerup", fill, { capture: true, signal });
  window.addEventListener("wheel", onWheel, { passive: false, signal });
  for (const name of ["contextmenu", "dragover", "drop", "beforeunload"])
    window.addEventListener(name, refuse, { signal });
  return () => {
    over.abort();
    void leaveFullScreen();
  };
}
