import { Mutex } from "../base/async/mutex.ts";
import { isStationError } from "../base/errors/station-error.ts";

/** Failures that are the disk's: what could not be written now can be later. */
const diskTroubles = ["records.disk-full", "records.read-only", "records.disk-fault"];
/** By then nobody has looked at the screen for a shift. */
const mostOwed = 1_000;

type Write = () => Promise<void>;

/**
 * How runs began and ended that a full or locked disk did not take. They are kept in memory, in their order, and written before the next
 * account of a run is: an attempt is not forgotten, and its unit not taken for one that is still at work, because there was no room.
 */
export class OwedAccounts {
  readonly #oneAtATime = new Mutex();
  #owed: readonly Write[] = [];

  /** Writes it, after all that is owed. What the disk does not take is owed from now on; it rejects all the same. */
  async keep(write: Write): Promise<void> {
    try {
      if (this.#owed.length > 0) await this.settle();
      await write();
    } catch (error) {
      if (isDiskTrouble(error) && this.#owed.length < mostOwed) this.#owed = [...this.#owed, write];
      throw error;
    }
  }

  /** Writes what is owed. Rejects with the disk's trouble if it is not over; then all that is left is owed still. */
  settle(): Promise<void> {
    return this.#oneAtATime.run(async () => {
      for (let [next] = this.#owed; next !== undefined; [next] = this.#owed) {
        // What the records refuse for another reason they would refuse again.
        await next().catch((error: unknown) => {
          if (isDiskTrouble(error)) throw error;
        });
        this.#owed = this.#owed.slice(1);
      }
    });
  }
}

const isDiskTrouble = (error: unknown): boolean => isStationError(error) && diskTroubles.includes(error.code);
