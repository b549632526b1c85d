import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { ManifestEntry } from "../../../main/manifest/manifest-entry.ts";
import { proveEntry, verifyProof } from "../../../main/manifest/sealed/prove-entry.ts";
import { readSealedEntries } from "../../../main/manifest/sealed/read-sealed-entries.ts";
import { verifySealed } from "../../../main/manifest/sealed/verify-sealed.ts";
import { canonicalJson } from "../../../main/base/canonical-json.ts";
import { writeManifest } from "../../../main/manifest/write-manifest.ts";
import { manifestEntries, sampleEntry, textOf } from "../../harness/sample-manifest.ts";
import { sampleSigning, sealsInMemory } from "../../harness/sample-signing.ts";

const { signing, judge } = sampleSigning();
const header = { lot: "LOT-1", practice: true, signing };
const unit = (number: number): ManifestEntry => ({
  ...sampleEntry,
  serialNumber: `SN${number}`,
  deviceId: `SN${number}`,
});
const units = (count: number): readonly ManifestEntry[] => Array.from({ length: count }, (_, index) => unit(index + 1));
const sealed = (entries: readonly ManifestEntry[], change = {}) =>
  textOf(writeManifest("sealed", { ...header, ...change }, entries));
/** The text as a file, cut into small chunks. */
const source = (text: string) =>
  async function* () {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 700) yield await Promise.resolve(bytes.subarray(at, at + 700));
  };
const verified = (text: string) => verifySealed(source(text), judge);

describe("a sealed manifest", () => {
  it("holds, and reads back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(manifestEntries("LOT-1", true), { maxLength: 5 }), async (entries) => {
        const text = await sealed(entries);
        expect((await verified(text)).findings).toEqual([]);
        const back: ManifestEntry[] = [];
        for await (const entry of readSealedEntries(source(text))) back.push(entry);
        expect(back).toEqual(entries);
      }),
      { numRuns: 30 },
    );
  });

  it("says in its header what was sealed, and names the seal before it", async () => {
    const seals = sealsInMemory();
    const own = { signing: { ...signing, seals } };
    const first = await verified(await sealed(units(3), own));
    const second = await verified(await sealed([], own));
    expect(first.header).toMatchObject({
      count: 3,
      lot: "LOT-1",
      practice: true,
      stations: ["Line 3"],
      previous: null,
    });
    expect(second.header).toMatchObject({ count: 0, previous: seals.digests[0] });
    expect(second.findings).toEqual([]);
  });

  it("is made again when another seal came first meanwhile", async () => {
    const seals = sealsInMemory();
    let interfered = false;
    const busy = {
      newest: async () => {
        const newest = await seals.newest();
        if (!interfered) seals.digests.push("f".repeat(64));
        interfered = true;
        return newest;
      },
      add: (...sealed: Parameters<typeof seals.add>) => seals.add(...sealed),
    };
    const report = await verified(await sealed(units(1), { signing: { ...signing, seals: busy } }));
    expect(report).toMatchObject({ findings: [], header: { previous: "f".repeat(64) } });
  });

  it("needs a key", async () => {
    await expect(sealed([], { signing: undefined })).rejects.toMatchObject({ code: "manifest.no-signer" });
  });
});

describe("any one line that is changed, removed, repeated, moved or added is found", () => {
  let lines: readonly string[];

  beforeAll(async () => {
    lines = (await sealed(units(1203))).split("\n").slice(0, -1);
    expect(lines).toHaveLength(1 + 3 + 1203 + 1);
  });

  const found = async (changed: readonly string[]): Promise<void> => {
    expect((await verified(`${changed.join("\n")}\n`)).findings).not.toEqual([]);
  };
  // The few lines that are no entries are as likely as the many that are.
  const place = fc.oneof(fc.nat(5), fc.nat(1206), fc.constant(1207));

  it("by any character", async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.nat(), fc.string({ unit: "binary", maxLength: 2 }), async (at, where, junk) => {
        const line = lines[at] ?? "";
        const point = where % (line.length + 1);
        const other = line.slice(0, point) + junk + line.slice(point + 1);
        fc.pre(other !== line);
        await found(lines.with(at, other));
      }),
      { numRuns: 60 },
    );
  });

  it("by its whole", async () => {
    await fc.assert(
      fc.asyncProperty(place, place, async (from, to) => {
        const line = lines[from] ?? "";
        await found(lines.toSpliced(from, 1));
        await found(lines.toSpliced(to, 0, line));
        fc.pre(from !== to);
        await found(lines.toSpliced(from, 1).toSpliced(to, 0, line));
      }),
      { numRuns: 25, examples: [[1207, 0]] },
    );
  });

  it("by its end", async () => {
    const text = `${lines.join("\n")}\n`;
    for (const other of [text.slice(0, -1), `${text}\n`, text.replaceAll("\n", "\r\n"), `\u{FEFF}${text}`]) {
      expect((await verified(other)).findings).not.toEqual([]);
    }
    const last = lines.at(-1) ?? "";
    await found([...lines.slice(0, -1), `\u{FEFF}${last}`]);
    await found([...lines.slice(0, -1), ` ${last}`]);
  });
});

