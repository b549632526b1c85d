import { oc } from "@orpc/contract";
import { z } from "zod";
import { signInSchema } from "./people.ts";

const most = 32;
const cell = z.int().min(1).max(most);

/** Rows and columns of the fixture as it stands before the worker, from the top left. */
export const fixtureSizeSchema = z.strictObject({ rows: cell, columns: cell });

/** Where a slot is in it, from 1. */
export const slotPlaceSchema = z.strictObject({ row: cell, column: cell });

/** What a scanner sends before and after every code; stripped where it is there. */
const affix = z.string().max(8);

/** A scanner on a serial port. */
export const serialScannerSchema = z.strictObject({
  port: z.string().trim().min(1).max(512),
  baudRate: z.int().min(300).max(1_000_000).default(9600),
  prefix: affix.optional(),
  /** What ends a code; left out: CR, LF or both. */
  suffix: affix.optional(),
});

export const scannerViewSchema = serialScannerSchema.extend({
  /** away: the port is not there, or is somebody else's; it is tried again by itself. */
  state: z.enum(["open", "away"]),
  /** Why it is away. */
  code: z.string().nullable(),
});

export const fixtureViewSchema = z.object({
  /** Null: nobody has arranged the slots; the screen lays them out by their number. */
  size: fixtureSizeSchema.nullable(),
  /** Of every slot, each in a cell of its own; empty while the size is null. */
  places: z.array(slotPlaceSchema.extend({ slotId: z.string() })),
  /** Of the lot's recipe, else the station's own. */
  taktSeconds: z.number().positive().nullable(),
  /** The station's own. */
  stationTaktSeconds: z.number().positive().nullable(),
  /** Of scanners that type as a keyboard does. */
  keyboardScanner: z.object({ prefix: affix, suffix: affix }),
  serialScanner: scannerViewSchema.nullable(),
  /** The screen shows the Line and nothing else until somebody who may lets it go. */
  kiosk: z.object({ locked: z.boolean(), by: z.string().nullable(), since: z.iso.datetime().nullable() }),
});

/** A code from the serial scanner: the first screen that takes it acts on it. */
export const serialScanSchema = z.object({ id: z.int(), code: z.string().min(1).max(512) });

/** The fixture as people stand before it. Event `fixture` tells of changes, event `scan` of a code from the serial scanner. */
export const fixtureContract = {
  read: oc.output(fixtureViewSchema),
  /** Slots that are not named get a free cell; null: as before anybody arranged them. `slot.no-place`. */
  arrange: oc
    .input(
      z
        .object({
          size: fixtureSizeSchema,
          places: z.array(slotPlaceSchema.extend({ slotId: z.string().max(64) })).max(most),
        })
        .nullable(),
    )
    .output(fixtureViewSchema),
  /** Seconds a unit may take where its recipe says nothing. */
  setTakt: oc.input(z.object({ seconds: z.number().positive().max(86_400).nullable() })).output(fixtureViewSchema),
  setKeyboardScanner: oc.input(z.object({ prefix: affix, suffix: affix })).output(fixtureViewSchema),
  setSerialScanner: oc.input(z.object({ scanner: serialScannerSchema.nullable() })).output(fixtureViewSchema),
  /** Whether this screen is the one to act on the code. */
  takeScan: oc.input(z.object({ id: z.int() })).output(z.object({ taken: z.boolean() })),
  /** `people.nobody-to-unlock` where nobody could let the screen go again. */
  lock: oc.output(fixtureViewSchema),
  /** By a lead or an engineer, whoever is signed in. `people.wrong-sign-in`, `people.locked-out`, `people.not-allowed`. */
  unlock: oc.input(z.object({ who: signInSchema })).output(fixtureViewSchema),
};

export type FixtureSize = z.infer<typeof fixtureSizeSchema>;
export type SlotPlace = z.infer<typeof slotPlaceSchema>;
export type SerialScanner = z.infer<typeof serialScannerSchema>;
export type FixtureView = z.infer<typeof fixtureViewSchema>;
export type SerialScan = z.infer<typeof serialScanSchema>;
