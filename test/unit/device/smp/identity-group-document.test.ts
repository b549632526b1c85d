import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { fromHex, toHex, utf8 } from "../../../../main/base/bytes/bytes.ts";
import { notYetSchema } from "../../../../main/device/smp/identity-group/ask-identity.ts";
import { chainReadCommand, chainWriteCommand } from "../../../../main/device/smp/identity-group/certificate-chain.ts";
import {
  requestReadCommand,
  requestWriteCommand,
} from "../../../../main/device/smp/identity-group/certificate-request.ts";
import { capabilityNames, describeCommand } from "../../../../main/device/smp/identity-group/describe.ts";
import { identityCode, identityError } from "../../../../main/device/smp/identity-group/identity-code.ts";
import { identityCommandId, identityGroupId } from "../../../../main/device/smp/identity-group/identity-group.ts";
import { keyAlgorithms, keyReadCommand, keyWriteCommand } from "../../../../main/device/smp/identity-group/key.ts";
import { lockCommand } from "../../../../main/device/smp/identity-group/lock.ts";
import {
  registrationReadCommand,
  registrationSchema,
  registrationWriteCommand,
} from "../../../../main/device/smp/identity-group/registration.ts";
import { restartCommand } from "../../../../main/device/smp/identity-group/restart.ts";
import { signTransfer } from "../../../../main/device/smp/identity-group/sign.ts";
import {
  symmetricKeyProofCommand,
  symmetricKeyWriteCommand,
} from "../../../../main/device/smp/identity-group/symmetric-key.ts";
import { tpmTransfer } from "../../../../main/device/smp/identity-group/tpm.ts";
import type { SmpPlace } from "../../../../main/device/smp/smp-command.ts";
import { decodeSmpMap, encodeSmpMap, type SmpMap } from "../../../../main/device/smp/smp-map.ts";
import { decodeSmpMessage, encodeSmpMessage, type SmpMessage } from "../../../../main/device/smp/smp-message.ts";
import { readOutcome } from "../../../../main/device/smp/smp-outcome.ts";
import { encodeSmpConsole } from "../../../../main/link/smp-console/encode-smp-console.ts";
import { SmpConsoleDecoder } from "../../../../main/link/smp-console/smp-console-decoder.ts";
import { encodeAnswerMap } from "../../../../main/practice/virtual-device/answer-writer.ts";
import { RequestReader } from "../../../../main/practice/virtual-device/request-reader.ts";

const document = readFileSync(join(import.meta.dirname, "../../../../docs/identity-group.md"), "utf8");

interface Command extends SmpPlace {
  readonly request: z.ZodType;
  readonly reply: z.ZodType;
}
const commands: readonly Command[] = [
  describeCommand,
  tpmTransfer.write,
  tpmTransfer.read,
  keyWriteCommand,
  keyReadCommand,
  requestWriteCommand,
  requestReadCommand,
  signTransfer.write,
  signTransfer.read,
  chainWriteCommand,
  chainReadCommand,
  registrationWriteCommand,
  registrationReadCommand,
  lockCommand,
  restartCommand,
  symmetricKeyWriteCommand,
  symmetricKeyProofCommand,
];

interface Example {
  readonly title: string;
  readonly direction: string;
  readonly hex: string;
  readonly fields: SmpMap;
  readonly message: SmpMessage;
}

/** Byte strings stand in the document as `"h'00ff'"`. */
const revive = (_: string, value: unknown): unknown => {
  const hex = typeof value === "string" ? /^h'([0-9a-f]*)'$/.exec(value)?.[1] : undefined;
  return hex === undefined ? value : fromHex(hex);
};

const examples: readonly Example[] = [...document.matchAll(/```smp\n(.+)\n(>|<~|<) ([0-9A-F\s]+)\n(\{.*\})\n```/g)].map(
  ([, title = "", direction = "", bytes = "", json = ""]) => {
    const hex = bytes.replaceAll(/\s/g, "").toLowerCase();
    const fields = JSON.parse(json, revive) as SmpMap;
    return { title, direction, hex, fields, message: decodeSmpMessage(fromHex(hex)) };
  },
);
const named = examples.map((example) => [`${example.title} ${example.direction}`, example] as const);

