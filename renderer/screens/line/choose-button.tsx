import type { Slot } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useLine } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";

/** Where several units wait for a label: the next one is this unit's. Only shown then. */
export function ChooseButton({ slot }: { readonly slot: Slot }) {
  const several = useLine((state) => state.slots.filter((one) => one.state === "scan" && one.present).length > 1);
  const chosen = useLine((state) => state.chosen === slot.id);
  const choose = useLine((state) => state.choose);
  if (!several) return null;
  return (
    <Button size="line" look="primary" aria-pressed={chosen} onClick={() => choose(chosen ? null : slot.id)}>
      {texts.line.choose}
    </Button>
  );
}
