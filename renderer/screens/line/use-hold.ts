import { texts } from "../../locales/texts.ts";
import { isBarred } from "../../stores/sign-in-store.ts";
import { useLots, useStation } from "../../stores/stores-context.tsx";

/** What comes before the next unit: until then one that is plugged in waits without end. Null: nothing. */
export function useHold(): string | null {
  const barred = useStation(({ session }) => isBarred(session));
  const noLot = useLots(({ current }) => current === null);
  if (barred) return texts.people.signIn;
  return noLot ? texts.lot.noneNext : null;
}
