/** How long an answer may be held back before the device says "not yet" instead (docs/identity-group.md: one second). */
const holdMs = 900;

/** Runs a device's slow work and adds up the time it takes, which is the device's and not the station's. */
export class WorkClock {
  #computeMs = 0;

  get computeMs(): number {
    return this.#computeMs;
  }

  async measure<Value>(work: () => Promise<Value> | Value): Promise<Value> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#computeMs += performance.now() - start;
    }
  }
}

/** The value if it is there in time, otherwise `undefined`: the work goes on. */
export async function soon<Value>(work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), holdMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
