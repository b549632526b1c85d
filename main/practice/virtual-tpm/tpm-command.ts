import type { Session } from "./authorization/session.ts";
import type { NvIndex } from "./nv-index.ts";
import type { TpmObject } from "./objects/tpm-object.ts";
import type { TpmState } from "./tpm-state.ts";
import type { Parameters } from "./wire/parameters.ts";

/** What a handle in the handle area may name. A number is one permanent handle (TPM_RH). */
export type Acceptable = "object" | "transient" | "nv-index" | "session" | "policy-session" | number;

/** One handle of a command; `role` if it must be authorized (TPM 2.0 Part 1, clause 19.2). */
export interface HandleRule {
  readonly accepts: readonly Acceptable[];
  readonly role?: "user" | "admin";
}

/** What a handle turned out to name. */
export type Entity =
  | { readonly kind: "permanent"; readonly handle: number; readonly name: Uint8Array; readonly authValue: Uint8Array }
  | { readonly kind: "object"; readonly handle: number; readonly name: Uint8Array; readonly object: TpmObject }
  | { readonly kind: "nv-index"; readonly handle: number; readonly name: Uint8Array; readonly index: NvIndex }
  | { readonly kind: "session"; readonly handle: number; readonly name: Uint8Array; readonly session: Session };

export interface TpmReply {
  /** For a command that answers with a handle. */
  readonly handle?: number;
  readonly parameters?: Uint8Array;
}

export interface CommandContext {
  readonly state: TpmState;
  readonly entities: readonly Entity[];
  readonly commands: readonly TpmCommand[];
}

interface CommandShape {
  /** TPM_CC. */
  readonly code: number;
  readonly handles: readonly HandleRule[];
  readonly answersHandle?: boolean;
  /** The one command that is due before any other, and never after. */
  readonly startsUp?: boolean;
}

/** One command as the dispatcher sees it. */
export interface TpmCommand extends CommandShape {
  readonly run: (context: CommandContext, parameters: Parameters) => Promise<TpmReply>;
}

export interface CommandDefinition<Input> extends CommandShape {
  readonly decode: (parameters: Parameters) => Input;
  readonly run: (context: CommandContext, input: Input) => TpmReply | Promise<TpmReply>;
}

/** Ties reading the parameters to the work: all of them are read, and nothing is left over, before anything is done. */
export function tpmCommand<Input>(definition: CommandDefinition<Input>): TpmCommand {
  const { decode, run, ...shape } = definition;
  return {
    ...shape,
    run: async (context, parameters) => {
      const input = decode(parameters);
      parameters.end();
      return run(context, input);
    },
  };
}

/** The object at a place of the handle area; the rule of that place must accept objects only. */
export function objectAt(context: CommandContext, place: number): TpmObject {
  const entity = context.entities[place];
  if (entity?.kind !== "object") throw new TypeError(`handle ${place + 1} is not an object`);
  return entity.object;
}

export function sessionAt(context: CommandContext, place: number): Session {
  const entity = context.entities[place];
  if (entity?.kind !== "session") throw new TypeError(`handle ${place + 1} is not a session`);
  return entity.session;
}

export function nvIndexAt(context: CommandContext, place: number): NvIndex {
  const entity = context.entities[place];
  if (entity?.kind !== "nv-index") throw new TypeError(`handle ${place + 1} is not an NV index`);
  return entity.index;
}

export function handleAt(context: CommandContext, place: number): number {
  const entity = context.entities[place];
  if (entity === undefined) throw new TypeError(`no handle ${place + 1}`);
  return entity.handle;
}
