import { MantineProvider } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { LostBanner, TroubleBanner } from "./frame/banners.tsx";
import { Connecting } from "./frame/connecting.tsx";
import { cspNonce } from "./frame/csp-nonce.ts";
import { mantineTheme } from "./frame/mantine-theme.ts";
import { TopBar } from "./frame/top-bar.tsx";
import { useScanKeys, useScreenKeys } from "./frame/use-keys.ts";
import { useLanguageOnDocument } from "./frame/use-language-on-document.ts";
import { useKiosk } from "./frame/use-kiosk.ts";
import { useStay } from "./frame/use-stay.ts";
import { useThemeOnDocument } from "./frame/use-theme-on-document.ts";
import css from "./app.module.css";
import { texts } from "./locales/texts.ts";
import { InsightsScreen } from "./screens/insights/insights-screen.tsx";
import { LineScreen } from "./screens/line/line-screen.tsx";
import { LotPage } from "./screens/lots/lot-page.tsx";
import { LotsScreen } from "./screens/lots/lots-screen.tsx";
import { ManifestDrop } from "./screens/lots/manifest-drop.tsx";
import { ServiceScreen } from "./screens/service/service-screen.tsx";
import { SignInDialog } from "./screens/sign-in/sign-in-dialog.tsx";
import { SetUpScreen } from "./screens/set-up/set-up-screen.tsx";
import { ComparePage } from "./screens/verify/compare-page.tsx";
import { UnitPage } from "./screens/verify/unit-page.tsx";
import { VerifyScreen } from "./screens/verify/verify-screen.tsx";
import { hrefTo, type Route, useRoute } from "./stores/route.ts";
import { useConnection, useStation } from "./stores/stores-context.tsx";
import { PracticeBand } from "./ui/practice-band.tsx";

export function App() {
  const theme = useThemeOnDocument();
  return (
    <MantineProvider
      theme={mantineTheme}
      forceColorScheme={theme === "light" ? "light" : "dark"}
      getStyleNonce={cspNonce}
    >
      <Frame />
    </MantineProvider>
  );
}

function Frame() {
  useLanguageOnDocument();
  useScreenKeys();
  useScanKeys();
  useStay();
  const status = useConnection((state) => state.status);
  const mode = useStation((state) => state.info?.mode);
  useFirstSteps(useStation((state) => state.info?.fresh === true));
  const asked = useRoute();
  const kiosk = useKiosk();
  const route: Route = kiosk ? { screen: "line" } : asked;
  useTitle(route, mode === "practice");
  const lost = status === "lost";
  return (
    <div className={css["app"]} data-lost={lost}>
      <div className={css["held"]} inert={lost}>
        <a className={css["skip"]} href="#content" onClick={skipToContent}>
          {texts.frame.skip}
        </a>
        <header>
          {mode === "real" ? null : <Band practice={mode === "practice"} />}
          <TopBar />
          <TroubleBanner />
        </header>
        <main id="content" className={css["content"]} tabIndex={-1}>
          {status === "connecting" ? <Connecting /> : screenOf(route)}
          {/* There, what is dropped is a certificate. */}
          {route.screen === "set-up" || kiosk ? null : <ManifestDrop />}
        </main>
      </div>
      <SignInDialog />
      {lost ? <LostBanner /> : null}
    </div>
  );
}

/** A station that nobody has set up begins with its guide, unless a page of it was asked for. */
function useFirstSteps(fresh: boolean): void {
  useEffect(() => {
    if (fresh && window.location.hash === "") window.location.hash = hrefTo({ screen: "set-up", section: "guide" });
  }, [fresh]);
}

/** Its room is kept while the mode is not known yet. */
const Band = ({ practice }: { readonly practice: boolean }) =>
  practice ? <PracticeBand text={texts.practice.band} /> : <div className={css["band"]} />;

function screenOf(route: Route): ReactNode {
  switch (route.screen) {
    case "line":
      return <LineScreen />;
    case "verify":
      return <VerifyScreen />;
    case "unit":
      return <UnitPage key={route.serialNumber} serialNumber={route.serialNumber} />;
    case "compare":
      return (
        <ComparePage
          key={`${route.serialNumber} ${route.other}`}
          serialNumber={route.serialNumber}
          other={route.other}
        />
      );
    case "set-up":
      return <SetUpScreen section={route.section} />;
    case "lots":
      return <LotsScreen />;
    case "lot":
      return <LotPage key={route.lot} lot={route.lot} section={route.section} />;
    case "insights":
      return <InsightsScreen />;
    case "service":
      return <ServiceScreen section={route.section} registrationId={route.registrationId} />;
  }
}

function useTitle(route: Route, practice: boolean): void {
  const word = titleOf(route);
  const title = `${practice ? `${texts.practice.word} · ` : ""}${word} · ${texts.brand}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}

function titleOf(route: Route): string {
  if (route.screen === "unit") return route.serialNumber;
  if (route.screen === "compare") return texts.verify.compare.title(route.serialNumber, route.other);
  return route.screen === "lot" ? route.lot : texts.frame[route.screen];
}

/** The address after # is the screen's, so the link moves the focus by hand. */
function skipToContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}
