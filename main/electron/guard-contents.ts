import type { Session, WebContents } from "electron";
import type { Log } from "../base/log.ts";
import { isOwnPage } from "./renderer-scheme.ts";

/** The page stays where it is, and opens nothing. */
export function guardContents(contents: WebContents, log: Log): void {
  const keepHome = (event: { preventDefault(): void; readonly url: string }): void => {
    if (isOwnPage(event.url)) return;
    event.preventDefault();
    log.warn({ url: withoutQuery(event.url) }, "navigation refused");
  };
  contents.on("will-navigate", keepHome);
  contents.on("will-frame-navigate", keepHome);
  contents.on("will-redirect", keepHome);
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    log.warn({ url: withoutQuery(url) }, "window refused");
    return { action: "deny" };
  });
}

/** No permission and no device for any page; the station has the ports. Only the page's own blobs may be saved. */
export function guardSession(session: Session, log: Log): void {
  session.setPermissionRequestHandler((_contents, permission, answer) => {
    log.warn({ permission }, "permission refused");
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event, item) => {
    const url = item.getURL();
    if (url.startsWith("blob:") && isOwnPage(url.slice("blob:".length))) return;
    event.preventDefault();
    log.warn({ url: withoutQuery(url) }, "download refused");
  });
}

const withoutQuery = (url: string): string => url.split(/[?#]/, 1)[0] ?? "";
