import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { buildStale } from "../../build.ts";
import { makeVendorRoot } from "../e2e/fixtures/vendor-root.ts";
import { openWeb } from "../e2e/fixtures/open-web.ts";
import { atPracticeDps } from "../e2e/fixtures/practice-dps.ts";

/** Takes README's pictures from the practice station anew: `node test/harness/take-screenshots.ts`. */
const folder = join(import.meta.dirname, "../../docs/images");
const passWithin = { timeout: 30_000 };

const slotOf = (page: Page, number: number) => page.getByRole("article", { name: `Slot ${number}`, exact: true });

async function plug(page: Page, number: number): Promise<void> {
  await slotOf(page, number).getByRole("button", { name: "Plug in", exact: true }).click();
}

async function plugFaulty(page: Page, number: number, fault: string): Promise<void> {
  await slotOf(page, number).getByRole("button", { name: "Plug in a faulty unit" }).click();
  await page.getByRole("menuitem", { name: fault }).click();
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Enough of a shift for Insights to have something to say: the pin of slot 3 is bad. */
async function workOn(page: Page): Promise<void> {
  const turns = [
    [4, null],
    [3, "Pulled out half way"],
    [4, null],
    [4, "Carries another unit's papers"],
    [3, "Pulled out half way"],
    [4, null],
    [3, null],
  ] as const;
  for (const [number, fault] of turns) {
    const slot = slotOf(page, number);
    const takeOut = slot.getByRole("button", { name: "Take out", exact: true });
    if (await takeOut.isVisible()) await takeOut.click();
    // The result before stays until the next unit has begun.
    const before = await slot.getByText(/^GW\d+$/).innerText();
    await (fault === null ? plug(page, number) : plugFaulty(page, number, fault));
    await slot.getByText(before, { exact: true }).waitFor({ state: "detached" });
    await slot.getByText(fault === null ? "PASS" : "FAIL").waitFor(passWithin);
  }
}

async function takeLine(page: Page): Promise<void> {
  for (const number of [1, 2, 4]) {
    await plug(page, number);
    await slotOf(page, number).getByText("PASS").waitFor(passWithin);
    if (number !== 1) await slotOf(page, number).getByRole("button", { name: "Take out" }).click();
  }
  await plugFaulty(page, 3, "Pulled out half way");
  await slotOf(page, 3).getByText("FAIL").waitFor(passWithin);
  // One that says nothing runs long enough for two pictures.
  await plugFaulty(page, 2, "Says nothing");
  await slotOf(page, 2).getByText("RUNNING").waitFor();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await take(page, `line-${colorScheme}`);
  }
  await workOn(page);
}

async function takeRecords(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  const serialNumber = await slotOf(page, 1)
    .getByText(/^GW\d+$/)
    .innerText();
  await page.getByRole("link", { name: "Verify" }).click();
  await page.getByRole("link", { name: serialNumber, exact: true }).click();
  await page.getByRole("heading", { name: `${serialNumber} Provisioned` }).waitFor();
  const registered = page.locator('dt:text-is("Device registration") + dd', { hasText: /^assigned/ });
  await registered.waitFor(passWithin);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await page.getByRole("heading", { name: `${serialNumber} Verified` }).waitFor(passWithin);
  await take(page, "verify");
  await page.getByRole("link", { name: "Insights" }).click();
  await page.getByRole("region", { name: "What fails?" }).waitFor();
  await take(page, "insights");
  await page.getByRole("link", { name: "Lots" }).click();
  await page.getByRole("link", { name: "PRACTICE-TPM" }).click();
  await page.getByRole("link", { name: "Manifests" }).click();
  await page.getByRole("button", { name: "Make the file" }).click();
  await page.getByText("VALID", { exact: true }).waitFor(passWithin);
  await take(page, "export");
}

