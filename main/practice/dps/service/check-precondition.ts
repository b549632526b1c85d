import { etagMatches } from "../practice-service.ts";
import { refusals } from "../server/service-refusal.ts";

interface Tagged {
  readonly etag: string;
}

/** For PUT: absent with an etag is 404201, absent with `*` creates (both UNCONFIRMED); present needs If-Match, and the right one. */
export function checkWrite(existing: Tagged | undefined, ifMatch: string | undefined): void {
  if (existing === undefined && ifMatch !== undefined && ifMatch !== "*") throw refusals.enrollmentNotFound();
  if (existing !== undefined && ifMatch === undefined) throw refusals.enrollmentExists();
  if (existing !== undefined && ifMatch !== undefined && !etagMatches(existing.etag, ifMatch)) {
    throw refusals.etagMismatch();
  }
}

/** For DELETE: If-Match may be left out. */
export function checkRemoval(existing: Tagged | undefined, ifMatch: string | undefined): void {
  if (existing === undefined) throw refusals.enrollmentNotFound();
  if (ifMatch !== undefined && !etagMatches(existing.etag, ifMatch)) throw refusals.etagMismatch();
}
