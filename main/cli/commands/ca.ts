import { readCertificates } from "../../station/operations/read-certificates.ts";
import { authorityView, exportAuthorityChain } from "../../station/operations/show-authority.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import { writeOut } from "../../station/write-out.ts";
import { bookAuthority } from "../book-authority.ts";
import type { Command, CommandInput } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";
import { authorityOrder, newAuthorityOptions, years } from "./ca-order.ts";

type View = ReturnType<typeof authorityView>;

function say({ output }: CommandInput, view: View): void {
  const marks = [view.pilot ? "PILOT" : "", view.custody === "file" ? "" : view.custody.toUpperCase()].filter(
    (mark) => mark !== "",
  );
  const what = view.subject === null ? "waits for its certificate" : `${view.subject}  until ${view.notAfter}`;
  const warnings = view.warnings.map(({ warning, subject, days }) => `\n  ! ${warning}: ${subject}, ${days} days`);
  output.say(view, `${[view.name, what, ...marks].join("  ")}${warnings.join("")}`);
}

const create: Command = {
  words: "ca create",
  usage: "NAME --pilot|--root [--key ALGORITHM] [--subject CN] [--years N]   (ec-p256, ec-p384, rsa-2048, rsa-3072)",
  positionals: 1,
  options: { pilot: { type: "boolean" }, root: { type: "boolean" }, ...newAuthorityOptions },
  run(input) {
    if (input.flag("pilot") === input.flag("root")) throw setUpErrors.usage("either --pilot or --root");
    if (input.flag("pilot") && Object.keys(newAuthorityOptions).some((name) => input.text(name) !== undefined))
      throw setUpErrors.usage("a pilot is what it is: no --key, --subject or --years");
    const order = authorityOrder(input, input.positionals[0] ?? "", 20);
    return withWorkshop(input, async (workshop) => {
      const { authorities } = workshop;
      const made = input.flag("pilot") ? authorities.createPilot(order.name) : authorities.createRoot(order);
      const view = authorityView(await made);
      const kind = input.flag("pilot") ? "pilot" : "root";
      await bookAuthority(workshop, { act: "authority-made", name: order.name, certificate: view, facts: { kind } });
      say(input, view);
      return 0;
    });
  },
};

const issueIntermediate: Command = {
  words: "ca issue-intermediate",
  usage: "ROOT NAME [--key ALGORITHM] [--subject CN] [--years N]",
  positionals: 2,
  options: newAuthorityOptions,
  run(input) {
    const [root = "", name = ""] = input.positionals;
    const order = authorityOrder(input, name, 15);
    return withWorkshop(input, async (workshop) => {
      const view = authorityView(await workshop.authorities.createUnder(root, order));
      const facts = { kind: "line", above: root };
      await bookAuthority(workshop, { act: "authority-made", name, certificate: view, facts });
      say(input, view);
      return 0;
    });
  },
};

const request: Command = {
  words: "ca request",
  usage: "NAME --out CSR [--key ALGORITHM] [--subject CN]",
  positionals: 1,
  options: { out: { type: "string" }, key: newAuthorityOptions.key, subject: newAuthorityOptions.subject },
  run(input) {
    const [name = ""] = input.positionals;
    const out = input.required("out");
    const { algorithm, commonName } = authorityOrder(input, name, 1);
    return withWorkshop(input, async (workshop) => {
      const pem = await workshop.authorities.request({ name, algorithm, commonName });
      await workshop.records.audit.append({ act: "authority-requested", subject: name });
      await writeOut(out, pem);
      input.output.say({ name, out }, `request of ${name} written to ${out}; then: touchmark ca complete ${name} FILE`);
      return 0;
    });
  },
};

const signRequest: Command = {
  words: "ca sign-request",
  usage: "ROOT CSR --out FILE [--years N]",
  positionals: 2,
  options: { out: { type: "string" }, years: newAuthorityOptions.years },
  run(input) {
    const [root = "", file = ""] = input.positionals;
    const out = input.required("out");
    const validityDays = years(input, 15);
    return withWorkshop(input, async (workshop) => {
      const chain = await workshop.authorities.certify(root, await readFileGiven(file), validityDays);
      const certificate = authorityView({ name: root, pilot: false, chain });
      await bookAuthority(workshop, { act: "authority-certified", name: root, certificate });
      await writeOut(out, exportAuthorityChain({ name: root, pilot: false, chain }, out));
      input.output.say({ root, out }, `certificate and those above it written to ${out}`);
      return 0;
    });
  },
};

const complete: Command = {
  words: "ca complete",
  usage: "NAME FILE   (.pem or .p7b with all certificates up to the root)",
  positionals: 2,
  options: {},
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const [name = "", file = ""] = input.positionals;
      const certificates = readCertificates(await readFileGiven(file));
      const view = authorityView(await workshop.authorities.complete(name, certificates));
      await bookAuthority(workshop, { act: "authority-completed", name, certificate: view });
      say(input, view);
      return 0;
    }),
};

const importFile: Command = {
  words: "ca import",
  usage: "NAME FILE   (passphrase of the file: TOUCHMARK_CA_FILE_PASSPHRASE)",
  positionals: 2,
  options: {},
  run: (input) =>
    withWorkshop(input, async (workshop) => {
      const [name = "", file = ""] = input.positionals;
      const passphrase = process.env["TOUCHMARK_CA_FILE_PASSPHRASE"];
      const view = authorityView(await workshop.authorities.import(name, file, passphrase));
      await bookAuthority(workshop, { act: "authority-imported", name, certificate: view });
      say(input, view);
      return 0;
    }),
};

const list: Command = {
  words: "ca list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async ({ authorities }) => {
      for (const authority of await authorities.list()) say(input, authorityView(authority));
      const [damaged] = await authorities.damaged();
      if (damaged !== undefined) throw damaged;
      return 0;
    }),
};

const exportChain: Command = {
  words: "ca export",
  usage: "NAME --out FILE   (.pem: chain, .p7b: chain in PKCS #7, .cer: its own certificate in DER)",
  positionals: 1,
  options: { out: { type: "string" } },
  run(input) {
    const [name = ""] = input.positionals;
    const out = input.required("out");
    return withReadWorkshop(input, async ({ authorities }) => {
      await writeOut(out, exportAuthorityChain(await authorities.show(name), out));
      input.output.say({ name, out }, `chain of ${name} written to ${out}`);
      return 0;
    });
  },
};

export const caCommands: readonly Command[] = [
  create,
  issueIntermediate,
  request,
  signRequest,
  complete,
  importFile,
  list,
  exportChain,
];
