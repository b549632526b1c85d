import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { derToPem } from "../../main/pki/pem.ts";
import { hasOpenssl, opensslMust } from "../harness/openssl.ts";
import { hasSofthsm, softToken, type SoftToken } from "../harness/softhsm.ts";
import { openWeb } from "./fixtures/open-web.ts";

const within = { timeout: 60_000 };
const toAuthorities = (page: Page) => page.goto(new URL("#/set-up/authorities", page.url()).href);

async function violations(page: Page): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
}

/** The plant's root certifies the key in the token; the chain goes into one file. */
function certifyToken(folder: string, token: SoftToken): string {
  const at = (name: string) => join(folder, name);
  writeFileSync(at("line.pub"), derToPem(token.generate("EC:prime256v1", "line key", "a1"), "PUBLIC KEY"));
  const usage = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  const root = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-keyout", at("root.key")];
  opensslMust(["req", "-x509", ...root, "-days", "5000", "-subj", "/CN=Plant Root", ...usage, "-out", at("root.pem")]);
  opensslMust(["req", "-new", "-key", at("root.key"), "-subj", "/CN=Line in a token", "-out", at("line.csr")]);
  writeFileSync(
    at("ext"),
    "basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n",
  );
  const by = ["-CA", at("root.pem"), "-CAkey", at("root.key"), "-extfile", at("ext"), "-days", "4900"];
  opensslMust(["x509", "-req", "-in", at("line.csr"), "-force_pubkey", at("line.pub"), ...by, "-out", at("line.pem")]);
  writeFileSync(at("chain.pem"), readFileSync(at("line.pem"), "utf8") + readFileSync(at("root.pem"), "utf8"));
  return at("chain.pem");
}

async function attach(page: Page, token: SoftToken, chain: string): Promise<void> {
  await toAuthorities(page);
  const form = page.getByRole("region", { name: "Add an authority" });
  await form.getByRole("combobox", { name: "How" }).click();
  await page.getByRole("option", { name: "Key in a token or HSM (PKCS #11)" }).click();
  await form.getByRole("textbox", { name: "Name" }).fill("hsm-ca");
  await form.getByRole("textbox", { name: "Module" }).fill(token.module);
  await form.getByRole("textbox", { name: "Token" }).fill(token.label);
  await form.getByRole("textbox", { name: "Key" }).fill("line key");
  await form.locator("input[type=file]").setInputFiles([chain]);
  await form.getByLabel("PIN", { exact: true }).fill(token.pin);
  await form.getByRole("button", { name: "Attach it" }).click();
  await expect(form.getByText("hsm-ca is here")).toBeVisible(within);
}

test("an authority in a token is attached, waits for its PIN after a restart, and is unlocked for the shift", {
  tag: "@web",
}, async ({ browser }) => {
  test.skip(!hasSofthsm || !hasOpenssl, "no SoftHSM or OpenSSL");
  const dataFolder = await mkdtemp(join(tmpdir(), "touchmark-hsm-"));
  const token = softToken("shift");
  let station = await openWeb(browser, dataFolder);
  try {
    await attach(station.page, token, certifyToken(dataFolder, token));
    await station.close();

    station = await openWeb(browser, dataFolder);
    const { page, saveFile } = station;
    await toAuthorities(page);
    const card = page.getByRole("listitem", { name: "hsm-ca" });
    await expect(card.getByText("Waits for its PIN")).toBeVisible(within);
    expect(await violations(page)).toEqual([]);
    const pin = card.getByLabel("PIN", { exact: true });
    const unlock = card.getByRole("button", { name: "Unlock for this shift: hsm-ca" });
    await pin.fill("000000");
    await unlock.click();
    await expect(card.getByText("pki.wrong-pin")).toBeVisible(within);
    await expect(pin).toHaveValue("");
    await pin.fill(token.pin);
    await unlock.click();
    await expect(card.getByText("Ready")).toBeVisible(within);
    expect(await page.content()).not.toContain(token.pin);

    await card.getByRole("button", { name: "Certificates and lists of hsm-ca" }).click();
    await expect(card.getByText("CN=Plant Root")).toBeVisible();
    const chain = await saveFile(() => card.getByRole("button", { name: "Chain .pem: hsm-ca" }).click());
    expect(chain.name).toBe("hsm-ca.pem");
    expect(chain.text.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
    await card.getByRole("button", { name: "Save the list" }).click();
    await expect(card.getByText("List 1, 0 taken back")).toBeVisible(within);
    await card.getByRole("textbox", { name: "Serial number of the certificate" }).fill("4a11");
    await card.getByRole("textbox", { name: "Who asked for it, and why" }).fill("QA: lost device");
    await card.getByRole("button", { name: "Take it back" }).click();
    await expect(card.getByRole("group", { name: "Take certificate 4a11 back?" })).toBeVisible();
    expect(await violations(page)).toEqual([]);
    await card.getByRole("group").getByRole("button", { name: "Take it back" }).click();
    await card.getByRole("button", { name: "Yes, take 4a11 back" }).click();
    await expect(card.getByText("pki.not-issued")).toBeVisible(within);
  } finally {
    await station.close();
    token.remove();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
});