describe("what is wrong is named", () => {
  const at = 3; // header, index, then entries: lines[at] is SN2
  const named = async (change: (lines: string[]) => readonly string[]) => {
    const lines = (await sealed(units(9))).split("\n").slice(0, -1);
    const { findings } = await verified(`${change(lines).join("\n")}\n`);
    return findings.filter(({ kind }) => kind !== "root" && kind !== "count");
  };

  it("a changed entry", async () => {
    expect(await named((lines) => lines.with(at, lines[at]!.replace("hub-1", "hub-2")))).toMatchObject([
      { kind: "changed", line: 4, number: 2, serialNumber: "SN2" },
    ]);
  });

  it("two changed entries in a row, and one missing further down", async () => {
    const broken = (lines: readonly string[]) =>
      lines
        .with(at, "{}")
        .with(at + 1, "what")
        .toSpliced(at + 4, 1);
    expect(await named(broken)).toMatchObject([
      { kind: "changed", number: 2, serialNumber: "SN2" },
      { kind: "changed", number: 3, serialNumber: "SN3" },
      { kind: "missing", line: null, number: 6, serialNumber: "SN6" },
    ]);
  });

  it("a missing entry, by its name", async () => {
    expect(await named((lines) => lines.toSpliced(at, 1))).toMatchObject([
      { kind: "missing", number: 2, serialNumber: "SN2" },
    ]);
  });

  it("an added entry", async () => {
    const other = canonicalJson({ ...sampleEntry, serialNumber: "GUEST" });
    expect(await named((lines) => lines.toSpliced(at, 0, other))).toMatchObject([
      { kind: "extra", line: 4, serialNumber: "GUEST" },
    ]);
    expect(await named((lines) => lines.toSpliced(at, 0, lines[at - 1]!))).toMatchObject([
      { kind: "extra", line: 4, number: 1, serialNumber: "SN1" },
    ]);
  });

  it("an entry out of its order", async () => {
    expect(await named((lines) => lines.toSpliced(at, 1).toSpliced(at + 2, 0, lines[at]!))).toMatchObject([
      { kind: "moved", number: 2, serialNumber: "SN2" },
    ]);
  });

  it("header, signature and seal", async () => {
    const header = await named((lines) => lines.with(0, lines[0]!.replace("Line 3", "Line 4")));
    expect(header).toMatchObject([{ kind: "signature" }]);
    expect(await named((lines) => lines.slice(0, -1))).toMatchObject([{ kind: "seal" }]);
    const other = sampleSigning();
    const text = await sealed(units(9), { signing: other.signing });
    expect((await verified(text)).findings).toMatchObject([{ kind: "signature" }]);
  });

  it("another file altogether, in bounded time", async () => {
    const lines = (await sealed(units(1000))).split("\n").slice(0, -1);
    const strangers = lines.map((line, index) => (index > 2 && index < 1003 ? line.replace("hub-1", "hub-9") : line));
    const { findings } = await verified(`${strangers.join("\n")}\n`);
    expect(findings.map(({ kind }) => kind)).toEqual(["line", "root"]);
  });

  it("a file that is none", async () => {
    const others = [
      await textOf(writeManifest("jsonl", header, units(2))),
      await textOf(writeManifest("csv", header, units(2))),
    ];
    for (const text of ["", "\n", "{}", "what", "\u{0}".repeat(2000), ...others])
      await expect(verified(text)).rejects.toMatchObject({ code: "manifest.malformed" });
  });

  it("one whose first line is damaged, and the index too", async () => {
    const [, ...rest] = (await sealed(units(2))).split("\n");
    expect((await verified(["{", ...rest].join("\n"))).findings.map(({ kind }) => kind)).toContain("header");
    const kinds = (await verified(["{", "{", ...rest.slice(1)].join("\n"))).findings.map(({ kind }) => kind);
    expect(kinds).toContain("header");
  });
});

describe("one entry alone", () => {
  it("is proven at any place of a lot of any size, and with nothing changed", async () => {
    for (const count of [1, 2, 3, 5, 8, 13]) {
      const text = await sealed(units(count));
      for (let number = 1; number <= count; number += 1) {
        const proof = await proveEntry(source(text), `SN${number}`);
        expect(proof.number).toBe(number - 1);
        const report = verifyProof(`${canonicalJson(proof)}\n`, judge);
        expect(report.findings).toEqual([]);
        expect(report.entry).toBe(canonicalJson(unit(number)));
        const wrong = [
          { ...proof, entry: proof.entry.replace("hub-1", "hub-2") },
          { ...proof, number: count },
          { ...proof, path: [...proof.path, "a".repeat(64)] },
          { ...proof, header: proof.header.replace("Line 3", "Line 4") },
        ];
        for (const each of wrong) expect(verifyProof(canonicalJson(each), judge).findings).not.toEqual([]);
      }
    }
  });

  it("is not proven where it is not, or not as it was", async () => {
    const text = await sealed(units(4));
    await expect(proveEntry(source(text), "SN5")).rejects.toMatchObject({ code: "manifest.no-entry" });
    const changed = text.replace('"assignedHub":"hub-1', '"assignedHub":"hub-2');
    await expect(proveEntry(source(changed), "SN1")).rejects.toMatchObject({ code: "manifest.malformed" });
    expect(() => verifyProof("{}", judge)).toThrow();
  });
});
