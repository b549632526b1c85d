import { texts } from "../locales/texts.ts";
import { useTheme } from "../stores/stores-context.tsx";
import { themeOf } from "../stores/theme-store.ts";
import { Button } from "../ui/button.tsx";

/** Light or dark; back at what the system says, it follows the system again. */
export function ThemeSwitch() {
  const theme = useTheme(themeOf);
  const system = useTheme((state) => state.system);
  const choose = useTheme((state) => state.choose);
  const other = theme === "dark" ? "light" : "dark";
  const label = `${texts.frame.theme}: ${texts.frame.themes[other]}`;
  return (
    <Button look="quiet" aria-label={label} title={label} onClick={() => choose(other === system ? "system" : other)}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" strokeWidth="2" />
        <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
      </svg>
    </Button>
  );
}
