import { useLayoutEffect } from "react";
import { hrefTo, parseHash, type Route } from "../stores/route.ts";
import { isBarred } from "../stores/sign-in-store.ts";
import type { LotsStore } from "../stores/lots-store.ts";
import { ScanBurst } from "../stores/scan-burst.ts";
import { useStores } from "../stores/stores-context.tsx";

const screens: Readonly<Record<string, Route>> = {
  Digit1: { screen: "line" },
  Digit2: { screen: "verify" },
  Digit3: { screen: "lots" },
  Digit4: { screen: "insights" },
  Digit5: { screen: "set-up", section: "slots" },
  Digit6: { screen: "service", section: "overview" },
};

/** Alt+1…6 changes the screen, from the first picture on. */
export function useScreenKeys(): void {
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const route = screens[event.code];
      if (route === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      window.location.hash = hrefTo(route);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/**
 * A scanner's burst of keys anywhere is a scan: for the line, on Verify for the unit it names, on Lots for an order. Keys typed into a field
 * belong to the field.
 */
export function useScanKeys(): void {
  const { line, lots, find, station, signIn } = useStores();
  useLayoutEffect(() => {
    const burst = new ScanBurst();
    const onScan = (code: string) => {
      if (signIn.getState().asked !== "closed" || isBarred(station.getState().session))
        return void signIn.getState().give({ badge: code });
      const { screen } = parseHash(window.location.hash);
      if (screen === "verify" || screen === "unit" || screen === "compare") return void find.getState().find(code);
      if (screen === "lots" || screen === "lot") return void showOrder(lots, code);
      window.location.hash = hrefTo({ screen: "line" });
      void line.getState().scan(code);
    };
    const onKey = (event: KeyboardEvent) => {
      if (isEditable(event.target) || event.altKey || event.ctrlKey || event.metaKey) return burst.reset();
      const code = burst.press(event.key, event.timeStamp);
      // A button in focus must not be pressed by a scanner's Enter or space.
      if (code !== undefined || burst.isOpen) event.preventDefault();
      if (code === undefined) return;
      event.stopPropagation();
      onScan(code);
    };
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, [line, lots, find, station, signIn]);
}

/** The lot of that name, or the form to open one. */
async function showOrder(lots: LotsStore, order: string): Promise<void> {
  const known = await lots.getState().find(order);
  if (known === undefined) lots.getState().setScanned(order);
  window.location.hash = hrefTo(
    known === undefined ? { screen: "lots" } : { screen: "lot", lot: known.lot, section: "units" },
  );
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}
