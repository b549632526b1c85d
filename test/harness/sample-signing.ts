import { generateKeyPairSync, sign, verify } from "node:crypto";
import type { ManifestSigning, SealJournal } from "../../main/manifest/manifest-signing.ts";
import type { SignerJudge } from "../../main/manifest/sealed/check-seal.ts";

/** A journal of seals in memory. */
export function sealsInMemory(): SealJournal & { readonly digests: string[] } {
  const digests: string[] = [];
  return {
    digests,
    newest: () => Promise.resolve(digests.at(-1) ?? null),
    add: ({ digest, previous }) => {
      if (previous !== (digests.at(-1) ?? null)) return Promise.resolve(false);
      digests.push(digest);
      return Promise.resolve(true);
    },
  };
}

/** A key with something in a certificate's place, and who knows that key. */
export function sampleSigning(seals: SealJournal = sealsInMemory()): {
  readonly signing: ManifestSigning;
  readonly judge: SignerJudge;
} {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signing: ManifestSigning = {
    signer: {
      chain: [Uint8Array.of(0x30, 1, 2, 3), Uint8Array.of(0x30, 4, 5)],
      keyIdentifier: Uint8Array.of(1, 2, 3, 4),
      sign: (bytes, encoding) =>
        Promise.resolve(
          sign("sha256", bytes, { key: privateKey, dsaEncoding: encoding === "raw" ? "ieee-p1363" : "der" }),
        ),
    },
    stations: ["Line 3"],
    recipe: { name: "gateway-tpm", hash: "ab".repeat(32) },
    createdAt: new Date("2026-11-23T01:00:00.000Z"),
    seals,
  };
  const judge: SignerJudge = ({ signed, signature }) => ({
    signature: verify("sha256", signed, { key: publicKey, dsaEncoding: "der" }, signature),
    chain: null,
  });
  return { signing, judge };
}
