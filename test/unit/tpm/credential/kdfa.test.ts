import { describe, expect, it } from "vitest";
import { toHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { kdfa } from "../../../../main/tpm/credential/kdfa.ts";

describe("KDFa", () => {
  it("gives the value published with tpm2-pytss (test_crypto.py, test_kdfa)", () => {
    const key = kdfa({
      hash: "sha256",
      key: utf8("key data"),
      label: "label data",
      contextU: utf8("contextU data"),
      contextV: utf8("contextV data"),
      bits: 2048,
    });
    expect(key.length).toBe(256);
    expect(toHex(key.slice(0, 32))).toBe("61e2b87b4066c094a3507408f5af015bce85748433f8b3032571e58478dc6081");
    expect(toHex(key.slice(-16))).toBe("10af41c3c9e6d7aa4965df2f3af3437b");
  });

  it("refuses part of a byte as a defect of ours", () => {
    const none = new Uint8Array(0);
    expect(() => kdfa({ hash: "sha256", key: none, label: "x", contextU: none, contextV: none, bits: 123 })).toThrow(
      /station.defect/,
    );
  });
});
