import { createContext, useContext } from "react";
import type { SoundPlayer } from "./sound-player.ts";

/** The page's one player, for trying sounds. */
export const SoundContext = createContext<SoundPlayer | null>(null);

export const useSoundPlayer = (): SoundPlayer | null => useContext(SoundContext);
