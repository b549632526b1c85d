import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { drop, scan } from "./fixtures/hands.ts";
import { expect, test } from "./fixtures/station.ts";

const passWithin = { timeout: 60_000 };

/** Rules broken on what is on screen, with the first element of each. */
async function broken(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

async function build(page: Page, slotNumber: number): Promise<string> {
  const slot = page.getByRole("article", { name: `Slot ${slotNumber}`, exact: true });
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(slot.getByText("PASS")).toBeVisible(passWithin);
  return slot.getByText(/^GW2\d{8}$/).innerText();
}

async function make(page: Page, format: string): Promise<void> {
  await page.getByRole("radio", { name: format }).check();
  await page.getByRole("button", { name: "Make the file" }).click();
}

test("an order is scanned, built, handed over sealed and closed", { tag: "@web" }, async ({
  station: { page, saveFile },
}) => {
  await page.keyboard.press("Alt+3");
  await expect(page.getByRole("link", { name: "PRACTICE-TPM" })).toBeVisible();
  expect(await broken(page)).toEqual([]);
  await scan(page, "ORDER-4711");
  const dialog = page.getByRole("dialog", { name: "Change lot" });
  await expect(dialog.getByRole("textbox", { name: "Lot or order number" })).toHaveValue("ORDER-4711");
  await dialog.getByRole("textbox", { name: "Quantity" }).fill("2");
  await dialog.getByRole("button", { name: "Open lot" }).click();
  await expect(dialog).toBeHidden();
  await page.keyboard.press("Alt+1");
  const first = await build(page, 1);
  const second = await build(page, 2);

  await expect(page.getByText("Full", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Hand over", exact: true }).click();
  const shift = page.getByRole("dialog", { name: "Hand over the shift" });
  await expect(shift.getByText("Nothing failed in this shift.")).toBeVisible();
  await shift.getByRole("textbox", { name: "Note to the next shift" }).fill("Slot 2 has a loose pin");
  await shift.getByRole("button", { name: "Leave the note" }).click();
  await expect(shift.getByRole("blockquote")).toContainText("Slot 2 has a loose pin");
  expect(await broken(page)).toEqual([]);
  await page.keyboard.press("Escape");

  await page.keyboard.press("Alt+3");
  await scan(page, "ORDER-4711");
  await expect(page.getByRole("heading", { name: "ORDER-4711" })).toBeVisible();
  const units = page.getByRole("grid", { name: "Units of lot ORDER-4711" });
  await expect(units).toHaveAttribute("aria-rowcount", "3");
  await expect(units.getByText("Enrolled")).toHaveCount(2);
  await units.focus();
  await page.keyboard.press("End");
  await expect(units.getByRole("row", { selected: true })).toContainText(first);
  expect(await broken(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`#/verify/${first}$`));
  await page.goBack();

  await page.getByRole("link", { name: "Manifests" }).click();
  const verdict = page.getByRole("region", { name: "The file just made, read again" });
  for (const format of ["CSV", "JSON Lines", "DPS bulk", "Signed entries (JWS)"]) {
    await make(page, format);
    await expect(verdict.getByText("SAME AS THE RECORDS")).toBeVisible();
  }
  await expect(verdict.getByText("Each entry is signed by this station's key.")).toBeVisible();
  await make(page, "IoT Hub devices.txt");
  await expect(page.getByText("This file kind cannot hold the lot. Choose another.")).toBeVisible();
  await make(page, "Sealed");
  await expect(verdict.getByText("VALID", { exact: true })).toBeVisible();
  await expect(verdict.getByText("Sealed by this station's key")).toBeVisible();
  await expect(verdict.getByText("This very seal is in the records of this station.")).toBeVisible();
  expect(await broken(page)).toEqual([]);
  const saved = await saveFile(() => page.getByRole("button", { name: "Save file" }).click());
  await expect(page.getByRole("row", { name: /^Sealed 2/ })).toBeVisible();

  await page.keyboard.press("Alt+1");
  const check = page.getByRole("dialog", { name: "Manifest check" });
  await drop(page, saved.name, saved.text);
  await expect(check.getByText("VALID", { exact: true })).toBeVisible();
  await check.getByRole("button", { name: "Compare with practice-dps too" }).click();
  await expect(check.getByText("SAME AS THE RECORDS")).toBeVisible();
  await expect(check.getByText("SAME AS THE SERVICE")).toBeVisible();
  await expect(check.getByText("All 2 units are at practice-dps as in the file.")).toBeVisible();
  expect(await broken(page)).toEqual([]);
  await drop(page, saved.name, saved.text.replace(`"deviceId":"${second}"`, `"deviceId":"X${second}"`));
  await expect(check.getByText("NOT VALID", { exact: true })).toBeVisible();
  await expect(check.getByText(`${second} Changed after it was sealed`).first()).toBeVisible();
  expect(await broken(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(check).toBeHidden();

  await page.goto(`${page.url().replace(/#.*/, "")}#/verify/${second}`);
  await page.getByRole("button", { name: "Quarantine", exact: true }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("Housing is scratched");
  await page.getByRole("group").getByRole("button", { name: "Quarantine", exact: true }).click();
  await expect(page.getByRole("heading", { name: `${second} Quarantined` })).toBeVisible();
  await page.keyboard.press("Alt+3");
  await page.getByRole("link", { name: "ORDER-4711" }).click();
  await page.getByRole("button", { name: "Close lot…" }).click();
  const way = page.getByRole("region", { name: "This lot cannot be closed yet" });
  await expect(way.getByRole("link", { name: second })).toBeVisible();
  expect(await broken(page)).toEqual([]);
  await way.getByRole("link", { name: second }).click();
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await page.getByRole("textbox", { name: "Reason" }).fill("Only dust");
  await page.getByRole("group").getByRole("button", { name: "Release", exact: true }).click();
  await expect(page.getByRole("heading", { name: `${second} Provisioned` })).toBeVisible();
  await page.keyboard.press("Alt+3");
  await page.getByRole("link", { name: "ORDER-4711" }).click();
  await page.getByRole("button", { name: "Close lot…" }).click();
  await page.getByRole("button", { name: "Close the lot" }).click();
  await page.getByRole("button", { name: "Close it for good" }).click();
  await expect(page.getByText("Closed", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Close lot…" })).toBeHidden();
});
