import { useState } from "react";
import type { Problem, StationSettingsChange } from "../../../main/api/contract/index.ts";
import { useSettings } from "../../stores/stores-context.tsx";
import { useDraft } from "./use-draft.ts";

/** What became of the last saving; `none` as soon as something else is typed. */
export type Saving = "none" | "saved" | Problem;

/** Settings of the station as they are typed, and saved. */
export function useSettingsDraft<Draft extends object>(first: () => Draft) {
  const change = useSettings((state) => state.change);
  const { draft, put } = useDraft(first);
  const [saving, setSaving] = useState<Saving>("none");
  return {
    draft,
    saving,
    put: (part: Partial<Draft>) => {
      put(part);
      setSaving("none");
    },
    save: async (wanted: StationSettingsChange) => setSaving((await change(wanted)) ?? "saved"),
  };
}
