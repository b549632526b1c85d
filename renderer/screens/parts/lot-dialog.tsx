import { Modal } from "@mantine/core";
import { useEffect } from "react";
import { texts } from "../../locales/texts.ts";
import { useLots } from "../../stores/stores-context.tsx";
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
    <Modal.Root
      opened={opened}
      onClose={onClose}
      size={880}
      centered
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content classNames={{ content: css["content"] ?? "" }}>
        <div className={css["header"]}>
          <Modal.Title className={css["title"] ?? ""}>{hasLot ? texts.lot.change : texts.lot.open}</Modal.Title>
          <Modal.CloseButton aria-label={texts.frame.close} size={48} />
        </div>
        <Modal.Body className={css["columns"] ?? ""}>
          <OpenLots onDone={onClose} />
          <LotForm scanned={name} onDone={onClose} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
