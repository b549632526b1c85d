import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { isStationError } from "../../../main/base/errors/station-error.ts";
import { parseConnectionString } from "../../../main/dps/connection-string.ts";

const codeOf = (text: string): string => {
  try {
    parseConnectionString(text);
    return "none";
  } catch (error) {
    return isStationError(error) ? error.code : String(error);
  }
};

describe("parseConnectionString", () => {
  it("splits each part at its first equals sign", () => {
    expect(
      parseConnectionString(
        "HostName=Plant.azure-devices-provisioning.net;SharedAccessKeyName=provisioningserviceowner;SharedAccessKey=a2V5MQ==\n",
      ),
    ).toEqual({
      hostName: "plant.azure-devices-provisioning.net",
      policyName: "provisioningserviceowner",
      key: "a2V5MQ==",
    });
  });

  it("takes a host with a port, in any order and case", () => {
    const text = "sharedaccesskey=a2V5;hostname=127.0.0.1:8443;SHAREDACCESSKEYNAME=line";
    expect(parseConnectionString(text)).toEqual({ hostName: "127.0.0.1:8443", policyName: "line", key: "a2V5" });
  });

  it.each([
    "HostName=hub.azure-devices.net;SharedAccessKeyName=iothubowner;SharedAccessKey=a2V5",
    "HostName=hub.azure-devices.cn;SharedAccessKeyName=iothubowner;SharedAccessKey=a2V5",
    "HostName=hub.azure-devices.net;DeviceId=d1;SharedAccessKey=a2V5",
    "HostName=gateway.local;DeviceId=d1;SharedAccessKey=a2V5",
  ])("names a hub's or a device's for what it is", (text) => {
    expect(codeOf(text)).toBe("dps.hub-connection-string");
  });

  it.each([
    "",
    "HostName=a",
    "HostName=a;SharedAccessKeyName=b",
    "HostName=a;SharedAccessKeyName=b;SharedAccessKey=not base64!",
    "HostName=a b;SharedAccessKeyName=b;SharedAccessKey=a2V5",
    "HostName=a;HostName=b;SharedAccessKeyName=b;SharedAccessKey=a2V5",
    "=a;SharedAccessKeyName=b;SharedAccessKey=a2V5",
    `HostName=a;SharedAccessKeyName=b;SharedAccessKey=${"a2V5".repeat(2000)}`,
  ])("refuses %j", (text) => {
    expect(codeOf(text)).toBe("dps.connection-string");
  });

  it("never repeats the key in what it throws", () => {
    const secret = "c2VjcmV0LXNlY3JldA==";
    const text = `HostName=not a host;SharedAccessKeyName=x;SharedAccessKey=${secret}`;
    expect(() => parseConnectionString(text)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(secret) }),
    );
  });

  it("answers any text with a result or one of its two codes", () => {
    assert(
      property(string(), (text) => {
        expect(["none", "dps.connection-string", "dps.hub-connection-string"]).toContain(codeOf(text));
      }),
    );
  });
});
