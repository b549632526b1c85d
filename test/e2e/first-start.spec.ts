import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { silentLog } from "../../main/base/log.ts";
import { startPracticeDps } from "../../main/practice/dps/practice-dps.ts";
import { expect, openStation, test } from "./fixtures/station.ts";

const within = { timeout: 60_000 };
const toSetUp = (page: Page, section: string) => page.goto(new URL(`#/set-up/${section}`, page.url()).href);
const stoneOf = (page: Page, name: string) => page.getByRole("listitem", { name, exact: true });

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/** A service of the plant: the practice service with a certificate authority of its own, on this machine. */
async function plantService() {
  const dps = await startPracticeDps({ idScope: "0ne00PLANT1", log: silentLog });
  return { ...dps, secret: /SharedAccessKey=([^;]+)/.exec(dps.connectionString)?.[1] ?? "", close: () => dps.close() };
}

/** What the page reads of a file as text, it has only when the test says so. */
async function holdReading(page: Page): Promise<() => Promise<void>> {
  const gate = await page.evaluateHandle(() => {
    const { promise, resolve } = Promise.withResolvers<void>();
    Blob.prototype.text = async function readLate() {
      await promise;
      return new Response(this).text();
    };
    return { resolve };
  });
  return () => gate.evaluate(({ resolve }) => resolve());
}

/** As of a stick that was pulled. */
const failReadingOnce = (page: Page) =>
  page.evaluate(() => {
    let failed = false;
    Blob.prototype.text = function failOnce() {
      if (failed) return new Response(this).text();
      failed = true;
      return Promise.reject(new DOMException("gone", "NotReadableError"));
    };
  });

async function addService(page: Page, dps: Awaited<ReturnType<typeof plantService>>): Promise<void> {
  await stoneOf(page, "Service").getByRole("link", { name: "Add a service" }).click();
  const form = page.getByRole("region", { name: "Add a service" });
  await form.getByRole("button", { name: "Add a service" }).click();
  await expect(form.getByText("Give the ID scope.")).toBeVisible();
  // Its authority is chosen first and read last: nothing is lost of what is typed meanwhile.
  const ca = { name: "plant-ca.pem", mimeType: "application/x-pem-file", buffer: Buffer.from(dps.caPem) };
  await failReadingOnce(page);
  await form.locator("input[type=file]").setInputFiles([ca]);
  await expect(form.getByText("This file cannot be read. Choose it again.")).toBeVisible();
  const letRead = await holdReading(page);
  await form.locator("input[type=file]").setInputFiles([ca]);
  await expect(form.getByText("This file cannot be read")).toBeHidden();
  await form.getByRole("textbox", { name: "Name" }).fill("plant-dps");
  await form.getByRole("textbox", { name: "ID scope" }).fill(dps.idScope);
  await form.getByLabel("Connection string", { exact: true }).fill(dps.connectionString);
  await form.getByRole("textbox", { name: "Address (URL)" }).fill(dps.url);
  await letRead();
  await expect(form.getByText("Chosen: plant-ca.pem")).toBeVisible();
  await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("plant-dps");
  await expect(form.getByRole("textbox", { name: "Address (URL)" })).toHaveValue(dps.url);
  await form.getByRole("button", { name: "Add a service" }).click();
  const check = page.getByRole("region", { name: "The way to plant-dps" });
  await expect(check.getByRole("heading", { name: "plant-dps is ready" })).toBeVisible(within);
  await expect(check.getByRole("row")).not.toHaveCount(0);
  await expect(page.getByRole("listitem", { name: "plant-dps" })).toContainText("0ne00PLANT1");
  expect(await page.content()).not.toContain(dps.secret);
}

/** What is changed on screen stands in the station's own file; a backup is made and the records are read. */
async function settle(page: Page, settings: string): Promise<void> {
  await toSetUp(page, "station");
  const form = page.getByRole("region", { name: "For the whole station" });
  await form.getByRole("textbox", { name: "First shift begins" }).fill("25:00");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Give a time like 06:00.")).toBeVisible();
  await form.getByRole("textbox", { name: "First shift begins" }).fill("5:30");
  await form.getByRole("button", { name: "Save" }).click();
  await expect(form.getByText("Saved", { exact: true })).toBeVisible(within);
  expect(await readFile(settings, "utf8")).toContain("shiftStart: 05:30");
  expect(await violations(page)).toEqual([]);
  await toSetUp(page, "backup");
  await page.getByRole("button", { name: "Make a backup now" }).click();
  await expect(page.getByText("Backup made")).toBeVisible(within);
  await page.getByRole("button", { name: "Check the records" }).click();
  await expect(page.getByText("Records are sound")).toBeVisible(within);
  expect(await violations(page)).toEqual([]);
}

