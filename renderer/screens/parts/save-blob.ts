/** Long enough for the shell to have taken the file over. */
const keepMs = 60_000;

/** Hands a file to the browser or shell, which asks where to or puts it among the downloads. */
export function saveBlob(fileName: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), keepMs);
}