async function takeSetUp(page: Page, root: string): Promise<void> {
  await page.goto(new URL("#/set-up/recipes", page.url()).href);
  await page.getByRole("button", { name: "New from a sample" }).click();
  await page.getByRole("button", { name: "Begin with it: sensor-x509", exact: true }).click();
  await page.getByRole("region", { name: "sensor-x509" }).getByText("Valid", { exact: true }).waitFor(passWithin);
  await take(page, "set-up-recipe");
  await page.goto(new URL("#/set-up/labels", page.url()).href);
  await page.getByRole("button", { name: "New label" }).click();
  await page.getByRole("img", { name: "Label unit as it is printed" }).waitFor(passWithin);
  await take(page, "set-up-label");
  await page.goto(new URL("#/set-up/slots", page.url()).href);
  await page.getByRole("button", { name: "Teach", exact: true }).click();
  await page.getByRole("heading", { name: "Plug a device into the socket for slot 5 now" }).waitFor();
  await take(page, "set-up-slots");
  await page.getByRole("link", { name: "TPM vendors" }).click();
  await page.locator("input[type=file]").setInputFiles([root]);
  await page.getByRole("region", { name: "What became of the files" }).getByText("Added").waitFor();
  await page.getByRole("listitem", { name: /^Contoso/ }).waitFor();
  await page.emulateMedia({ colorScheme: "dark" });
  await take(page, "set-up-vendors");
}

/** Somebody has put entries of a trial where the next units are to be. */
async function takeService(page: Page, dataFolder: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await atPracticeDps(dataFolder, async (client) => {
    for (let number = 1; number < 30; number += 1) {
      const id = `sn1${String(number).padStart(8, "0")}`;
      await client.putEnrollment({
        registrationId: id,
        deviceId: "trial-kit-7",
        attestation: { type: "symmetricKey" },
      });
    }
  });
  await page.keyboard.press("Alt+1");
  // The lot stays while a slot is running.
  await slotOf(page, 2).getByText("FAIL").waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Change lot" }).click();
  await page.getByRole("button", { name: "Use lot PRACTICE-X509" }).click();
  const free = slotOf(page, 4);
  await free.getByRole("button", { name: "Take out" }).click();
  await free.getByRole("button", { name: "Plug in", exact: true }).click();
  await free.getByText("Saved, service disagrees").waitFor(passWithin);
  await page.keyboard.press("Alt+6");
  await page.getByRole("link", { name: "conflicts: 1" }).click();
  await page.getByRole("link", { name: /^SN1/ }).click();
  await page.getByRole("heading", { name: /the service has another entry/ }).waitFor();
  await take(page, "service-conflict");
  await page.getByRole("switch", { name: "Practice service answers" }).press("Space");
  await page.keyboard.press("Alt+1");
  await free.getByRole("button", { name: "Take out" }).click();
  await plug(page, 4);
  await free.getByText("PASS").waitFor(passWithin);
  await page.keyboard.press("Alt+6");
  await page.getByRole("heading", { name: /^Service away/ }).waitFor(passWithin);
  await take(page, "service");
  await page.getByRole("switch", { name: "Practice service answers" }).press("Space");
  await page.getByRole("link", { name: "Provisioning service" }).getByText("Service ok").waitFor(passWithin);
}

/** A folder that nobody has set up, once its first practice unit has passed. */
async function takeGuide(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("button", { name: "Plug in a practice unit" }).click();
  await page.getByText("1 of 6 done").waitFor(passWithin);
  await take(page, "set-up-guide");
}

await buildStale(["main", "renderer"]);
mkdirSync(folder, { recursive: true });
const data = mkdtempSync(join(tmpdir(), "touchmark-pictures-"));
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const station = await openWeb(browser, data);
try {
  await station.page.setViewportSize({ width: 1280, height: 720 });
  await takeLine(station.page);
  await takeRecords(station.page);
  await takeService(station.page, data);
  await takeSetUp(station.page, makeVendorRoot(data, "Contoso Semiconductors TPM Root CA", "pem").path);
} finally {
  await station.close();
  await browser.close();
  rmSync(data, { recursive: true, force: true });
}

const untouched = mkdtempSync(join(tmpdir(), "touchmark-pictures-"));
const again = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const first = await openWeb(again, untouched, {}, []);
try {
  await takeGuide(first.page);
} finally {
  await first.close();
  await again.close();
  rmSync(untouched, { recursive: true, force: true });
}