test("from an empty folder over practice to a real station, stone by stone", async ({ browser, shell }) => {
  // Three starts of a station: on a busy machine it takes its time.
  test.setTimeout(180_000);
  const dataFolder = await mkdtemp(join(tmpdir(), "touchmark-first-"));
  const dps = await plantService();
  let station = await openStation(shell, browser, dataFolder, []);
  const { page } = station;
  try {
    // Shown by itself: nobody asked for a page.
    await expect(page.getByRole("heading", { name: "First steps" })).toBeVisible(within);
    await expect(page.getByText("0 of 6 done")).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Plug in a practice unit" }).click();
    await expect(page.getByText("1 of 6 done")).toBeVisible(within);
    await expect(stoneOf(page, "Practise").getByText("Done")).toBeVisible();
    await page.reload();
    await expect(page.getByText("1 of 6 done")).toBeVisible(within);

    // From practice to real: a name, two questions, and the station starts again by itself.
    const real = page.getByRole("region", { name: "Make this a real station" });
    await real.getByRole("textbox", { name: "Name of the station" }).fill("Line 7");
    await real.getByRole("button", { name: "Make it real" }).click();
    await real.getByRole("group").getByRole("button", { name: "Make it real" }).click();
    expect(await violations(page)).toEqual([]);
    const settings = join(dataFolder, "station.yaml");
    await expect(readFile(settings)).rejects.toThrow("ENOENT");
    await mkdir(join(dataFolder, "recipes"), { recursive: true });
    const recipe = join(import.meta.dirname, "../../resources/recipes/practice/gateway-tpm.yaml");
    await copyFile(recipe, join(dataFolder, "recipes/gateway.yaml"));
    await real.getByRole("button", { name: "Yes, “Line 7” is real" }).click();
    await expect(page.getByText("PRACTICE · virtual units only")).toBeHidden(within);
    await expect(page.getByText("2 of 6 done")).toBeVisible(within);
    expect(await readFile(settings, "utf8")).toContain("station: Line 7");
    await expect(stoneOf(page, "Practise").getByText("Done")).toBeVisible();
    await expect(stoneOf(page, "Slots").getByText("Now")).toBeVisible();

    await addService(page, dps);
    expect(await violations(page)).toEqual([]);
    await toSetUp(page, "authorities");
    await page.getByRole("textbox", { name: "Name" }).fill("pilot-ca");
    await page.getByRole("button", { name: "Make the pilot" }).click();
    await expect(page.getByRole("listitem", { name: "pilot-ca" })).toContainText("PILOT: for trying only", within);
    expect(await violations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    for (const [section, shown] of [
      ["guide", "4 of 6 done"],
      ["service", "0ne00PLANT1"],
      ["station", "For this screen"],
      ["backup", "Check the records"],
    ] as const) {
      await toSetUp(page, section);
      await expect(page.getByText(shown).first()).toBeVisible(within);
      expect(await violations(page), section).toEqual([]);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await settle(page, settings);
    await toSetUp(page, "people");
    await page.getByRole("textbox", { name: "Name" }).fill("Mai N.");
    await page.getByLabel("PIN", { exact: true }).fill("482913");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("button", { name: /^Signed in|^Sign in|^Nobody/ }).first()).toBeVisible();
    await page.reload();
    await toSetUp(page, "guide");
    await expect(page.getByText("5 of 6 done")).toBeVisible(within);
    await expect(stoneOf(page, "Slots").getByText("Now")).toBeVisible();

    // No socket to plug into here: the slot is written by hand, as the engineer may, and the station started anew.
    await station.close();
    const text = await readFile(settings, "utf8");
    await writeFile(settings, text.replace(/^slots:.*$/m, 'slots: [{ name: "1", port: "tcp:127.0.0.1:9" }]'));
    station = await openStation(shell, browser, dataFolder, []);
    await expect(station.page.getByRole("link", { name: "Set-up" })).toBeVisible(within);
    await toSetUp(station.page, "guide");
    await expect(station.page.getByText("6 of 6 done")).toBeVisible(within);
    await expect(station.page.getByText("Everything is there")).toBeVisible();
  } finally {
    await station.close();
    await dps.close();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});