describe("docs/identity-group.md", () => {
  it("has every example parsed, a request for every command and an answer for nearly all", () => {
    expect(examples).toHaveLength([...document.matchAll(/```smp\n/g)].length);
    const requests = examples.filter(({ direction }) => direction === ">").map(({ title }) => title);
    expect(new Set(requests)).toEqual(new Set(commands.map(({ name }) => name)));
    expect(examples.length).toBeGreaterThan(30);
  });

  it.each(named)("%s: the code encodes the map to these bytes", (_, { direction, fields, message, hex }) => {
    const body = direction === "<~" ? encodeAnswerMap(fields) : encodeSmpMap(fields);
    expect(toHex(encodeSmpMessage({ ...message, body }))).toBe(hex);
  });

  it.each(named)("%s: the code decodes these bytes to the map", (_, { message, fields }) => {
    expect(message.group).toBe(identityGroupId);
    expect(decodeSmpMap(message.body)).toEqual(fields);
  });

  it.each(
    named.filter(([, { title }]) => title.startsWith("identity")),
  )("%s: header and schema are those of the command", (_, { title, direction, message, fields }) => {
    const command = commands.find(({ name }) => name === title);
    const answerBit = direction === ">" ? 0 : 1;
    expect(message).toMatchObject({ version: 1, command: command?.command });
    expect(message.operation).toBe((command?.operation === "read" ? 0 : 2) + answerBit);
    const schema = direction === ">" ? command?.request : command?.reply;
    expect(schema?.parse(fields)).toMatchObject(fields);
    expect(readOutcome(message, fields).ok).toBe(true);
  });

  it("has refusals that the code reads as such", () => {
    const codes = examples.flatMap(({ title, message, fields }) => {
      const outcome = readOutcome(message, fields);
      return title === "refusal" && !outcome.ok ? [identityError("x", outcome).code] : [];
    });
    expect(codes.sort()).toEqual(["device.locked", "device.locked", "device.not-supported", "device.transfer-lost"]);
    const notYet = examples.find(({ title }) => title === "not yet");
    expect(notYetSchema.parse(notYet?.fields)).toEqual({ wait: 250 });
  });

  it("frames its messages as the code does, on both sides", () => {
    const frames = [...document.matchAll(/```frame\nmessage ([0-9A-F\s]+)\n((?:0. .. "[^"]+" 0A\n)+)```/g)];
    expect(frames).toHaveLength(2);
    for (const [, hex = "", lines = ""] of frames) {
      const message = fromHex(hex);
      const wire = lines.replaceAll(/(0.) (..) "([^"]+)" 0A\n/g, (_, first: string, second: string, text: string) => {
        return `${Buffer.from(first + second, "hex").toString("latin1")}${text}\n`;
      });
      expect(Buffer.from(encodeSmpConsole(message)).toString("latin1")).toBe(wire);
      expect(new SmpConsoleDecoder().push(utf8(wire))).toEqual([{ type: "message", message }]);
      expect(new RequestReader(1024).push(utf8(wire))).toEqual([decodeSmpMessage(message)]);
    }
  });

  it("lists the codes, commands, algorithms and capabilities of the code", () => {
    const rows = (from: string, to: string): string[][] =>
      [...document.slice(document.indexOf(from), document.indexOf(to)).matchAll(/^\| (\d+) \| ([^|]+) \|/gm)].map(
        ([, id = "", name = ""]) => [id, name.trim()],
      );
    const camel = (name: string): string =>
      name.toLowerCase().replaceAll(/ ([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const table = (entries: readonly string[][]) =>
      Object.fromEntries(entries.map(([id, name = ""]) => [camel(name), Number(id)]));
    expect(table(rows("## 3.", "## 4."))).toEqual(identityCode);
    expect(table(rows("## 4.", "### 0"))).toEqual(identityCommandId);
    for (const word of [...keyAlgorithms, ...capabilityNames]) expect(document).toContain(`"${word}"`);
  });

  it("names the smallest buffer for the longest registration", () => {
    const longest = {
      endpoint: "e".repeat(128),
      idScope: "s".repeat(32),
      registrationId: "r".repeat(128),
      attestation: "x509",
    };
    registrationSchema.parse(longest);
    expect(document).toContain(`Below ${8 + encodeSmpMap(longest).length + 4} the longest registration does not fit`);
  });
});
