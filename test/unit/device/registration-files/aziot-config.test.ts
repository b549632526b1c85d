import { describe, expect, it } from "vitest";
import { aziotConfigFile } from "../../../../main/device/registration-files/aziot-config.ts";

const tpm = {
  endpoint: "global.azure-devices-provisioning.net",
  idScope: "0ne00000001",
  registrationId: "gw300000001",
  attestation: "tpm",
} as const;
const x509 = { ...tpm, attestation: "x509" } as const;
const symmetric = { ...tpm, attestation: "symmetric-key" } as const;
const file = aziotConfigFile({
  certificateFile: "/var/secrets/id.pem",
  keyFile: "/var/secrets/id.key.pem",
  symmetricKeyFile: "/var/secrets/device.symmetric.key",
});

// The members that Azure/iot-identity-service's own tests have in aziotctl-common/test-files/apply/{dps-tpm,dps-x509}/config.toml.
const tpmTables = `[provisioning]
source = "dps"
global_endpoint = "https://global.azure-devices-provisioning.net"
id_scope = "0ne00000001"

[provisioning.attestation]
method = "tpm"
registration_id = "gw300000001"
`;
const x509Tables = `${tpmTables.replace('"tpm"', '"x509"')}identity_cert = "file:///var/secrets/id.pem"
identity_pk = "file:///var/secrets/id.key.pem"
`;
const symmetricTables = `${tpmTables.replace('"tpm"', '"symmetric_key"')}symmetric_key = { uri = "file:///var/secrets/device.symmetric.key" }
`;

describe("aziot config.toml", () => {
  it.each([
    ["TPM", tpm, tpmTables],
    ["X.509", x509, x509Tables],
    ["a symmetric key", symmetric, symmetricTables],
  ])("is what the Identity Service reads, for %s", (_name, registration, text) => {
    expect(file.merge(undefined, registration)).toBe(text);
    expect(file.parse(text)).toEqual(registration);
  });

  it("takes out a key that stood there in clear, and is not ours while it names another one", () => {
    const clear = symmetricTables.replace(/symmetric_key = .*/, 'symmetric_key = { value = "c2VjcmV0" } # key');
    expect(file.parse(clear)).toBeUndefined();
    expect(file.merge(clear, symmetric)).toBe(symmetricTables);
    expect(file.merge(clear, tpm)).toBe(tpmTables);
    const asTable = `${tpmTables}\n[provisioning.attestation.symmetric_key]\nvalue = "c2VjcmV0"\n`;
    expect(file.merge(asTable, symmetric)).not.toContain("c2VjcmV0");
  });

  it("is the same when merged again", () => {
    expect(file.merge(symmetricTables, symmetric)).toBe(symmetricTables);
    expect(file.merge(x509Tables, x509)).toBe(x509Tables);
  });

  it("keeps comments, other tables and other keys byte for byte", () => {
    const existing = `# top\r
hostname = "gw" # name\r
\r
[provisioning] # where\r
source = 'dps'\r
global_endpoint="https://old.example"   # old\r
id_scope = "0ne00000001" # keep this comment\r
dynamic_reprovisioning = true\r
\r
# about the agent\r
[agent]\r
env = { "A" = "[x]", B = """\r
[provisioning]\r
source = "not a table" """ }\r
list = [ 1, # one\r
  2 ]\r
`;
    const merged = file.merge(existing, tpm);
    expect(merged).toBe(
      existing
        .replace(
          'global_endpoint="https://old.example"   # old',
          'global_endpoint = "https://global.azure-devices-provisioning.net"',
        )
        .replace(
          "dynamic_reprovisioning = true\r\n",
          '$&\r\n[provisioning.attestation]\r\nmethod = "tpm"\r\nregistration_id = "gw300000001"\r\n',
        ),
    );
    expect(file.parse(merged)).toEqual(tpm);
  });

  it("takes out what other ways to provision left", () => {
    const manual = `[provisioning]
source = "manual"
iothub_hostname = "example.azure-devices.net"
device_id = "my-device"

[provisioning.authentication]
method = "sas"
device_id_pk = { value = "c2VjcmV0" }

[provisioning.authentication.identity_cert]
method = "est"
`;
    const merged = file.merge(manual, tpm);
    expect(merged).not.toMatch(/sas|manual|iothub|device_id|est"/);
    expect(file.parse(merged)).toEqual(tpm);
    expect(file.parse(file.merge(x509Tables, tpm))).toEqual(tpm);
    expect(file.merge(x509Tables, tpm)).not.toContain("identity_");
  });

  it.each(["[provisioning", 'a = "b', "a = [1", "= 1", "just words"])("refuses %j, which is not TOML", (text) => {
    expect(() => file.merge(text, tpm)).toThrow(expect.objectContaining({ code: "device.refused" }));
  });

  it.each([
    'provisioning.source = "manual"\n',
    'provisioning = { source = "manual" }\n',
    '[provisioning]\nattestation = { method = "tpm" }\n',
    '[[provisioning]]\nsource = "dps"\n',
  ])("refuses %j, beside which a table would be wrong", (text) => {
    expect(() => file.merge(text, tpm)).toThrow(expect.objectContaining({ code: "device.refused" }));
  });

  it.each([
    "",
    "[provisioning]\n",
    tpmTables.replace('"dps"', '"manual"'),
    tpmTables.replace('"tpm"', '"symmetric_key"'),
  ])("finds no registration of ours in %j", (text) => {
    expect(file.parse(text)).toBeUndefined();
  });
});
