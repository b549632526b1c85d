import type { SavedFile } from "../../../main/api/contract/index.ts";
import { saveBlob } from "../parts/save-blob.ts";

/** Hands a file of the station to the browser or shell. */
export function saveFile({ fileName, mediaType, base64 }: SavedFile): void {
  const bytes = Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0) ?? 0);
  saveBlob(fileName, new Blob([bytes], { type: mediaType }));
}
