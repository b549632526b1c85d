import { bookAct } from "../../station/operations/book-act.ts";
import {
  checkGroup,
  createGroup,
  type GroupAsked,
  type GroupView,
  listGroups,
  makeVerificationCertificate,
  showGroup,
} from "../../station/operations/enrollment-groups.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import { writeOut } from "../../station/write-out.ts";
import type { Command, CommandInput } from "../command.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

const by = {
  "x509-authority": { type: "string" },
  "ca-reference": { type: "string" },
  "symmetric-key-secret": { type: "string" },
  hubs: { type: "string" },
} as const;
const byUsage = "--x509-authority NAME|--ca-reference NAME|--symmetric-key-secret NAME";
const mostHubs = 50;

function askedOf(input: CommandInput): GroupAsked {
  const [service = "", group = ""] = input.positionals;
  return { service, group, by: standsOn(input), hubs: hubsOf(input), signal: input.signal };
}

function standsOn({ text }: CommandInput): GroupAsked["by"] {
  const [authority, caReference, masterKeySecret] = [
    text("x509-authority"),
    text("ca-reference"),
    text("symmetric-key-secret"),
  ];
  const given = [
    ...(authority === undefined ? [] : [{ authority }]),
    ...(caReference === undefined ? [] : [{ caReference }]),
    ...(masterKeySecret === undefined ? [] : [{ masterKeySecret }]),
  ];
  const [one] = given;
  if (one === undefined || given.length > 1) throw setUpErrors.usage(`one of ${byUsage}`);
  return one;
}

function hubsOf({ text }: CommandInput): readonly string[] | undefined {
  const hubs = text("hubs")
    ?.split(",")
    .map((hub) => hub.trim());
  if (hubs === undefined) return undefined;
  if (hubs.length > mostHubs || hubs.some((hub) => !/^[A-Za-z0-9][A-Za-z0-9.-]{0,252}$/.test(hub)))
    throw setUpErrors.usage(`--hubs takes at most ${mostHubs} host names with commas between`);
  return hubs;
}

function lineOf({ group, attestation, status, signingCertificates, caReferences, iotHubs }: GroupView): string {
  const stands = [...signingCertificates.map(({ subject }) => subject), ...caReferences].join(", ");
  return [group, attestation, status, stands, iotHubs.join(", ")].filter((part) => part !== "").join("  ");
}

const list: Command = {
  words: "group list",
  usage: "SERVICE",
  positionals: 1,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      const [service = ""] = input.positionals;
      for await (const view of listGroups(workshop, { service, signal: input.signal })) {
        input.output.say({ ...view }, lineOf(view));
      }
      return 0;
    }),
};

const show: Command = {
  words: "group show",
  usage: "SERVICE ID",
  positionals: 2,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      const [service = "", group = ""] = input.positionals;
      const view = await showGroup(workshop, { service, group, signal: input.signal });
      const devices = Object.entries(view.registrations).map(([status, count]) => `${count} ${status}`);
      input.output.say({ ...view }, [lineOf(view), ...devices].join("  "));
      return 0;
    }),
};

const check: Command = {
  words: "group check",
  usage: `SERVICE ID ${byUsage} [--hubs HOST,…]`,
  positionals: 2,
  options: by,
  run(input) {
    const asked = askedOf(input);
    return withReadWorkshop(input, async (workshop) => {
      const { service, group } = asked;
      const { code, differences } = await checkGroup(workshop, asked);
      const verdict = code === null ? "right" : `${code}: ${differences.join("; ")}`;
      input.output.say({ service, group, ok: code === null, code, differences }, `${group}: ${verdict}`);
      return code === null ? 0 : 1;
    });
  },
};

const create: Command = {
  words: "group create",
  usage: `SERVICE ID ${byUsage} [--hubs HOST,…]`,
  positionals: 2,
  options: by,
  run(input) {
    const asked = askedOf(input);
    return withReadWorkshop(input, async (workshop) => {
      const { service, group } = asked;
      const outcome = await createGroup(workshop, asked);
      await bookAct(workshop, { act: "group-created", subject: `${service} ${group}` });
      const said = outcome === "created" ? "created" : "is there already, and right";
      input.output.say({ service, group, created: outcome === "created" }, `${group}: ${said}`);
      return 0;
    });
  },
};

const verify: Command = {
  words: "group verification-certificate",
  usage: "--authority NAME --code CODE --out FILE",
  positionals: 0,
  options: { authority: { type: "string" }, code: { type: "string" }, out: { type: "string" } },
  run(input) {
    const [authority, code, out] = [input.required("authority"), input.required("code"), input.required("out")];
    return withWorkshop(input, async (workshop) => {
      const proof = await makeVerificationCertificate(workshop, { authority, code });
      await workshop.records.audit.append({ act: "possession-proven", subject: authority, facts: { code } });
      await writeOut(out, proof);
      input.output.say({ authority, code, out }, `proof for ${authority} written to ${out}`);
      return 0;
    });
  },
};

export const groupCommands: readonly Command[] = [list, show, check, create, verify];
