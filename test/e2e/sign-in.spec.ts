import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { scan } from "./fixtures/hands.ts";
import { openFake, toScreen } from "./fixtures/open-fake.ts";
import { looks, wear } from "./fixtures/looks.ts";
import { expect, test } from "./fixtures/station.ts";

const people = [
  { name: "Ann", role: "engineer" },
  { name: "Bob", role: "operator" },
  { name: "Eve", role: "qa" },
] as const;

async function broken(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

const dialog = (page: Page) => page.getByRole("dialog", { name: "Sign in" });

for (const look of looks) {
  test(`signing in by PIN and by badge, locked and out again, clean for axe, ${look}`, { tag: "@web" }, async ({
    browser,
  }) => {
    const { page, station, close } = await openFake(browser, { people });
    try {
      await wear(page, look);
      await expect(dialog(page)).toBeVisible();
      expect(await broken(page)).toEqual([]);
      await page.getByRole("button", { name: "Ann" }).click();
      for (let digit = 0; digit < 6; digit += 1) await page.keyboard.press("1", { delay: 60 });
      expect(await broken(page)).toEqual([]);
      await dialog(page).getByRole("button", { name: "Enter" }).click();
      await expect(page.getByText("Badge or PIN is wrong. Try again.")).toBeVisible();
      for (const digit of "123456") await dialog(page).getByRole("button", { name: digit, exact: true }).click();
      await dialog(page).getByRole("button", { name: "Enter" }).click();
      await expect(dialog(page)).toBeHidden();
      await expect(page.getByRole("button", { name: "Ann Engineer" })).toBeVisible();

      await toScreen(page, "set-up/people");
      await expect(page.getByRole("listitem", { name: "Bob" })).toContainText("Operator");
      expect(await broken(page)).toEqual([]);
      await page.getByLabel("Name").fill("Zoe");
      await page.getByRole("textbox", { name: "PIN" }).fill("123456");
      await page.getByRole("button", { name: "Add" }).click();
      await expect(page.getByRole("listitem", { name: "Zoe" })).toBeVisible();

      station.people.lock();
      await expect(dialog(page)).toBeVisible();
      await scan(page, "BADGE-EVE");
      await expect(dialog(page)).toBeHidden();
      await page.getByRole("button", { name: "Eve QA" }).click();
      await page.getByRole("button", { name: "Sign out" }).click();
      await expect(dialog(page)).toBeVisible();
      await page.getByRole("button", { name: "Only look" }).click();
      await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    } finally {
      await close();
    }
  });
}

test("a station that nobody was set up at asks nobody who he is", { tag: "@web" }, async ({ browser }) => {
  const { page, close } = await openFake(browser);
  try {
    await expect(page.getByRole("article", { name: "Slot 1" })).toBeVisible();
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect(page.getByRole("button", { name: "Sign in" })).toBeHidden();
  } finally {
    await close();
  }
});
