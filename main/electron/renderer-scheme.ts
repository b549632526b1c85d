import { protocol } from "electron";
import { desktopOrigin } from "../api/contract/desktop-bridge.ts";
import { answerFromFolder } from "../base/static/static-folder.ts";

const { protocol: schemeWithColon, host } = new URL(desktopOrigin);
const scheme = schemeWithColon.slice(0, -1);

/** True for an address of our own pages. Compared as text: an unusual scheme has an opaque origin in Node. */
export const isOwnPage = (url: string): boolean => url === desktopOrigin || url.startsWith(`${desktopOrigin}/`);

/** Must run before the app is ready. */
export function registerRendererScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built screens under our own scheme; `file:` is never used. */
export function serveRenderer(folder: string): void {
  protocol.handle(scheme, async (request) => {
    const url = new URL(request.url);
    if (url.host !== host || request.method !== "GET") return new Response("Not found.\n", { status: 404 });
    const answer = await answerFromFolder(folder, url.pathname);
    return new Response(Buffer.from(answer.body), { status: answer.status, headers: { ...answer.headers } });
  });
}
