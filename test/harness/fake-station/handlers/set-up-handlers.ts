import { setTimeout as sleep } from "node:timers/promises";
import { implement } from "@orpc/server";
import { contract } from "../../../../main/api/contract/index.ts";
import { noLot, refuse } from "../fake-problems.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** What an engineer sets up: slots, trust, recipes, services, settings. */
export function setUpHandlers({ options, shelf, house, setUp }: FakeParts) {
  return {
    setUp: {
      slots: on.setUp.slots.handler(() => setUp.slots()),
      ports: on.setUp.ports.handler(() => setUp.ports()),
      teachSlot: on.setUp.teachSlot.handler(({ input, signal }) => setUp.teach(input.name, signal)),
      forgetSlot: on.setUp.forgetSlot.handler(({ input }) => setUp.forget(input.id)),
      allowPort: on.setUp.allowPort.handler(({ input }) =>
        setUp.allow("path" in input ? input.path : input.location, input.allowed),
      ),
      plugPracticeUnit: on.setUp.plugPracticeUnit.handler(async () => ({ path: await setUp.plug() })),
      trustedRoots: on.setUp.trustedRoots.handler(() => setUp.roots()),
      addTrustedRoot: on.setUp.addTrustedRoot.handler(({ input }) => setUp.addRoot(input.base64)),
      removeTrustedRoot: on.setUp.removeTrustedRoot.handler(({ input }) => setUp.removeRoot(input.fingerprint)),
    },
    signers: {
      own: on.signers.own.handler(() => []),
      make: on.signers.make.handler(() => []),
      trusted: on.signers.trusted.handler(() => []),
      addTrusted: on.signers.addTrusted.handler(() => refuse(noLot)),
      removeTrusted: on.signers.removeTrusted.handler(() => refuse(noLot)),
    },
    recipes: {
      list: on.recipes.list.handler(() => shelf.list()),
      fields: on.recipes.fields.handler(() => shelf.fields()),
      samples: on.recipes.samples.handler(() => shelf.samples()),
      read: on.recipes.read.handler(({ input }) => shelf.read(input.name)),
      check: on.recipes.check.handler(({ input }) => shelf.check(input.source)),
      dryRun: on.recipes.dryRun.handler(({ input }) => shelf.dryRun(input.source)),
      save: on.recipes.save.handler(({ input }) => shelf.save(input.source)),
      remove: on.recipes.remove.handler(({ input }) => shelf.remove(input.name)),
    },
    services: {
      list: on.services.list.handler(() => house.list()),
      add: on.services.add.handler(({ input: { name, idScope, secret, entra } }) =>
        house.add({ name, idScope, entra: entra ?? null }, secret),
      ),
      change: on.services.change.handler(({ input: { secret } }) => {
        house.secrets.push(secret);
        return house.list();
      }),
      remove: on.services.remove.handler(({ input: { name } }) => house.remove(name)),
      signIn: on.services.signIn.handler(async function* () {
        yield { type: "prompt" as const, address: "https://microsoft.com/devicelogin", code: "AB12CD34" };
        await sleep(20);
        yield { type: "signed-in" as const, account: "line@plant.example" };
      }),
    },
    settings: {
      read: on.settings.read.handler(() => house.settings),
      change: on.settings.change.handler(({ input }) => house.change(input)),
      guide: on.settings.guide.handler(() => house.guide(options.mode ?? "practice")),
      becomeReal: on.settings.becomeReal.handler(() => ({ restarts: false })),
    },
  };
}
