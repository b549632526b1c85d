import { Menu } from "@mantine/core";
import { useState } from "react";
import { texts } from "../locales/texts.ts";
import { isKiosk } from "../stores/fixture-store.ts";
import { useFixture, useStation, useTheme } from "../stores/stores-context.tsx";
import { themes } from "../stores/theme-store.ts";
import { Button } from "../ui/button.tsx";
import css from "./choices.module.css";
import { enterFullScreen, leaveFullScreen, useFullScreen } from "./full-screen.ts";
import { KioskDialog } from "./kiosk-dialog.tsx";

/** Light, dark, high contrast, or whatever the system says; full screen, and locked to the Line. */
export function ThemeSwitch() {
  const [asking, setAsking] = useState(false);
  const chosen = useTheme((state) => state.choice);
  const choose = useTheme((state) => state.choose);
  const label = `${texts.frame.theme}: ${texts.frame.themes[chosen]}`;
  return (
    <>
      <Menu position="bottom-end" width={260} transitionProps={{ duration: 0 }}>
        <Menu.Target>
          <Button look="quiet" aria-label={label} title={texts.frame.theme}>
            <HalfDisc />
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={css["menu"]}>
          {(["system", ...themes] as const).map((one) => (
            <Menu.Item key={one} className={css["item"]} aria-current={one === chosen} onClick={() => choose(one)}>
              {texts.frame.themes[one]}
            </Menu.Item>
          ))}
          <ScreenItems onLock={() => setAsking(true)} />
        </Menu.Dropdown>
      </Menu>
      <KioskDialog opened={asking} onClose={() => setAsking(false)} />
    </>
  );
}

function ScreenItems({ onLock }: { readonly onLock: () => void }) {
  const full = useFullScreen();
  const locked = useFixture(isKiosk);
  const may = useStation((state) => state.session?.rights.includes("lots") ?? false);
  if (locked) return null;
  return (
    <>
      <Menu.Divider />
      {/* The desktop window has it in its menu, and grants pages nothing. */}
      {document.fullscreenEnabled && window.touchmark === undefined ? (
        <Menu.Item className={css["item"]} onClick={() => void (full ? leaveFullScreen() : enterFullScreen())}>
          {full ? texts.kiosk.leaveFull : texts.kiosk.full}
        </Menu.Item>
      ) : null}
      {may ? (
        <Menu.Item className={css["item"]} aria-haspopup="dialog" onClick={onLock}>
          {texts.kiosk.lock}…
        </Menu.Item>
      ) : null}
    </>
  );
}

const HalfDisc = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="2" />
    <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
  </svg>
);
