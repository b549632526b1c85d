import { describe, expect, it } from "vitest";
import { createSoundStore } from "../../../../renderer/stores/sound-store.ts";
import { memoryStorage, refusingStorage } from "./memory-storage.ts";

describe("sound store", () => {
  it("sounds at first, and remembers mute and volume", () => {
    const storage = memoryStorage();
    const store = createSoundStore(storage);
    expect(store.getState()).toMatchObject({ on: true, volume: 60 });
    store.getState().setOn(false);
    store.getState().setVolume(20);
    expect(createSoundStore(storage).getState()).toMatchObject({ on: false, volume: 20 });
  });

  it.each([
    [-5, 0],
    [250, 100],
    [33.4, 33],
  ])("takes a volume of %d for %d", (wanted, volume) => {
    const store = createSoundStore(null);
    store.getState().setVolume(wanted);
    expect(store.getState().volume).toBe(volume);
  });

  it("takes a spoilt memory for none", () => {
    const storage = memoryStorage();
    storage.setItem("touchmark.volume", "1e9");
    expect(createSoundStore(storage).getState().volume).toBe(60);
    expect(createSoundStore(refusingStorage).getState().volume).toBe(60);
  });
});
