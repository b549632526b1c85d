import { describe, expect, it } from "vitest";
import { registrationFile } from "../../../../main/device/registration-files/registration-file-forms.ts";

const tpm = { endpoint: "dps.example:8443", idScope: "0ne1", registrationId: "gw-1", attestation: "tpm" } as const;
const x509 = { ...tpm, attestation: "x509" } as const;
const symmetric = { ...tpm, attestation: "symmetric-key" } as const;
const certified = { certificateFile: "/etc/id.pem", keyFile: "/etc/id.key" };
const files = { ...certified, symmetricKeyFile: "/etc/shared.key" };

describe("a registration as JSON", () => {
  const file = registrationFile("json", files);

  it("keeps other members in their order and is read back", () => {
    const merged = file.merge('{"interval": 5, "idScope": "old", "nested": {"a": [1, null]}}', x509);
    expect(JSON.parse(merged)).toEqual({ interval: 5, nested: { a: [1, null] }, ...x509, ...certified });
    expect(Object.keys(JSON.parse(merged)).slice(0, 3)).toEqual(["interval", "idScope", "nested"]);
    expect(file.parse(merged)).toEqual(x509);
    expect(file.merge(merged, x509)).toBe(merged);
  });

  it("names no certificate for a TPM", () => {
    expect(JSON.parse(file.merge(file.merge(undefined, x509), tpm))).toEqual(tpm);
  });

  it("names the file of a symmetric key, and never holds the key", () => {
    const merged = file.merge(file.merge(undefined, x509), symmetric);
    expect(JSON.parse(merged)).toEqual({ ...symmetric, symmetricKeyFile: "/etc/shared.key" });
    expect(file.parse(merged)).toEqual(symmetric);
    expect(JSON.parse(file.merge(merged, tpm))).toEqual(tpm);
  });

  it.each(["[1]", "{", "null", "5"])("refuses a file that holds %s", (text) => {
    expect(() => file.merge(text, tpm)).toThrow(expect.objectContaining({ code: "device.refused" }));
  });

  it("finds none in an object of others", () => {
    expect(file.parse('{"idScope":"0ne1"}')).toBeUndefined();
  });
});

describe("a registration as environment file", () => {
  const file = registrationFile("env", files);

  it("keeps other lines byte for byte and is read back", () => {
    const existing = '# mine\nexport PATH=/bin\r\nPROVISIONING_IDSCOPE="old"\nX509_KEY_FILE=/old\nLAST=1';
    expect(file.merge(existing, x509)).toBe(
      "# mine\nexport PATH=/bin\r\nPROVISIONING_IDSCOPE=0ne1\nX509_KEY_FILE=/etc/id.key\nLAST=1\nPROVISIONING_HOST=dps.example:8443\nPROVISIONING_REGISTRATION_ID=gw-1\nPROVISIONING_ATTESTATION=x509\nX509_CERT_FILE=/etc/id.pem\n",
    );
    expect(file.parse(file.merge(existing, x509))).toEqual(x509);
    expect(file.merge(file.merge(existing, x509), x509)).toBe(file.merge(existing, x509));
    expect(file.merge(existing, tpm)).not.toContain("X509");
  });

  it("names the file of a symmetric key", () => {
    const merged = file.merge("X509_KEY_FILE=/old\n", symmetric);
    expect(merged).toContain(
      "PROVISIONING_ATTESTATION=symmetric-key\nPROVISIONING_SYMMETRIC_KEY_FILE=/etc/shared.key\n",
    );
    expect(merged).not.toContain("X509");
    expect(file.parse(merged)).toEqual(symmetric);
  });

  it("reads quoted values", () => {
    const text =
      "PROVISIONING_HOST='h'\nPROVISIONING_IDSCOPE=\"s\"\nPROVISIONING_REGISTRATION_ID=r\nPROVISIONING_ATTESTATION=tpm\n";
    expect(file.parse(text)).toEqual({ endpoint: "h", idScope: "s", registrationId: "r", attestation: "tpm" });
    expect(file.parse("A=1\n")).toBeUndefined();
  });
});
