import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { looks, wear } from "./fixtures/looks.ts";
import { expect, test } from "./fixtures/station.ts";

/** Rules broken on what is on screen, with the first element of each. */
async function broken(page: Page): Promise<string[]> {
  // Legacy mode: the page came with a context of its own, in which axe may open no second page.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

for (const look of looks) {
  test(`every screen is clean for axe, ${look}`, { tag: "@web" }, async ({ station: { page } }) => {
    await wear(page, look);
    const good = page.getByRole("article", { name: "Slot 1" });
    const faulty = page.getByRole("article", { name: "Slot 2" });
    await good.getByRole("button", { name: "Plug in", exact: true }).click();
    await faulty.getByRole("button", { name: "Plug in a faulty unit" }).click();
    await page.getByRole("menuitem", { name: "Carries another unit's papers" }).click();
    await expect(good.getByText("PASS")).toBeVisible({ timeout: 60_000 });
    await expect(faulty.getByText("FAIL")).toBeVisible({ timeout: 60_000 });
    expect(await broken(page)).toEqual([]);
    await page.emulateMedia({ forcedColors: "active" });
    expect(await broken(page)).toEqual([]);
    await page.emulateMedia({ forcedColors: null });

    await page.getByRole("button", { name: "More about slot 2" }).click();
    await expect(page.getByRole("dialog", { name: "Slot 2" })).toBeVisible();
    expect(await broken(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Change lot" }).click();
    await expect(page.getByRole("dialog", { name: "Change lot" })).toBeVisible();
    expect(await broken(page)).toEqual([]);
    await page.keyboard.press("Escape");

    await page.keyboard.press("Alt+2");
    await page.getByRole("row").nth(1).waitFor();
    expect(await broken(page)).toEqual([]);

    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Ask the service now" }).waitFor();
    expect(await broken(page)).toEqual([]);

    await page.keyboard.press("Alt+3");
    await page.getByRole("link", { name: "PRACTICE-TPM" }).waitFor();
    expect(await broken(page)).toEqual([]);
    await page.getByRole("link", { name: "PRACTICE-TPM" }).click();
    await page.getByRole("link", { name: "Failures" }).click();
    await page.getByRole("row").nth(1).waitFor();
    expect(await broken(page)).toEqual([]);
    await page.getByRole("link", { name: "Manifests" }).click();
    await page.getByRole("button", { name: "Make the file" }).click();
    await expect(page.getByText("File is ready")).toBeVisible();
    expect(await broken(page)).toEqual([]);
  });

  test(`Set-up is clean for axe, ${look}`, { tag: "@web" }, async ({ station: { page, dataFolder } }) => {
    await wear(page, look);
    await page.keyboard.press("Alt+5");
    await page.getByRole("listitem", { name: "Slot 1" }).waitFor();
    expect(await broken(page)).toEqual([]);

    await page.getByRole("button", { name: "Teach", exact: true }).click();
    await page.getByRole("heading", { name: "Plug a device into the socket for slot 5 now" }).waitFor();
    expect(await broken(page)).toEqual([]);
    await page.getByRole("button", { name: "Plug in a practice unit" }).click();
    await page.getByRole("heading", { name: "Slot 5 is taught" }).waitFor();
    await page.getByRole("button", { name: "Forget slot 1" }).click();
    await page.getByRole("group").getByRole("button", { name: "Forget slot 1" }).click();
    expect(await broken(page)).toEqual([]);

    await page.getByRole("link", { name: /^Ports/ }).click();
    await page.getByRole("main").getByRole("switch").press("Space");
    await page.getByText("Skipped").waitFor();
    expect(await broken(page)).toEqual([]);

    await page.getByRole("link", { name: /^TPM vendors/ }).click();
    const notes = join(dataFolder, "notes.pem");
    await writeFile(notes, "no certificate in here\n");
    await page.locator("input[type=file]").setInputFiles([notes]);
    await page.getByText("Not added").waitFor();
    expect(await broken(page)).toEqual([]);

    await page.getByRole("link", { name: "Manifest signers" }).click();
    await page.getByRole("button", { name: "Make a new key" }).click();
    await page.getByText(/^In use since/).waitFor();
    expect(await broken(page)).toEqual([]);

    await page.keyboard.press("Alt+1");
    const slot = page.getByRole("article", { name: "Slot 5" });
    await slot.getByRole("button", { name: "Take out" }).click();
    await slot.getByRole("button", { name: "Plug in" }).click();
    await slot.getByText("SKIPPED").waitFor();
    expect(await broken(page)).toEqual([]);
  });
}
