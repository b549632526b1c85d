import { useEffect } from "react";
import { texts } from "../../locales/texts.ts";
import { useLots } from "../../stores/stores-context.tsx";
import { Dialog } from "./dialog.tsx";
import { LotForm } from "./lot-form.tsx";
import css from "./lot-dialog.module.css";
import { OpenLots } from "./open-lots.tsx";

interface LotDialogProps {
  readonly opened: boolean;
  /** Of the new lot, as it was scanned. */
  readonly name?: string;
  readonly onClose: () => void;
}

/** Go on with an open lot, or open a new one. */
export function LotDialog({ opened, name = "", onClose }: LotDialogProps) {
  const load = useLots((state) => state.load);
  const hasLot = useLots((state) => state.current !== null);
  useEffect(() => {
    if (opened) void load();
  }, [opened, load]);
  return (
    <Dialog
      opened={opened}
      title={hasLot ? texts.lot.change : texts.lot.open}
      size={880}
      body={css["columns"]}
      onClose={onClose}
    >
      <OpenLots onDone={onClose} />
      <LotForm scanned={name} onDone={onClose} />
    </Dialog>
  );
}
