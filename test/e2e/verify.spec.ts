import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { scan } from "./fixtures/hands.ts";
import { looks, wear } from "./fixtures/looks.ts";
import { atPracticeDps } from "./fixtures/practice-dps.ts";
import { expect, test } from "./fixtures/station.ts";

const within = { timeout: 60_000 };

/** Rules broken on what is on screen, in every theme, with the first element of each. */
async function broken(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (const look of looks) {
    await wear(page, look);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    all.push(...violations.map(({ id, nodes }) => `${look} ${id}: ${nodes[0]?.html ?? ""}`));
  }
  return all;
}

async function plugAndPass(page: Page, slot: number): Promise<string> {
  const card = page.getByRole("article", { name: `Slot ${slot}`, exact: true });
  await card.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(card.getByText("PASS")).toBeVisible(within);
  await expect(card.getByText("Saved, service knows it")).toBeVisible(within);
  return card.getByText(/^(GW|SN)\d+$/).innerText();
}

const heading = (page: Page, words: string) => page.getByRole("heading", { level: 1, name: words });
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const field = (page: Page) => page.getByRole("searchbox");
const checks = (page: Page) => page.getByRole("region", { name: "Checks" });
const history = (page: Page) => page.getByRole("region", { name: "History" });

/** What leaves the page sideways. */
const spilled = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll("main *")]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .filter((element) => getComputedStyle(element).overflowX === "auto" || element === document.documentElement)
      .map((element) => element.outerHTML.slice(0, 120)),
  );

test("a unit is found by any scan, verified in its slot and compared with another", { tag: "@web" }, async ({
  station: { page },
}) => {
  const unit = await plugAndPass(page, 1);
  const other = await plugAndPass(page, 2);
  await page.keyboard.press("Alt+2");
  await expect(field(page)).toBeFocused();
  await expect(page.getByRole("link", { name: `Slot 1 · ${unit}` })).toBeVisible();
  await scan(page, "https://example.test/label");
  await expect(page.getByText("Nothing fits “https://example.test/label”")).toBeVisible();
  await expect(page.getByText("It looks like a link, not like a unit's label.")).toBeVisible();
  expect(await broken(page)).toEqual([]);

  await scan(page, `]d2010123456789012821${unit}`);
  await expect(heading(page, `${unit} Provisioned`)).toBeVisible();
  await expect(page.getByText(/^Not verified since \d/)).toBeVisible();
  await button(page, "Verify").click();
  await expect(heading(page, `${unit} Verified`)).toBeVisible(within);
  await expect(page.getByText(/, all \d+ checks$/)).toBeVisible();
  await expect(checks(page).getByRole("row", { name: /Entry at the service .* As expected/ })).toBeVisible();
  await expect(history(page).getByText("Verification: As expected")).toBeVisible();
  expect(await broken(page)).toEqual([]);
  await page.setViewportSize({ width: 1024, height: 600 });
  await expect.poll(() => spilled(page)).toEqual([]);
  await page.setViewportSize({ width: 1280, height: 720 });

  await page.getByRole("combobox", { name: "Slot" }).click();
  await page.getByRole("option", { name: "Slot 3", exact: true }).click();
  await button(page, "Verify again").click();
  await expect(page.getByText("Put the unit into slot 3 now.")).toBeVisible();
  await button(page, "Stop").click();
  await expect(page.getByText("Stopped. Nothing was recorded.")).toBeVisible();

  // By keyboard alone, by a part of the serial number.
  await button(page, "Compare").focus();
  await page.keyboard.press("Enter");
  await expect(field(page)).toBeFocused();
  await page.keyboard.type(other);
  await page.keyboard.press("Enter");
  await expect(heading(page, `${unit} and ${other}`)).toBeVisible();
  await expect(page.getByRole("row", { name: /^State Verified Provisioned Differs/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^Registration id .* Its own/ })).toBeVisible();
  expect(await broken(page)).toEqual([]);
  await page.getByRole("switch", { name: "Only differences" }).press("Space");
  await expect(page.getByRole("row", { name: /^Registration id/ })).toBeHidden();
  await expect(page.getByRole("row", { name: /^State/ })).toBeVisible();
});

