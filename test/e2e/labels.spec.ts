import { spawnSync } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { startZebraDouble } from "../harness/zebra-double.ts";
import { scan } from "./fixtures/hands.ts";
import { expect, test } from "./fixtures/station.ts";

const slowly = { timeout: 60_000 };

async function choose(page: Page, field: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name: field, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

test("a label is drawn up, printed when a unit passes, scanned back and printed again", async ({ station }) => {
  const { page, dataFolder } = station;
  await page.goto(new URL("#/set-up/labels", page.url()).href);
  await page.getByRole("button", { name: "New label" }).click();
  const preview = page.getByRole("img", { name: "Label unit as it is printed" });
  await expect(preview).toBeVisible(slowly);
  await expect(page.getByText("A scanner reads: SN00000001")).toBeVisible();

  await page.getByRole("group", { name: "Add" }).getByRole("button", { name: "Code 128" }).click();
  await page.getByRole("textbox", { name: "Width, mm" }).last().fill("10");
  await expect(page.getByText(/^Element 4: The code needs/)).toBeVisible(slowly);
  await page.getByRole("button", { name: "Remove this element" }).click();
  await expect(page.getByText("Nothing is wrong with it.")).toBeVisible(slowly);
  await page.getByRole("button", { name: /^1 Text/ }).click();
  const before = await preview.getAttribute("src");
  await page.getByRole("textbox", { name: "Content" }).fill("{model} · {lot}");
  await expect.poll(() => preview.getAttribute("src"), slowly).not.toBe(before);
  expect(await axe(page)).toEqual([]);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible(slowly);
  await page.getByRole("button", { name: "All labels" }).click();

  await page.getByRole("button", { name: "Add a printer" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("pdf");
  await choose(page, "How it is reached", "Folder (PDF)");
  await page.getByRole("textbox", { name: "Address" }).fill("printed");
  await page.getByRole("button", { name: "Save the printer" }).click();
  await page.getByRole("button", { name: "Ask printer pdf" }).click();
  await expect(page.getByRole("listitem", { name: "pdf" }).getByText("Ready")).toBeVisible(slowly);
  await choose(page, "Label", "unit");
  await page.getByRole("switch", { name: "Scan back" }).click();
  await expect(page.getByRole("switch", { name: "Scan back" })).toBeChecked(slowly);
  expect(await axe(page)).toEqual([]);

  await page.keyboard.press("Alt+1");
  const slot = page.getByRole("article", { name: "Slot 1" });
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(slot.getByText("Scan the printed label")).toBeVisible(slowly);
  await expect(slot.getByText("PASS")).toBeVisible();
  const folder = join(dataFolder, "practice", "printed");
  const [file = ""] = await readdir(folder);
  const serialNumber = file.replace(/-\d{8}T\w+\.pdf$/, "");
  await scan(page, "GW220009999");
  await expect(slot.getByText("Label of another unit. Take it off.")).toBeVisible(slowly);
  expect(await axe(page)).toEqual([]);
  await scan(page, serialNumber);
  await expect(slot.getByText("Label checked")).toBeVisible(slowly);
  await expect(slot.getByText("PASS")).toBeVisible();

  await page.goto(new URL(`#/verify/${serialNumber}`, page.url()).href);
  await page.getByRole("button", { name: "Print the label again" }).click();
  await page.getByRole("textbox", { name: /Reason|Why/ }).fill("smeared");
  await page.getByRole("group").getByRole("button", { name: "Print the label again" }).click();
  await expect(page.getByText("Label printed again")).toBeVisible(slowly);
  await expect(page.getByText("smeared")).toBeVisible(slowly);
  expect(await readdir(folder)).toHaveLength(2);

  await page.goto(new URL("#/lots/PRACTICE-TPM", page.url()).href);
  await page.getByRole("searchbox").fill(serialNumber);
  await page.getByRole("button", { name: "Print the label again" }).click();
  await page.getByRole("textbox", { name: /Reason|Why/ }).fill("torn");
  await page.getByRole("group").getByRole("button", { name: "Print the label again" }).click();
  await expect(page.getByText("Label printed again")).toBeVisible(slowly);
  expect(await readdir(folder)).toHaveLength(3);
});

test("a printer that is off is said on the slot; the unit passed, and its label is printed from there", async ({
  station,
}) => {
  const { page } = station;
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(new URL("#/set-up/labels", page.url()).href);
  await page.getByRole("button", { name: "Add a printer" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("zebra");
  await page.getByRole("textbox", { name: "Address" }).fill("127.0.0.1:9");
  await page.getByRole("button", { name: "Save the printer" }).click();
  await expect(page.getByRole("listitem", { name: "zebra" })).toBeVisible(slowly);
  await page.getByRole("button", { name: "New label" }).click();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible(slowly);
  await page.getByRole("button", { name: "All labels" }).click();
  await choose(page, "Label", "unit");
  await expect(page.getByRole("switch", { name: "Scan back" })).toBeVisible(slowly);

  await page.keyboard.press("Alt+1");
  const slot = page.getByRole("article", { name: "Slot 1" });
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  // On the card or, where the window leaves it no room, in the banner above.
  const reason = page.getByText("Printer is off. Switch it on, then reprint.").filter({ visible: true });
  await expect(reason.first()).toBeVisible(slowly);
  await expect(slot.getByText("Label not printed")).toBeVisible();
  await expect(slot.getByText("PASS")).toBeVisible();
  await expect(slot.getByRole("button", { name: "Print the label" })).toBeVisible();
  expect(await axe(page)).toEqual([]);
});

const paperReaders = ["pdftoppm", "zbarimg"];
const lacking = paperReaders.filter((command) => spawnSync(command, ["--version"]).error !== undefined);

/** The codes on the first sheet, as ZBar reads them off its picture. */
function codesOnPaper(pdf: string): readonly string[] {
  spawnSync("pdftoppm", ["-r", "150", "-png", "-singlefile", pdf, `${pdf}-sheet`]);
  return spawnSync("zbarimg", ["-q", "--raw", `${pdf}-sheet.png`], { encoding: "utf8" }).stdout.split("\n");
}

test("a slot's card is printed, read back, and does what it says", { tag: "@web" }, async ({ station }) => {
  test.skip(lacking.length > 0, `missing: ${lacking.join(" ")}`);
  const { page } = station;
  const zebra = await startZebraDouble({ paperOut: true });
  try {
    await page.goto(new URL("#/set-up/labels", page.url()).href);
    await page.getByRole("button", { name: "Add a printer" }).click();
    await page.getByRole("textbox", { name: "Name", exact: true }).fill("zebra");
    await page.getByRole("textbox", { name: "Address" }).fill(`127.0.0.1:${zebra.port}`);
    await page.getByRole("button", { name: "Save the printer" }).click();
    await expect(page.getByRole("listitem", { name: "zebra" })).toBeVisible(slowly);
    await page.getByRole("button", { name: "New label" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved", { exact: true })).toBeVisible(slowly);
    await page.getByRole("button", { name: "All labels" }).click();
    await choose(page, "Label", "unit");
    await expect(page.getByRole("switch", { name: "Scan back" })).toBeVisible(slowly);

    await page.goto(new URL("#/set-up/slots", page.url()).href);
    const cards = page.getByRole("region", { name: "Slot cards" });
    const coming = page.waitForEvent("download");
    await cards.getByRole("button", { name: "Save as PDF" }).click();
    const pdf = await (await coming).path();
    await cards.getByRole("button", { name: "Print as labels" }).click();
    await expect(cards.getByText("No labels left. Put a new roll in, then reprint.")).toBeVisible(slowly);
    expect(await axe(page)).toEqual([]);

    await page.keyboard.press("Alt+1");
    const slot = page.getByRole("article", { name: "Slot 2" });
    await slot.getByRole("button", { name: "Plug in", exact: true }).click();
    await expect(slot.getByText("Label not printed")).toBeVisible(slowly);
    await expect(slot.getByText("PASS")).toBeVisible();
    zebra.state.paperOut = false;
    const code = codesOnPaper(pdf).find((read) => read.endsWith("2")) ?? "nothing was read";
    await scan(page, code);
    await expect(slot.getByText("Label printed")).toBeVisible(slowly);
    await page.keyboard.press("Alt+2");
    await expect(page.getByRole("heading", { level: 1, name: "Verify" })).toBeVisible(slowly);
    await scan(page, code);
    await expect(slot.getByText("Scan its label now")).toBeVisible(slowly);
  } finally {
    await zebra.close();
  }
});
