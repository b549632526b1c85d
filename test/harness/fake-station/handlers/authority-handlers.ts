import { implement } from "@orpc/server";
import { contract } from "../../../../main/api/contract/index.ts";
import { fakeFile } from "../fake-house.ts";
import type { FakeParts } from "../fake-parts.ts";

const on = implement(contract);

/** Certificate authorities. */
export function authorityHandlers({ house }: FakeParts) {
  return {
    authorities: {
      list: on.authorities.list.handler(() => house.authorities),
      unlock: on.authorities.unlock.handler(({ input: { name } }) => house.unlock(name)),
      create: on.authorities.create.handler(({ input }) => house.create(input)),
      importKey: on.authorities.importKey.handler(({ input: { name } }) => house.create({ name, kind: "root" })),
      importChain: on.authorities.importChain.handler(({ input: { name } }) => house.create({ name, kind: "root" })),
      attach: on.authorities.attach.handler(({ input: { name } }) => house.create({ name, kind: "root" })),
      request: on.authorities.request.handler(({ input: { name } }) => fakeFile(`${name}-request.pem`)),
      complete: on.authorities.complete.handler(() => house.authorities),
      certify: on.authorities.certify.handler(({ input: { above } }) => fakeFile(`${above}-certified.pem`)),
      exportChain: on.authorities.exportChain.handler(({ input }) => fakeFile(`${input.name}.${input.format}`)),
      prove: on.authorities.prove.handler(({ input: { name } }) => fakeFile(`${name}-proof.pem`)),
      revocationList: on.authorities.revocationList.handler(({ input: { name } }) => ({
        ...fakeFile(`${name}-1.crl`),
        number: 1,
        count: 0,
      })),
      leftOpen: on.authorities.leftOpen.handler(() => []),
      revoke: on.authorities.revoke.handler(({ input: { serialNumber } }) => ({
        serialNumber,
        unit: null,
        registrationId: null,
        enrollment: "none" as const,
      })),
    },
  };
}
