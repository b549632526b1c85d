import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { hasOpenssl } from "../harness/openssl.ts";
import { expect, test } from "./fixtures/station.ts";
import { makeVendorRoot } from "./fixtures/vendor-root.ts";

const passWithin = { timeout: 30_000 };
const toLine = (page: Page) => page.keyboard.press("Alt+1");
const toSetUp = (page: Page, section: string) => page.goto(new URL(`#/set-up/${section}`, page.url()).href);

/** Teaches a slot with a practice unit that is plugged in while the station waits. */
async function teach(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Plug in a practice unit" }).click();
}

test("slots are taught by Enter and plug alone, run on the Line, and are forgotten after two questions", async ({
  station: { page },
}) => {
  await page.keyboard.press("Alt+5");
  await expect(page.getByRole("heading", { name: "Set-up" })).toBeVisible();
  await expect(page.getByRole("listitem", { name: /^Slot/ })).toHaveCount(4);
  await page.getByRole("textbox", { name: "Name of the slot" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Plug a device into the socket for slot 5 now" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Cancel" })).toBeFocused();
  await teach(page);
  await expect(page.getByRole("heading", { name: "Slot 5 is taught" })).toBeVisible();
  await expect(page.getByRole("listitem", { name: "Slot 5" })).toContainText(/practice-/);

  await expect(page.getByRole("button", { name: "Teach slot 6" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Plug a device into the socket for slot 6 now" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Name of the slot" })).toHaveValue("6");

  await toLine(page);
  const slot = page.getByRole("article", { name: "Slot 5" });
  await expect(slot.getByText("Reseat the plug")).toBeVisible();
  await slot.getByRole("button", { name: "Take out" }).click();
  await slot.getByRole("button", { name: "Plug in" }).click();
  await expect(slot.getByText("PASS")).toBeVisible(passWithin);

  await page.keyboard.press("Alt+5");
  const row = page.getByRole("listitem", { name: "Slot 5" });
  await row.getByRole("button", { name: "Forget slot 5" }).click();
  await row.getByRole("group").getByRole("button", { name: "Forget slot 5" }).click();
  await expect(row.getByRole("button", { name: "Keep it" })).toBeFocused();
  await row.getByRole("button", { name: "Yes, forget slot 5" }).click();
  await expect(row).toBeHidden();
  await toLine(page);
  await expect(slot).toBeHidden();
  await expect(page.getByRole("article")).toHaveCount(4);
});

