import type { VerifyEvent } from "../api/contract/index.ts";
import type { VerifyDesk } from "../api/desk.ts";
import { EventPipe } from "../base/async/event-pipe.ts";
import { untilAborted } from "../base/async/until-aborted.ts";
import { within } from "../base/async/within.ts";
import { baseErrors } from "../base/errors/base-errors.ts";
import type { LoadedRecipe } from "../workflow/recipe/parse-recipe.ts";
import type { Slot } from "../workflow/slots/slot.ts";
import { slotErrors } from "../workflow/slots/slot-errors.ts";
import type { SlotLoan } from "../workflow/slots/slot-loan.ts";
import type { Slots } from "../workflow/slots/slots.ts";
import { unitErrors } from "../workflow/unit-errors.ts";
import { lineOf } from "../workflow/verify/check.ts";
import { checksOf } from "../workflow/verify/verify-unit.ts";
import { examineUnit, recipeOfUnit } from "./operations/examine-unit.ts";
import type { Workshop } from "./workshop.ts";

const arrivalMs = 120_000;

export interface VerifyInSlotOptions {
  readonly workshop: Workshop;
  readonly slots: Slots;
  /** How to talk to a unit that nobody named: the recipe of the line's lot, or any other. */
  readonly usualRecipe: () => LoadedRecipe | undefined;
  /** The records of this unit changed. */
  readonly onVerified: (serialNumber: string) => void;
}

/** QA's recipe on the unit in a slot, which the line leaves alone meanwhile. */
export class VerifyInSlot implements VerifyDesk {
  readonly #options: VerifyInSlotOptions;

  constructor(options: VerifyInSlotOptions) {
    this.#options = options;
  }

  async *verify(order: VerifyOrder, signal: AbortSignal): AsyncGenerator<VerifyEvent, void> {
    const slot = this.#options.slots.get(order.slotId);
    const recipe = await this.#recipe(order.serialNumber);
    const loan = slot.lend();
    const left = new AbortController();
    const pipe = new EventPipe<VerifyEvent>();
    const until = AbortSignal.any([signal, loan.signal, left.signal]);
    const settled = this.#examine({ ...order, slot, loan, recipe, signal: until }, pipe).then(
      () => pipe.end(),
      // Whatever it broke, that the unit was pulled is why.
      (error: unknown) => pipe.fail(loan.signal.aborted ? loan.signal.reason : error),
    );
    try {
      yield* pipe.events();
    } finally {
      left.abort(baseErrors.cancelled("nobody waits for the verification any more"));
      await settled;
      loan.end();
    }
  }

  async #recipe(serialNumber: string | undefined): Promise<LoadedRecipe> {
    const { workshop, usualRecipe } = this.#options;
    const recipe = serialNumber === undefined ? usualRecipe() : await recipeOfUnit(workshop, serialNumber);
    if (recipe !== undefined) return recipe;
    throw serialNumber === undefined
      ? slotErrors.noLot("no recipe says how to talk to the unit")
      : unitErrors.notRecorded(`no unit "${serialNumber}"`);
  }

  async #examine(examination: SlotExamination, pipe: EventPipe<VerifyEvent>): Promise<void> {
    const { slot, loan, recipe, serialNumber, signal } = examination;
    if (!slot.state.present) {
      pipe.push({ type: "waiting" });
      await arrival(slot, loan, signal);
    }
    const session = await slot.openSession(recipe, signal);
    try {
      let number = 0;
      const { expected } = await examineUnit(this.#options.workshop, {
        session,
        serialNumber,
        signal,
        onUnit: ({ identity }) => {
          pipe.push({ type: "started", serialNumber: identity.unit, count: checksOf(identity).length });
        },
        onCheck: (outcome) => {
          number += 1;
          pipe.push({ type: "check", number, check: lineOf(outcome), ms: outcome.ms });
        },
      });
      pipe.push(await this.#end(expected.identity.unit));
    } finally {
      await session.close();
    }
  }

  async #end(serialNumber: string): Promise<VerifyEvent> {
    const { workshop, onVerified } = this.#options;
    onVerified(serialNumber);
    const [newest] = await workshop.records.verifications.list(serialNumber);
    const unit = await workshop.records.units.get(serialNumber);
    if (newest === undefined || unit === undefined) throw unitErrors.notRecorded(`no unit "${serialNumber}"`);
    return {
      type: "done",
      serialNumber,
      verification: { ...newest, checks: [...newest.checks] },
      state: unit.state,
    };
  }
}

interface VerifyOrder {
  readonly slotId: string;
  readonly serialNumber?: string | undefined;
}

interface SlotExamination extends VerifyOrder {
  readonly slot: Slot;
  readonly loan: SlotLoan;
  readonly recipe: LoadedRecipe;
  readonly signal: AbortSignal;
}

const arrival = (slot: Slot, loan: SlotLoan, signal: AbortSignal): Promise<void> =>
  within({ ms: arrivalMs, signal, onTimeout: () => slotErrors.empty(`slot ${slot.id} stayed empty`) }, (until) =>
    untilAborted(loan.arrived, until),
  );
