import { Menu, type MenuItemConstructorOptions } from "electron";

/** What the system expects of any window (copy and paste, zoom, quit), and nothing more. */
export function setAppMenu(packaged: boolean): void {
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
