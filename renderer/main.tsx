import "./styles.css";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { connectFrom } from "./client/connect.ts";
import { keepAwake } from "./frame/keep-awake.ts";
import { FaultBoundary } from "./frame/fault-boundary.tsx";
import { systemTheme } from "./frame/use-theme-on-document.ts";
import { languageFor, languageOf, languages } from "./locales/languages.ts";
import { speak, texts } from "./locales/texts.ts";
import { viewOf } from "./screens/line/slot-view.ts";
import { browserVoice, sayResults } from "./sound/say-results.ts";
import { SoundContext } from "./sound/sound-context.ts";
import { soundForLine } from "./sound/sound-for-line.ts";
import { SoundPlayer } from "./sound/sound-player.ts";
import { followStation } from "./stores/follow-station.ts";
import { keepConnected } from "./stores/keep-connected.ts";
import { createAwakeStore } from "./stores/awake-store.ts";
import { createLanguageStore } from "./stores/language-store.ts";
import { createSoundStore } from "./stores/sound-store.ts";
import { createStores } from "./stores/stores.ts";
import { type AllStores, StoresProvider } from "./stores/stores-context.tsx";
import { createThemeStore, themeOf } from "./stores/theme-store.ts";
import { loadChineseLetters } from "./ui/load-chinese-letters.ts";

const fontWithinMs = 400;

function savedThings(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The first picture is drawn in its own type, so that nothing moves when it arrives; a slow disk does not hold it up. */
function fontReady(chinese: boolean): Promise<unknown> {
  const letters = Object.values(texts.line.next).join("");
  const load = (name: string, weights: readonly number[]) =>
    Promise.allSettled(weights.map((weight) => document.fonts.load(`${weight} 16px "${name}"`, letters)));
  const faces = [load("IBM Plex Sans", [400, 600, 700])];
  if (chinese) faces.push(loadChineseLetters().then(() => load("Noto Sans SC", [400, 700])));
  return Promise.race([Promise.all(faces), new Promise((resolve) => setTimeout(resolve, fontWithinMs))]);
}

async function start(root: HTMLElement): Promise<void> {
  const storage = savedThings();
  const wanted = navigator.languages;
  const stores: AllStores = {
    ...createStores(),
    theme: createThemeStore(storage, systemTheme()),
    language: createLanguageStore(storage, {
      languages,
      system: languageFor(wanted),
      speak: (language) => speak(languageOf(language), wanted),
    }),
    sound: createSoundStore(storage),
    awake: createAwakeStore(storage),
  };
  document.documentElement.dataset["theme"] = themeOf(stores.theme.getState());
  document.documentElement.lang = texts.language;
  const player = new SoundPlayer(() => new AudioContext());
  soundForLine({ line: stores.line, find: stores.find, sound: stores.sound, player, gestures: window });
  sayResults({
    line: stores.line,
    sound: stores.sound,
    voice: browserVoice,
    wordsOf: (slot) => {
      const { word, next } = viewOf(slot);
      return texts.line.announce(slot.name, word.toLowerCase(), next);
    },
    language: () => texts.language,
  });
  keepAwake(stores.line, "wakeLock" in navigator ? navigator.wakeLock : undefined, document, stores.awake);
  stores.station.subscribe(({ info }) => {
    if (info !== null) stores.language.getState().offer(info.language);
  });
  void keepConnected({
    connect: connectFrom(window),
    connection: stores.connection,
    follow: (client, signal, ready) => followStation(stores, client, signal, ready),
    signal: new AbortController().signal,
  });
  stores.language.subscribe(({ language }) => {
    if (language === "zh") void loadChineseLetters();
  });
  await fontReady(stores.language.getState().language === "zh");
  createRoot(root).render(
    <FaultBoundary>
      <StoresProvider stores={stores}>
        <SoundContext value={player}>
          <App />
        </SoundContext>
      </StoresProvider>
    </FaultBoundary>,
  );
}

const root = document.getElementById("root");
if (root !== null) void start(root);
