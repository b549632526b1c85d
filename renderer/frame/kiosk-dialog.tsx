import { Modal } from "@mantine/core";
import { useState } from "react";
import type { Problem } from "../../main/api/contract/index.ts";
import { texts } from "../locales/texts.ts";
import { Refused } from "../screens/parts/refused.tsx";
import { useFixture } from "../stores/stores-context.tsx";
import { Button } from "../ui/button.tsx";
import dialog from "../screens/parts/lot-dialog.module.css";
import css from "./kiosk-dialog.module.css";
import { enterFullScreen } from "./full-screen.ts";

/** Asks before the screen is locked: who cannot let it go again should not lock it. */
export function KioskDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const lock = useFixture((state) => state.lock);
  const [problem, setProblem] = useState<Problem | null>(null);
  const close = () => {
    setProblem(null);
    onClose();
  };
  const press = async () => {
    if (window.touchmark === undefined) void enterFullScreen();
    const refused = await lock();
    setProblem(refused);
    if (refused === null) onClose();
  };
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      size={560}
      centered
      lockScroll={false}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay />
      <Modal.Content classNames={{ content: dialog["content"] ?? "" }}>
        <div className={dialog["header"]}>
          <Modal.Title className={dialog["title"] ?? ""}>{texts.kiosk.lock}</Modal.Title>
          <Modal.CloseButton aria-label={texts.frame.close} size={48} />
        </div>
        <Modal.Body className={css["body"] ?? ""}>
          <p>{texts.kiosk.lockAbout}</p>
          <Refused problem={problem} />
          <div className={css["ends"]}>
            <Button size="line" look="primary" onClick={() => void press()}>
              {texts.kiosk.lock}
            </Button>
            <Button size="line" look="quiet" onClick={close}>
              {texts.frame.close}
            </Button>
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
