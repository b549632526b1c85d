import type { TestEvent } from "node:test/reporters";

/** One JSON line a finished test, for the host: `{"name","ms","failure"?}`. */
// oxlint-disable-next-line import/no-default-export -- what Node looks for in a reporter
export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const path: string[] = [];
  for await (const { type, data } of events) {
    if (type === "test:start") path.splice(data.nesting, path.length, data.name);
    if (type !== "test:pass" && type !== "test:fail") continue;
    if (data.details.type === "suite") continue;
    const name = [...path.slice(0, data.nesting), data.name].join(" > ");
    const failure = type === "test:fail" ? String(data.details.error.cause ?? data.details.error) : undefined;
    const skipped = data.skip !== undefined && data.skip !== false;
    yield `${JSON.stringify({ name, ms: Math.round(data.details.duration_ms), failure, skipped })}\n`;
  }
}
