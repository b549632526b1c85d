import { sql } from "kysely";

/** The state of the unit's own entry, or that its group stands for it. */
export const unitEnrollment = sql`coalesce(enrollments.state, iif(identities.enrollmentGroup is null, null, 'group'))`;
