import { formatClock } from "../locales/format.ts";
import { texts } from "../locales/texts.ts";
import { hrefTo, type Route, useRoute } from "../stores/route.ts";
import { isKiosk } from "../stores/fixture-store.ts";
import { useFixture, useStation } from "../stores/stores-context.tsx";
import { BrandMark } from "../ui/brand-mark.tsx";
import { useNow } from "../ui/use-now.ts";
import { KioskNote } from "./kiosk-note.tsx";
import { LanguageMenu } from "./language-menu.tsx";
import { OperatorChip } from "./operator-chip.tsx";
import { PracticeSwitch } from "./practice-switch.tsx";
import { ServiceChip } from "./service-chip.tsx";
import { SoundMenu } from "./sound-menu.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import css from "./top-bar.module.css";

type Listed = "line" | "verify" | "lots" | "insights" | "set-up";

const screens: readonly { readonly route: Route & { screen: Listed }; readonly keys: string }[] = [
  { route: { screen: "line" }, keys: "Alt+1" },
  { route: { screen: "verify" }, keys: "Alt+2" },
  { route: { screen: "lots" }, keys: "Alt+3" },
  { route: { screen: "insights" }, keys: "Alt+4" },
  { route: { screen: "set-up", section: "slots" }, keys: "Alt+5" },
];

/** What is open inside a screen. */
const rooms: Partial<Readonly<Record<Route["screen"], Listed>>> = { unit: "verify", compare: "verify", lot: "lots" };

export function TopBar() {
  const info = useStation((state) => state.info);
  const kiosk = useFixture(isKiosk);
  return (
    <div className={css["bar"]}>
      <p className={css["brand"]}>
        <BrandMark />
        <span className={css["word"]}>{texts.brand}</span>
        <span className={css["station"]}>{info?.name ?? ""}</span>
      </p>
      {kiosk ? <KioskNote /> : <Screens />}
      <div className={css["right"]}>
        {info?.mode === "practice" ? <PracticeSwitch /> : null}
        <ServiceChip />
        <OperatorChip />
        <div className={css["choices"]}>
          <LanguageMenu />
          <SoundMenu />
          <ThemeSwitch />
        </div>
        <Clock />
      </div>
    </div>
  );
}

function Screens() {
  const { screen } = useRoute();
  const shown = rooms[screen] ?? screen;
  return (
    <nav className={css["screens"]} aria-label={texts.frame.screens}>
      {screens.map(({ route, keys }) => (
        <a
          key={route.screen}
          className={css["screen"]}
          href={hrefTo(route)}
          title={keys}
          aria-keyshortcuts={keys}
          aria-current={route.screen === shown ? "page" : undefined}
        >
          {texts.frame[route.screen]}
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
