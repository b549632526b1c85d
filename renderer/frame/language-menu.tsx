import { Menu } from "@mantine/core";
import { languageNames, languageOf, languages } from "../locales/languages.ts";
import { catalogues, texts } from "../locales/texts.ts";
import { useLanguage } from "../stores/stores-context.tsx";
import { Button } from "../ui/button.tsx";
import css from "./choices.module.css";
import { loadChineseLetters } from "../ui/load-chinese-letters.ts";

/** Each language in its own words: whoever reads no English finds theirs. */
export function LanguageMenu() {
  const language = useLanguage((state) => state.language);
  const choose = useLanguage((state) => state.choose);
  const label = `${texts.frame.languageChoice}: ${languageNames[languageOf(language)]}`;
  return (
    <Menu position="bottom-end" width={240} transitionProps={{ duration: 0 }} onOpen={() => void loadChineseLetters()}>
      <Menu.Target>
        <Button look="quiet" aria-label={label} title={texts.frame.languageChoice}>
          <Globe />
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={css["menu"]}>
        {languages.map((one) => (
          <Menu.Item
            key={one}
            className={css["item"]}
            aria-current={one === language}
            lang={catalogues[one].texts.language}
            onClick={() => choose(one)}
          >
            {languageNames[one]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const Globe = () => (
  <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
    <g fill="none" stroke="currentColor" strokeWidth="2">
      <circle cx="12" cy="12" r="9" />
      <ellipse cx="12" cy="12" rx="4" ry="9" />
      <path d="M3 12h18" />
    </g>
  </svg>
);
