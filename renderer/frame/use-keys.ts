import { useLayoutEffect } from "react";
import { gs1Separator } from "../stores/gs1-elements.ts";
import { isKiosk } from "../stores/fixture-store.ts";
import { hrefTo, type Route } from "../stores/route.ts";
import { ScanBurst } from "../stores/scan-burst.ts";
import { useStores } from "../stores/stores-context.tsx";
import { takeCode } from "./take-code.ts";

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
  const { fixture } = useStores();
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const route = screens[event.code];
      if (route === undefined || !event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      if (!isKiosk(fixture.getState())) window.location.hash = hrefTo(route);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [fixture]);
}

/** A GS1 separator (FNC1) comes from a keyboard scanner as Ctrl+]. */
const isSeparator = (event: KeyboardEvent): boolean =>
  event.ctrlKey && (event.key === "]" || event.key === gs1Separator);

/** A scanner's burst of keys anywhere is a scan, as is what the serial scanner reads. Keys typed into a field belong to the field. */
export function useScanKeys(): void {
  const stores = useStores();
  useLayoutEffect(() => {
    const burst = new ScanBurst();
    const onKey = (event: KeyboardEvent) => {
      if (isEditable(event.target)) return burst.reset();
      if (isSeparator(event) && burst.isOpen) {
        event.preventDefault();
        burst.press(gs1Separator, event.timeStamp);
        return;
      }
      // The key itself comes before what it is held for.
      if (event.key === "Control") return;
      if (event.altKey || event.ctrlKey || event.metaKey) return burst.reset();
      const code = burst.press(event.key, event.timeStamp);
      // A button in focus must not be pressed by a scanner's Enter or space.
      if (code !== undefined || burst.isOpen) event.preventDefault();
      if (code === undefined) return;
      event.stopPropagation();
      takeCode(stores, code);
    };
    const stop = stores.fixture.subscribe(({ heard }, before) => {
      if (heard !== null && heard !== before.heard) takeCode(stores, heard.code);
    });
    window.addEventListener("keydown", onKey, { capture: true });
    return () => {
      stop();
      window.removeEventListener("keydown", onKey, { capture: true });
    };
  }, [stores]);
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  );
}
