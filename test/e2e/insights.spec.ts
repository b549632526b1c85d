import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { openFake, toScreen } from "./fixtures/open-fake.ts";
import { looks, wear } from "./fixtures/looks.ts";
import { expect, test } from "./fixtures/station.ts";

async function broken(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/** What leaves the page or its own box sideways. */
const spilled = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("header, main, main section, main header")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120)),
  );

const slotOf = (page: Page, number: number) => page.getByRole("article", { name: `Slot ${number}`, exact: true });

test("a practice shift: figures are right, a bar opens its units, the report is saved", async ({
  station: { page, saveFile },
}) => {
  for (const number of [1, 2]) {
    await slotOf(page, number).getByRole("button", { name: "Plug in", exact: true }).click();
    await expect(slotOf(page, number).getByText("PASS")).toBeVisible({ timeout: 60_000 });
  }
  const slot = slotOf(page, 3);
  await slot.getByRole("button", { name: "Plug in a faulty unit" }).click();
  await page.getByRole("menuitem", { name: "Carries another unit's papers" }).click();
  await expect(slot.getByText("FAIL")).toBeVisible({ timeout: 60_000 });

  await page.keyboard.press("Alt+4");
  await expect(page.getByRole("heading", { name: "Insights", exact: true })).toBeVisible();
  const totals = page.getByRole("main").locator("dl");
  await expect(totals).toContainText("Units passed2");
  await expect(totals).toContainText("66.7 % of 3 units");
  await expect(totals).toContainText("1 of 3 runs");
  await expect(page.getByRole("button", { name: /Slot 3: 1 of 1 runs failed/ })).toBeVisible();

  await page
    .getByRole("region", { name: "What fails?" })
    .getByRole("button", { name: /endorsement-certificate-mismatch/ })
    .click();
  const behind = page.getByRole("dialog");
  await expect(behind.getByText("Slot 3")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(behind).toBeHidden();

  await page.getByRole("button", { name: "Are we on pace? As a table" }).click();
  // Whichever hour of the shift it is.
  const pace = page.getByRole("region", { name: "Are we on pace?" });
  await expect(pace.getByRole("row").filter({ hasText: /^\d\d:\d\d–\d\d:\d\d2/ })).toHaveCount(1);
  const csv = await saveFile(() => page.getByRole("button", { name: "CSV" }).click());
  expect(csv.name).toMatch(/^PRACTICE-report-.*\.csv$/);
  expect(csv.text).toContain("\r\nunits,");
  expect(csv.text.match(/^first-pass-yield,.*,2,3,0\.666667,1,true\r$/m)).not.toBeNull();
  const pdf = await saveFile(() => page.getByRole("button", { name: "PDF" }).click());
  expect(pdf.name).toMatch(/^PRACTICE-report-.*\.pdf$/);
  expect(pdf.text).toMatch(/^%PDF-/);

  await page.getByRole("button", { name: /^Right first time\? As a table/ }).waitFor();
  await page
    .getByRole("region", { name: "Right first time?" })
    .getByRole("button", { name: /2 of 3 units/ })
    .press("Enter");
  const unit = behind.getByRole("link").first();
  const serialNumber = await unit.innerText();
  await unit.click();
  await expect(page.getByRole("heading", { name: serialNumber })).toBeVisible();
});

for (const look of looks) {
  test(`Insights is clean for axe and keeps its edges, ${look}`, { tag: "@web" }, async ({ browser }) => {
    const people = [
      { name: "Ann", role: "lead" },
      { name: "Bob", role: "operator" },
    ] as const;
    const { page, station, close } = await openFake(browser, { people });
    try {
      await wear(page, look);
      station.people.signIn({ name: "Bob", pin: "123456" });
      await toScreen(page, "insights");
      await expect(page.getByRole("button", { name: /Slot 3: 15 of 80 runs failed/ })).toBeVisible();
      await expect(page.getByRole("region", { name: "By operator" })).toBeHidden();
      expect(await broken(page)).toEqual([]);
      station.people.signIn({ name: "Ann", pin: "123456" });
      await expect(page.getByRole("region", { name: "By operator" })).toBeVisible();

      // Along the bars by arrow keys, and into one.
      const pace = page.getByRole("region", { name: "Are we on pace?" });
      await pace.getByRole("button", { name: /58 units/ }).focus();
      await page.keyboard.press("ArrowRight");
      await expect(pace.getByRole("button", { name: /61 units/ })).toBeFocused();
      await page.keyboard.press("Enter");
      await expect(page.getByRole("dialog").getByRole("link", { name: "GW220000001" })).toBeVisible();
      expect(await broken(page)).toEqual([]);
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: "Where does time go? As a table" }).click();
      expect(await broken(page)).toEqual([]);

      await page.getByRole("button", { name: "A lot" }).click();
      await expect(page.getByText("No unit in this period")).toBeVisible();
      expect(await broken(page)).toEqual([]);
      await page.getByRole("button", { name: "From – to" }).click();
      await expect(page.getByLabel("From", { exact: true })).toBeVisible();
      await page.setViewportSize({ width: 1024, height: 600 });
      for (const name of ["Deutsch", "Español", "简体中文", "Tiếng Việt", "English"]) {
        await page.locator("header [aria-haspopup=menu]").first().click();
        await page.getByRole("menuitem", { name }).click();
        await expect.poll(() => spilled(page)).toEqual([]);
      }
    } finally {
      await close();
    }
  });
}
