import { useLayoutEffect } from "react";
import { hrefTo, parseHash, type Route } from "../stores/route.ts";
import { isBarred } from "../stores/sign-in-store.ts";
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
 * A scanner's burst of keys anywhere is a scan: for the line, or on Verify a search. Keys typed into a field
 * belong to the field.
 */
export function useScanKeys(): void {
  const { line, units, station, signIn } = useStores();
  useLayoutEffect(() => {
    const burst = new ScanBurst();
    const onScan = (code: string) => {
      if (signIn.getState().asked !== "closed" || isBarred(station.getState().session))
        return void signIn.getState().give({ badge: code });
      const { screen } = parseHash(window.location.hash);
      if (screen === "verify" || screen === "unit") {
        units.getState().setSearch(code);
        window.location.hash = hrefTo({ screen: "verify" });
        return;
      }
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
  }, [line, units, station, signIn]);
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}
