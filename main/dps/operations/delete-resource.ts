import type { ServiceCaller } from "../service-caller.ts";
import { isAbsent } from "./absent.ts";

export interface DeleteOptions {
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** DELETE of any path; repeated after an uncertain attempt only with an etag in `ifMatch`. `dps.not-found` if there was none, `dps.etag` if it is another than `ifMatch`. */
export async function deleteResource(
  call: ServiceCaller,
  path: readonly string[],
  options: DeleteOptions = {},
): Promise<void> {
  try {
    await call({
      method: "DELETE",
      path,
      headers: options.ifMatch === undefined ? {} : { "If-Match": options.ifMatch },
      repetition: options.ifMatch === undefined || options.ifMatch === "*" ? "if-not-acted" : "always",
      signal: options.signal,
    });
  } catch (error) {
    // Absent after an attempt that may have been carried out: it was, by us.
    if (!(isAbsent(error) && error.afterUncertainAttempt)) throw error;
  }
}
