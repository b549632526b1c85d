import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

export function fixtureHandlers(desk: Desk) {
  const { fixture } = api(desk);
  return {
    read: fixture.read.handler(() => desk.fixture.read()),
    arrange: fixture.arrange.handler(({ input }) => desk.fixture.arrange(input)),
    setTakt: fixture.setTakt.handler(({ input }) => desk.fixture.setTakt(input.seconds)),
    setKeyboardScanner: fixture.setKeyboardScanner.handler(({ input }) => desk.fixture.setKeyboardScanner(input)),
    setSerialScanner: fixture.setSerialScanner.handler(({ input }) => desk.fixture.setSerialScanner(input.scanner)),
    takeScan: fixture.takeScan.handler(({ input }) => ({ taken: desk.fixture.takeScan(input.id) })),
    lock: fixture.lock.handler(() => desk.fixture.lock()),
    unlock: fixture.unlock.handler(({ input }) => desk.fixture.unlock(input.who)),
  };
}
