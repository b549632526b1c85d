import { beforeEach, describe, expect, it, vi } from "vitest";
import { SoundPlayer } from "../../../../renderer/sound/sound-player.ts";
import { FakeAudio } from "./fake-audio.ts";

describe("sound player", () => {
  let audio: FakeAudio;
  let player: SoundPlayer;
  beforeEach(() => {
    audio = new FakeAudio();
    player = new SoundPlayer(() => audio.output);
  });

  it("opens no audio and is silent before a gesture armed it", () => {
    const open = vi.fn(() => audio.output);
    const unarmed = new SoundPlayer(open);
    expect(unarmed.play("pass", 60)).toBe(false);
    expect(open).not.toHaveBeenCalled();
    unarmed.arm();
    expect(unarmed.play("pass", 60)).toBe(true);
  });

  it("plays two notes up for PASS", () => {
    player.arm();
    player.play("pass", 60);
    const [first, second, ...more] = audio.sounded;
    expect(more).toEqual([]);
    expect(second?.hz ?? 0).toBeGreaterThan(first?.hz ?? Number.POSITIVE_INFINITY);
    expect(second?.start ?? 0).toBeGreaterThanOrEqual(first?.stop ?? Number.POSITIVE_INFINITY);
  });

  it("knocks twice and low for FAIL", () => {
    player.arm();
    player.play("fail", 60);
    expect(audio.sounded).toHaveLength(2);
    expect(Math.max(...audio.sounded.map(({ hz }) => hz))).toBeLessThan(250);
  });

  it("ticks short for a scan taken, and buzzes long for one refused", () => {
    player.arm();
    player.play("tick", 60);
    player.play("buzz", 60);
    const [tick, buzz] = audio.sounded.map(({ start, stop }) => stop - start);
    expect(tick).toBeLessThan(0.06);
    expect(buzz).toBeGreaterThan(0.3);
  });

  it("is louder with more volume, and silent with none", () => {
    player.arm();
    player.play("tick", 20);
    player.play("pass", 100);
    expect(Math.max(...audio.peaks.slice(2))).toBeGreaterThan(audio.peaks[0] ?? 1);
    expect(player.play("fail", 0)).toBe(false);
  });

  it("plays a sound once for slots that end together, and again later", () => {
    player.arm();
    expect([player.play("fail", 60), player.play("fail", 60)]).toEqual([true, false]);
    audio.currentTime = 0.4;
    expect(player.play("fail", 60)).toBe(true);
  });

  it("never throws without audio, and tries again at the next gesture", () => {
    const open = vi.fn<() => never>(() => {
      throw new Error("no audio device");
    });
    const deaf = new SoundPlayer(open);
    deaf.arm();
    deaf.arm();
    expect(deaf.play("fail", 60)).toBe(false);
    expect(open).toHaveBeenCalledTimes(2);
  });

  it("stays silent where the browser does not start audio", async () => {
    audio.resume = () => Promise.reject(new Error("not allowed"));
    player.arm();
    await Promise.resolve();
    expect(player.play("pass", 60)).toBe(false);
  });
});
