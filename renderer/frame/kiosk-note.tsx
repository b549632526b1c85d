import { texts } from "../locales/texts.ts";
import { useSignIn } from "../stores/stores-context.tsx";
import { Button } from "../ui/button.tsx";
import { useFullScreen } from "./full-screen.ts";
import css from "./kiosk-note.module.css";

/** In the place of the other screens while this one is locked to the Line: who may let it go presses here. */
export function KioskNote() {
  const unlock = useSignIn((state) => state.unlock);
  const full = useFullScreen();
  return (
    <div className={css["note"]}>
      <Button className={css["unlock"]} aria-haspopup="dialog" onClick={() => void unlock()}>
        <Padlock />
        {texts.kiosk.unlock}
      </Button>
      {full || window.touchmark !== undefined ? null : <span className={css["fill"]}>{texts.kiosk.fill}</span>}
    </div>
  );
}

const Padlock = () => (
  <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <path fill="none" stroke="currentColor" strokeWidth="2" d="M7.5 11V7.5a4.5 4.5 0 0 1 9 0V11" />
    <rect x="4.5" y="11" width="15" height="10" rx="1" fill="currentColor" />
  </svg>
);