test("a unit whose entry was tampered with is put on hold, released with a reason, and scrapped after two questions", {
  tag: "@web",
}, async ({ station: { page, dataFolder } }) => {
  const unit = await plugAndPass(page, 1);
  const other = await plugAndPass(page, 2);
  await page.keyboard.press("Alt+2");
  await page.getByRole("link", { name: `Slot 1 · ${unit}` }).click();
  await expect(heading(page, unit)).toBeVisible();

  await page.getByRole("combobox", { name: "Slot" }).click();
  await page.getByRole("option", { name: `Slot 2 · ${other}` }).click();
  await button(page, "Verify").click();
  await expect(checks(page).getByText("unit.wrong-label")).toBeVisible(within);
  await expect(heading(page, `${unit} Provisioned`)).toBeVisible();

  const registrationId = await page.locator('dt:text-is("Registration id") + dd code').innerText();
  await atPracticeDps(dataFolder, async (client) => {
    const entry = await client.getEnrollment(registrationId);
    await client.deleteEnrollment(registrationId, {});
    await client.putEnrollment({
      registrationId,
      deviceId: "another",
      attestation: entry?.attestation ?? { type: "none" },
    });
  });
  await page.getByRole("combobox", { name: "Slot" }).click();
  await page.getByRole("option", { name: `Slot 1 · ${unit}` }).click();
  await button(page, "Verify again").click();
  await expect(heading(page, `${unit} Quarantined`)).toBeVisible(within);
  await expect(checks(page).getByRole("row", { name: /Entry at the service .* Differs unit\.differs/ })).toBeVisible();
  await expect(page.getByText("The unit is on hold: set it aside.")).toBeVisible();
  expect(await broken(page)).toEqual([]);

  await button(page, "Release").click();
  await expect(page.getByRole("textbox", { name: "Reason" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Say why.")).toBeVisible();
  expect(await broken(page)).toEqual([]);
  await page.keyboard.type("Mended at the service");
  await page.keyboard.press("Enter");
  await expect(heading(page, `${unit} Provisioned`)).toBeVisible();
  await expect(history(page).getByText("Mended at the service")).toBeVisible();

  await button(page, "Scrap").click();
  await page.keyboard.type("Scratched housing");
  await page.keyboard.press("Enter");
  await expect(button(page, "No, leave it")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button(page, "Scrap")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.type("Scratched housing");
  await page.keyboard.press("Enter");
  await button(page, `Yes, scrap ${unit}`).click();
  await expect(heading(page, `${unit} Scrapped`)).toBeVisible();
  await expect(button(page, "Release")).toBeHidden();
  await expect(history(page).getByText("Scratched housing")).toBeVisible();
});

test("where people are set up, a second person signs the scrap", { tag: "@web" }, async ({ station: { page } }) => {
  const unit = await plugAndPass(page, 1);
  const person = async (name: string, role: string) => {
    await page.getByLabel("Name").fill(name);
    await page.getByRole("combobox", { name: "Role" }).click();
    await page.getByRole("option", { name: role, exact: true }).click();
    await page.getByRole("textbox", { name: "PIN" }).fill("123456");
    await page.getByRole("button", { name: "Add" }).click();
    await expect(page.getByRole("listitem", { name })).toBeVisible();
  };
  const signIn = async (name: string) => {
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name, exact: true }).click();
    for (const digit of "123456") await dialog.getByRole("button", { name: digit, exact: true }).click();
    await dialog.getByRole("button", { name: "Enter" }).click();
    await expect(dialog).toBeHidden();
  };
  await page.goto(new URL("#/set-up/people", page.url()).href);
  await person("Ann", "Engineer");
  await signIn("Ann");
  await person("Eve", "QA");
  await page.goto(new URL(`#/verify/${unit}`, page.url()).href);
  await button(page, "Scrap").click();
  await page.keyboard.type("Scratched housing");
  await page.keyboard.press("Enter");
  await expect(page.getByText("A second person signs it. Scrap is for good. Scrap it?")).toBeVisible();
  await button(page, `Yes, scrap ${unit}`).click();
  await expect(page.getByRole("dialog", { name: "Somebody else signs this too" })).toBeVisible();
  await signIn("Eve");
  await expect(heading(page, `${unit} Scrapped`)).toBeVisible();
  await expect(history(page).getByText("by Ann")).toBeVisible();
});
