import { expect, it } from "vitest";
import { sayResults } from "../../../../renderer/sound/say-results.ts";
import { createLineStore } from "../../../../renderer/stores/line-store.ts";
import { createSoundStore } from "../../../../renderer/stores/sound-store.ts";
import { aSlot } from "../a-slot.ts";

it("says aloud what came to a result or asks for a hand, if that was chosen", () => {
  const line = createLineStore(() => {
    throw new Error("no station");
  });
  const sound = createSoundStore(null);
  const heard: string[] = [];
  const end = sayResults({
    line,
    sound,
    voice: { say: (text, lang, volume) => heard.push(`${lang} ${volume} ${text}`) },
    wordsOf: ({ id, state }) => `${id} ${state}`,
    language: () => "de",
  });
  const slots = (state: "running" | "pass" | "scan", count = 1) =>
    line.getState().replaceSlots(Array.from({ length: count }, (_, index) => aSlot({ id: String(index + 1), state })));
  slots("running");
  slots("pass");
  expect(heard).toEqual([]);
  sound.getState().setSpoken(true);
  slots("running");
  slots("pass");
  expect(heard).toEqual(["de 0.6 1 pass"]);
  slots("running", 9);
  slots("scan", 9);
  expect(heard).toHaveLength(4);
  sound.getState().setOn(false);
  slots("pass", 9);
  end();
  sound.getState().setOn(true);
  slots("scan", 9);
  expect(heard).toHaveLength(4);
});
