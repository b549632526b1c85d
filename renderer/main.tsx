import "./styles.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { connectFrom } from "./client/connect.ts";
import { FaultBoundary } from "./frame/fault-boundary.tsx";
import { systemTheme } from "./frame/use-theme-on-document.ts";
import { followStation } from "./stores/follow-station.ts";
import { keepConnected } from "./stores/keep-connected.ts";
import { createStores } from "./stores/stores.ts";
import { type AllStores, StoresProvider } from "./stores/stores-context.tsx";
import { createThemeStore, themeOf } from "./stores/theme-store.ts";

const fontWithinMs = 400;

function savedThings(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The first picture is drawn in its own type, so that nothing moves when it arrives; a slow disk does not hold it up. */
function fontReady(): Promise<unknown> {
  const weights = [400, 600, 700].map((weight) => document.fonts.load(`${weight} 16px "IBM Plex Sans"`));
  return Promise.race([Promise.allSettled(weights), new Promise((resolve) => setTimeout(resolve, fontWithinMs))]);
}

async function start(root: HTMLElement): Promise<void> {
  const stores: AllStores = { ...createStores(), theme: createThemeStore(savedThings(), systemTheme()) };
  document.documentElement.dataset["theme"] = themeOf(stores.theme.getState());
  void keepConnected({
    connect: connectFrom(window),
    connection: stores.connection,
    follow: (client, signal, ready) => followStation(stores, client, signal, ready),
    signal: new AbortController().signal,
  });
  await fontReady();
  createRoot(root).render(
    <FaultBoundary>
      <StoresProvider stores={stores}>
        <App />
      </StoresProvider>
    </FaultBoundary>,
  );
}

const root = document.getElementById("root");
if (root !== null) void start(root);
