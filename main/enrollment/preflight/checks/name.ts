import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { failed, ok, type PreflightCheck } from "../preflight-check.ts";
import { limited } from "../limited.ts";

/** The service's name, or its proxy's, leads to an address. */
export const nameCheck: PreflightCheck = {
  id: "name",
  async run(context) {
    // Behind a proxy the service's name is for the proxy to resolve.
    const host = context.proxy?.hostname.replaceAll(/[[\]]/g, "") ?? context.host;
    if (isIP(host) !== 0) return ok(`${host} is an address, no name to resolve`);
    const result = await limited(context, () => lookup(host, { all: true }));
    if ("failure" in result) return failed(`${host} does not resolve: ${result.failure}`, "network");
    const addresses = result.value.map(({ address }) => address);
    return ok(`${host} is ${addresses.slice(0, 4).join(", ")}`);
  },
};
