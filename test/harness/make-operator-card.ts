import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { languages } from "../../renderer/locales/languages.ts";
import { findChromium } from "./electron/chromium.ts";
import { cardPage } from "./operator-card/operator-card.ts";
import { cardToPrint } from "./operator-card/print-card.ts";
import { picturedStates, statePicture } from "./operator-card/state-pictures.ts";

/**
 * Writes the operator's card anew from the texts on the screen: `node test/harness/make-operator-card.ts`, and with a folder as its
 * argument also as PDF, one page of A4 in each language, to be printed.
 */
const docs = join(import.meta.dirname, "../../docs");
const [folder] = process.argv.slice(2);

mkdirSync(join(docs, "images/states"), { recursive: true });
for (const state of picturedStates) writeFileSync(join(docs, `images/states/${state}.svg`), statePicture(state));
for (const language of languages) writeFileSync(join(docs, `operator-card.${language}.md`), cardPage(language));
if (folder !== undefined) {
  mkdirSync(folder, { recursive: true });
  const executablePath = findChromium();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
  });
  for (const language of languages) {
    const page = await browser.newPage();
    await page.setContent(cardToPrint(language));
    await page.pdf({
      path: join(folder, `operator-card.${language}.pdf`),
      preferCSSPageSize: true,
      printBackground: true,
    });
    await page.close();
  }
  await browser.close();
}
