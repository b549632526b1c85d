import { formatClock } from "../locales/format.ts";
import { texts } from "../locales/texts.ts";
import { hrefTo, type Route, useRoute } from "../stores/route.ts";
import { useStation } from "../stores/stores-context.tsx";
import { BrandMark } from "../ui/brand-mark.tsx";
import { useNow } from "../ui/use-now.ts";
import { PracticeSwitch } from "./practice-switch.tsx";
import { ServiceChip } from "./service-chip.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import css from "./top-bar.module.css";

const screens: readonly { readonly route: Route; readonly word: string; readonly keys: string }[] = [
  { route: { screen: "line" }, word: texts.frame.line, keys: "Alt+1" },
  { route: { screen: "units" }, word: texts.frame.units, keys: "Alt+2" },
  { route: { screen: "export" }, word: texts.frame.export, keys: "Alt+3" },
];

export function TopBar() {
  const info = useStation((state) => state.info);
  return (
    <div className={css["bar"]}>
      <p className={css["brand"]}>
        <BrandMark />
        <span>{texts.brand}</span>
        <span className={css["station"]}>{info?.name ?? ""}</span>
      </p>
      <Screens />
      <div className={css["right"]}>
        {info?.mode === "practice" ? <PracticeSwitch /> : null}
        <ServiceChip />
        <ThemeSwitch />
        <Clock />
      </div>
    </div>
  );
}

function Screens() {
  const { screen } = useRoute();
  const shown = screen === "unit" ? "units" : screen;
  return (
    <nav className={css["screens"]} aria-label={texts.frame.screens}>
      {screens.map(({ route, word, keys }) => (
        <a
          key={word}
          className={css["screen"]}
          href={hrefTo(route)}
          title={keys}
          aria-keyshortcuts={keys}
          aria-current={route.screen === shown ? "page" : undefined}
        >
          {word}
        </a>
      ))}
    </nav>
  );
}

function Clock() {
  const now = useNow(1000);
  return (
    <time className={css["clock"]} aria-label={texts.frame.time}>
      {formatClock(now)}
    </time>
  );
}
