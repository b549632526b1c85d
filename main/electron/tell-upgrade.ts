import { app, type BrowserWindow, dialog } from "electron";

interface Words {
  readonly message: string;
  readonly detail: string;
}

const english: Words = {
  message: "Bringing the records up to date.",
  detail: "This may take a minute. Do not switch off.",
};

/** Beside renderer/locales, because no screen can be asked yet which language was chosen. */
const words: ReadonlyMap<string, Words> = new Map([
  ["en", english],
  [
    "de",
    { message: "Die Daten werden auf den neuen Stand gebracht.", detail: "Das kann etwas dauern. Nicht ausschalten." },
  ],
  ["es", { message: "Se actualizan los registros.", detail: "Puede tardar un minuto. No apague el equipo." }],
  ["zh", { message: "正在更新记录。", detail: "可能需要几分钟。请勿关机。" }],
  ["vi", { message: "Đang cập nhật hồ sơ.", detail: "Có thể mất một phút. Đừng tắt máy." }],
]);

/** Says that the station will be a while yet, until it is ready (the signal) or somebody has read it: nobody is to pull the plug. */
export async function tellUpgrade(window: BrowserWindow, signal: AbortSignal): Promise<void> {
  if (window.isDestroyed()) return;
  const said = wordsFor(app.getPreferredSystemLanguages());
  await dialog.showMessageBox(window, { type: "info", title: "Touchmark", ...said, buttons: ["OK"], signal });
}

/** In the first language we have of those the system wants (BCP 47). */
function wordsFor(wanted: readonly string[]): Words {
  const codes = wanted.map((tag) => tag.split("-", 1)[0] ?? "");
  return words.get(codes.find((code) => words.has(code)) ?? "en") ?? english;
}
