import { Menu } from "@mantine/core";
import { texts } from "../locales/texts.ts";
import { useTheme } from "../stores/stores-context.tsx";
import { themes } from "../stores/theme-store.ts";
import { Button } from "../ui/button.tsx";
import css from "./choices.module.css";

/** Light, dark, high contrast, or whatever the system says. */
export function ThemeSwitch() {
  const chosen = useTheme((state) => state.choice);
  const choose = useTheme((state) => state.choose);
  const label = `${texts.frame.theme}: ${texts.frame.themes[chosen]}`;
  return (
    <Menu position="bottom-end" width={240} transitionProps={{ duration: 0 }}>
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
      </Menu.Dropdown>
    </Menu>
  );
}

const HalfDisc = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="2" />
    <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
  </svg>
);
