import { once } from "node:events";
import { connect } from "node:net";
import { failed, ok, type PreflightCheck, type PreflightContext } from "../preflight-check.ts";
import { limited } from "../limited.ts";

/** Something listens at the service's port, or at its proxy's, and nothing in between stops us. */
export const tcpCheck: PreflightCheck = {
  id: "tcp",
  needs: "name",
  async run(context) {
    const { host, port } = doorOf(context);
    const result = await limited(context, async (signal) => {
      const socket = connect({ host, port });
      // What comes after the verdict is nobody's concern any more.
      socket.on("error", () => undefined);
      try {
        await once(socket, "connect", { signal });
      } finally {
        socket.destroy();
      }
    });
    if ("failure" in result) return failed(`no connection to ${host} port ${port}: ${result.failure}`, "network");
    return ok(`connected to ${host} port ${port}`);
  },
};

/** The first machine on the way. */
function doorOf({ proxy, host, port }: PreflightContext): { readonly host: string; readonly port: number } {
  if (proxy === undefined) return { host, port };
  const usual = proxy.protocol === "https:" ? 443 : 80;
  return { host: proxy.hostname.replaceAll(/[[\]]/g, ""), port: proxy.port === "" ? usual : Number(proxy.port) };
}
