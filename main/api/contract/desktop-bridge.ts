/** Names on the one narrow way between page, preload script and desktop shell. */
export const requestPortChannel = "touchmark:request-port";
export const portChannel = "touchmark:port";
/** Whether the window shows the Line and nothing else. */
export const kioskChannel = "touchmark:kiosk";
/** The window message with which the page is given its MessagePort to the station. */
export const portAnnouncement = "touchmark-port";
/** Origin under which the desktop shell serves the screens. */
export const desktopOrigin = "touchmark://station";