/** Drops a file on the window, as from a file manager. */
async function dropFile(page: Page, path: string): Promise<void> {
  const bytes = [...(await readFile(path))];
  const transfer = await page.evaluateHandle((content) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([new Uint8Array(content)], "dropped.der"));
    return dropped;
  }, bytes);
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await expect(page.getByText("Let go to trust these certificates")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

test("a port that is not allowed is skipped on the Line, not failed, until it is allowed again", async ({
  station: { page },
}) => {
  const slot = page.getByRole("article", { name: "Slot 1" });
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(slot.getByText("PASS")).toBeVisible(passWithin);

  await page.getByRole("link", { name: "Set-up" }).click();
  await page.getByRole("link", { name: /^Ports/ }).click();
  const port = page
    .getByRole("row")
    .filter({ has: page.getByRole("switch") })
    .first();
  await expect(port.getByRole("switch")).toBeChecked();
  await port.getByRole("switch").press("Space");
  await expect(port.getByText("Skipped")).toBeVisible();
  await expect(port.getByRole("switch")).not.toBeChecked();

  await toLine(page);
  await expect(slot.getByText("PASS")).toBeVisible();
  await slot.getByRole("button", { name: "Take out" }).click();
  await slot.getByRole("button", { name: "Plug in", exact: true }).click();
  await expect(slot.getByText("SKIPPED")).toBeVisible();
  await expect(slot.getByText("Not in use. Take another slot.")).toBeVisible();
  await expect(slot.getByText("FAIL")).toBeHidden();

  await toSetUp(page, "ports");
  await port.getByRole("switch").press("Space");
  await expect(port.getByText("Skipped")).toBeHidden();
  await toLine(page);
  await expect(slot.getByText("PASS")).toBeVisible(passWithin);
});

test("roots of TPM vendors are added from several files, read to somebody, and removed after two questions", async ({
  station: { page, dataFolder },
}) => {
  test.skip(!hasOpenssl, "no openssl");
  const first = makeVendorRoot(dataFolder, "First Test Root", "pem");
  const second = makeVendorRoot(dataFolder, "Second Test Root", "der");
  const wrong = join(dataFolder, "notes.pem");
  await writeFile(wrong, "no certificate in here\n");

  await toSetUp(page, "roots");
  await page.locator("input[type=file]").setInputFiles([first.path, second.path, wrong]);
  const outcome = page.getByRole("region", { name: "What became of the files" });
  await expect(outcome.getByText("Added", { exact: true })).toHaveCount(2);
  await expect(outcome.getByText("Not added")).toBeVisible();
  await expect(outcome.getByRole("code")).toHaveText(/^pki\./);

  const root = page.getByRole("listitem", { name: "First Test Root" });
  await expect(root.getByText("In date")).toBeVisible();
  expect((await root.getByRole("code").innerText()).replaceAll(" ", "")).toBe(first.fingerprint);
  await dropFile(page, second.path);
  await expect(outcome.getByText("Was trusted already")).toBeVisible();

  await root.getByRole("button", { name: "Remove First Test Root" }).click();
  await page.keyboard.press("Escape");
  await expect(root.getByRole("group")).toBeHidden();
  await root.getByRole("button", { name: "Remove First Test Root" }).click();
  await root.getByRole("group").getByRole("button", { name: "Remove First Test Root" }).click();
  await root.getByRole("button", { name: "Yes, remove First Test Root" }).click();
  await expect(root).toBeHidden();
  await expect(page.getByRole("listitem", { name: "Second Test Root" })).toBeVisible();
});

test("keys for manifests are made, signers of other stations trusted by file and removed after two questions", async ({
  station: { page, dataFolder },
}) => {
  test.skip(!hasOpenssl, "no openssl");
  const other = makeVendorRoot(dataFolder, "Other Plant Root", "pem");
  await toSetUp(page, "signers");
  const own = page.getByRole("region", { name: "Keys of this station" });
  await expect(own.getByText("No key signs manifests here yet")).toBeVisible();
  await own.getByRole("button", { name: "Make a new key" }).click();
  const key = own.getByRole("listitem").filter({ hasText: "Sealed nothing that is on record" });
  await expect(key.getByText(/^In use since/)).toBeVisible();
  await expect(key.getByRole("code")).toHaveText(/^([0-9a-f]{8} ?){8}$/);

  await page.locator("input[type=file]").setInputFiles(other.path);
  await expect(page.getByRole("region", { name: "What became of the files" }).getByText("Added")).toBeVisible();
  const trusted = page.getByRole("listitem", { name: "Other Plant Root" });
  expect((await trusted.getByRole("code").innerText()).replaceAll(" ", "")).toBe(other.fingerprint);
  await trusted.getByRole("button", { name: "Remove Other Plant Root" }).click();
  await trusted.getByRole("group").getByRole("button", { name: "Remove Other Plant Root" }).click();
  await expect(trusted.getByText("Its manifests are then signed by a key not known here.")).toBeVisible();
  await trusted.getByRole("button", { name: "Yes, remove Other Plant Root" }).click();
  await expect(trusted).toBeHidden();
});

test("Set-up keeps its edges on a small panel, in every language", { tag: "@web" }, async ({ station: { page } }) => {
  // Every section in every language.
  test.slow();
  await page.setViewportSize({ width: 1024, height: 600 });
  for (const language of ["English", "Deutsch", "Español", "简体中文", "Tiếng Việt"]) {
    await page.locator("header").getByRole("button", { expanded: false }).first().click();
    await page.getByRole("menuitem", { name: language }).click();
    for (const section of [
      "guide",
      "slots",
      "ports",
      "roots",
      "signers",
      "requests",
      "service",
      "authorities",
      "station",
      "backup",
    ]) {
      await toSetUp(page, section);
      const wide = await page.evaluate(() =>
        [document.documentElement, ...document.querySelectorAll("header > div, main, main *")]
          .filter(
            (element) =>
              element.scrollWidth > element.clientWidth + 1 &&
              getComputedStyle(element).overflowX !== "visible" &&
              // Its thumb stands over its edge on purpose.
              !element.matches(".mantine-Switch-track"),
          )
          .map((element) => element.outerHTML.slice(0, 120)),
      );
      expect(wide, `${language} ${section}`).toEqual([]);
    }
  }
});
