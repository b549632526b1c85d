import { z } from "zod";
import { says } from "./recipe-fault.ts";

/** Name of a secret of the station (`touchmark secret set`): a recipe never holds the secret itself. */
export const secretName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, says("name-form"));
