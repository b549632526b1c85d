import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { looks, wear } from "./fixtures/looks.ts";
import { expect, test } from "./fixtures/station.ts";

/** A busy machine needs it; a free one is done in a third of a minute. */
const patienceMs = 60_000;
const within = { timeout: patienceMs };

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

test("a recipe is made from a sample, mended, tried, saved and used", { tag: "@web" }, async ({ station }) => {
  const { page } = station;
  test.setTimeout(4 * patienceMs);
  page.setDefaultTimeout(patienceMs);
  const refused: string[] = [];
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(new URL("#/set-up/recipes", page.url()).href);
  const builtIn = page.getByRole("listitem", { name: "practice-gateway-tpm" });
  await expect(builtIn).toContainText("PRACTICE-TPM");
  await expect(builtIn.getByRole("button", { name: /^Delete/ })).toBeHidden();
  await page.getByRole("button", { name: "New from a sample" }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Begin with it: sensor-x509", exact: true }).click();

  const form = page.getByRole("region", { name: "Form" });
  const yaml = page.getByRole("textbox", { name: "YAML" });
  const editor = page.getByRole("region", { name: "sensor-x509" });
  await expect(editor.getByText("Valid", { exact: true })).toBeVisible(within);
  await form.getByRole("combobox", { name: /^Service/ }).fill("practice-dps");
  await form.getByRole("combobox", { name: /^Authority/ }).fill("practice-ca");
  const days = form.getByRole("textbox", { name: /^Valid for days/ });
  await days.fill("0");

  await test.step("an error in the form is shown at the field and at the line", async () => {
    await expect(editor.getByText("1 to fix")).toBeVisible(within);
    await expect(days).toHaveAttribute("aria-invalid", "true");
    await expect(form.getByText(/^Line \d+: must be 1 or more$/)).toBeVisible();
    const line = page.locator(".cm-line", { hasText: "validityDays: 0" });
    await expect(line.locator(".cm-lintRange-error")).toBeVisible();
    await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
    expect(await violations(page)).toEqual([]);
  });

  await test.step("it is mended in the YAML, where its comments still are", async () => {
    await page.getByRole("list", { name: "To fix" }).getByRole("button").click();
    await page.keyboard.press("End");
    await page.keyboard.press("Backspace");
    await page.keyboard.type("730 # two years");
    await expect(editor.getByText("Valid", { exact: true })).toBeVisible(within);
    await expect(days).toHaveValue("730");
    await form.getByRole("textbox", { name: /^Name/ }).fill("plant-sensor");
    await expect(page.getByRole("heading", { name: "plant-sensor" })).toBeVisible(within);
    await expect(yaml).toContainText("validityDays: 730 # two years");
    await expect(yaml).toContainText("service: practice-dps");
  });

  const made = page.getByRole("listitem", { name: "plant-sensor" });
  await test.step("saved untried it opens no lot", async () => {
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible(within);
    await page.getByRole("button", { name: "Close" }).click();
    await expect(made).toContainText("Not tried yet");
    await expect(made).toContainText("Opens no lot before a dry run has passed.");
  });

  await test.step("a dry run passes, step by step", async () => {
    await made.getByRole("button", { name: "Open recipe plant-sensor" }).click();
    const dryRun = page.getByRole("region", { name: "Dry run" });
    await dryRun.getByRole("button", { name: "Dry run" }).click();
    await expect(dryRun.getByText("Dry run passed")).toBeVisible(within);
    await expect(dryRun.getByRole("list", { name: "Steps" }).locator('[data-state="pass"]')).toHaveCount(10, within);
    await expect(page.getByRole("status").getByText(/^Tried /)).toBeVisible(within);
    for (const look of looks) {
      await wear(page, look);
      await expect(page.locator(`html[data-theme=${look}]`)).toBeAttached();
      expect(await violations(page)).toEqual([]);
    }
  });

  await test.step("a lot is opened with it and a unit passes", async () => {
    await page.getByRole("button", { name: "Close" }).click();
    await expect(made).toContainText("Tried ");
    await page.keyboard.press("Alt+1");
    await page.getByRole("button", { name: "Change lot" }).click();
    await page.getByRole("textbox", { name: "Lot" }).fill("NEW-1");
    await page.getByRole("combobox", { name: "Recipe" }).click();
    await page.getByRole("option", { name: /plant-sensor/ }).click();
    await page.getByRole("button", { name: "Open lot" }).click();
    const slot = page.getByRole("article", { name: "Slot 1" });
    await slot.getByRole("button", { name: "Plug in", exact: true }).click();
    await expect(slot.getByText("PASS")).toBeVisible(within);
  });

  await test.step("it is not deleted under an open lot, and not without two questions", async () => {
    await page.goto(new URL("#/set-up/recipes", page.url()).href);
    await expect(made).toContainText("Used by NEW-1");
    await made.getByRole("button", { name: "Delete recipe plant-sensor" }).click();
    await made.getByRole("button", { name: "Delete", exact: true }).click();
    await made.getByRole("button", { name: "Yes, delete plant-sensor" }).click();
    await expect(made).toContainText("Lots are open under it. Close them first.", within);
  });
  expect(refused).toEqual([]);
});
