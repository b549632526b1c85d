import { afterEach, describe, expect, it } from "vitest";
import {
  compareTexts,
  formatCount,
  formatDay,
  formatDuration,
  formatShare,
  formatTime,
  numberSeparators,
} from "../../../../renderer/locales/format.ts";
import { sentenceOf } from "../../../../renderer/locales/sentence-of.ts";
import { speak, texts } from "../../../../renderer/locales/texts.ts";

const plain = (text: string): string => text.replaceAll("\u00a0", " ");
const at = new Date(2026, 7, 1, 14, 6, 51).getTime();
const problem = (code: string) => ({ code, sentence: "As the station says it.", detail: "", retry: "never" as const });

describe("the language in use", () => {
  afterEach(() => speak("en"));

  it("changes texts and sentences at once, without a restart", () => {
    expect(sentenceOf(problem("link.lost"))).toBe("As the station says it.");
    speak("de");
    expect(texts.line.states.pass).toBe("GUT");
    expect(sentenceOf(problem("link.lost"))).toBe("Verbindung verloren. Kabel prüfen, nochmals versuchen.");
    speak("zh");
    expect(texts.line.states.pass).toBe("合格");
  });

  it("says a code it does not know as the station says it", () => {
    speak("vi");
    expect(sentenceOf(problem("future.code"))).toBe("As the station says it.");
  });

  it.each([
    ["en", "12,345", "4.8 s", "98.4 %", "2026-08-01", "14:06:51"],
    ["de", "12.345", "4,8 s", "98,4 %", "01.08.2026", "14:06:51"],
    ["es", "12.345", "4,8 s", "98,4 %", "01/08/2026", "14:06:51"],
    ["zh", "12,345", "4.8 s", "98.4 %", "2026/08/01", "14:06:51"],
    ["vi", "12.345", "4,8 s", "98,4 %", "01/08/2026", "14:06:51"],
  ] as const)("writes figures and dates as %s does", (language, ...written) => {
    speak(language);
    const figures = [formatCount(12_345), formatDuration(4823), formatShare(0.984), formatDay(at), formatTime(at)];
    expect(figures.map(plain)).toEqual(written);
  });

  it("writes Spanish figures as the reader's region does", () => {
    speak("es", ["es-MX", "en-US"]);
    expect(formatCount(12_345)).toBe("12,345");
    expect(numberSeparators()).toEqual({ group: ",", decimal: "." });
    speak("es", ["es-ES"]);
    expect(numberSeparators()).toEqual({ group: ".", decimal: "," });
  });

  it("sorts as the language does, and numbers by their size", () => {
    speak("de");
    expect(["Zange", "Öse", "Los-10", "Los-9"].sort(compareTexts)).toEqual(["Los-9", "Los-10", "Öse", "Zange"]);
    speak("vi");
    expect(["đ", "e", "d"].sort(compareTexts)).toEqual(["d", "đ", "e"]);
  });
});
