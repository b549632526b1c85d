/** `localStorage` of a test. */
export function memoryStorage() {
  const saved = new Map<string, string>();
  return {
    getItem: (key: string) => saved.get(key) ?? null,
    setItem: (key: string, value: string) => void saved.set(key, value),
  };
}

const refuse = () => {
  throw new Error("refused");
};

/** One that is forbidden or full. */
export const refusingStorage = { getItem: refuse, setItem: refuse };
