import { Menu, type MenuItemConstructorOptions } from "electron";

/** What the system expects of any window (copy and paste, zoom, quit), and nothing more; nothing at all in a kiosk. */
export function setAppMenu(packaged: boolean, kiosk = false): void {
  if (kiosk) return Menu.setApplicationMenu(null);
  const mac: MenuItemConstructorOptions[] = process.platform === "darwin" ? [{ role: "appMenu" }] : [];
  const development: MenuItemConstructorOptions[] = packaged ? [] : [{ role: "toggleDevTools" }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...mac,
      { role: "editMenu" },
      {
        label: "View",
        submenu: [
          { role: "resetZoom" },
          { role: "zoomIn" },
          { role: "zoomOut" },
          { role: "togglefullscreen" },
          ...development,
          { role: "quit" },
        ],
      },
    ]),
  );
}
