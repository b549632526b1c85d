import { authorityView } from "../../station/operations/show-authority.ts";
import { readCertificates } from "../../station/operations/read-certificates.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import { tokenPinFromSettings } from "../../station/token-pin.ts";
import { bookAuthority } from "../book-authority.ts";
import type { Command } from "../command.ts";
import { readFileGiven } from "../read-file-given.ts";
import { withWorkshop } from "../with-workshop.ts";

const attach: Command = {
  words: "ca attach",
  usage: "NAME --module PATH --token LABEL --key LABEL|id:HEX --chain FILE   (PIN: TOUCHMARK_PKCS11_PIN)",
  positionals: 1,
  options: {
    module: { type: "string" },
    token: { type: "string" },
    key: { type: "string" },
    chain: { type: "string" },
  },
  run(input) {
    const [name = ""] = input.positionals;
    const token = { module: input.required("module"), token: input.required("token"), key: input.required("key") };
    const chain = input.required("chain");
    return withWorkshop(input, async (workshop) => {
      const { authorities } = workshop;
      const certificates = readCertificates(await readFileGiven(chain));
      await authorities.attach(name, token, { certificates });
      const view = authorityView(await authorities.show(name));
      const facts = { token: token.token, key: token.key };
      await bookAuthority(workshop, { act: "authority-attached", name, certificate: view, facts });
      input.output.say(view, `${name}: ${view.subject} until ${view.notAfter}, key in token ${token.token}`);
      return 0;
    });
  },
};

const unlock: Command = {
  words: "ca unlock",
  usage: "NAME   (tries TOUCHMARK_PKCS11_PIN once, also on a token that has seen a wrong PIN)",
  positionals: 1,
  options: {},
  run: (input) =>
    withWorkshop(input, async ({ authorities, records }) => {
      const [name = ""] = input.positionals;
      const pin = await tokenPinFromSettings();
      if (pin === undefined) throw setUpErrors.usage("set TOUCHMARK_PKCS11_PIN or TOUCHMARK_PKCS11_PIN_FILE");
      await authorities.unlock(name, pin);
      await records.audit.append({ act: "authority-unlocked", subject: name });
      input.output.say({ name, unlocked: true }, `${name}: the PIN opens the token, and its key signs`);
      return 0;
    }),
};

export const caTokenCommands: readonly Command[] = [attach, unlock];
