import { useState } from "react";
import type { Slot } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useLabels } from "../../stores/stores-context.tsx";
import { Button } from "../../ui/button.tsx";

interface ReprintButtonProps {
  readonly slot: Slot;
  readonly className?: string | undefined;
}

/** Prints the label that did not come out; what became of it the slot says itself. */
export function ReprintButton({ slot: { serialNumber }, className }: ReprintButtonProps) {
  const print = useLabels((state) => state.print);
  const [busy, setBusy] = useState(false);
  if (serialNumber === null) return null;
  const press = async () => {
    setBusy(true);
    await print(serialNumber);
    setBusy(false);
  };
  return (
    <Button look="primary" size="line" className={className} disabled={busy} onClick={() => void press()}>
      {texts.labels.print}
    </Button>
  );
}
