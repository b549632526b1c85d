import { useState } from "react";
import type { Problem } from "../../main/api/contract/index.ts";
import { texts } from "../locales/texts.ts";
import { Dialog } from "../screens/parts/dialog.tsx";
import { Refused } from "../screens/parts/refused.tsx";
import { useFixture } from "../stores/stores-context.tsx";
import { Button } from "../ui/button.tsx";
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
    <Dialog opened={opened} title={texts.kiosk.lock} size={560} body={css["body"]} onClose={close}>
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
    </Dialog>
  );
}
