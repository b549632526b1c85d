import { type IdentityPlugin, useIdentityPlugin } from "@azure/identity";
import { z } from "zod";
import type { EntraSecret } from "./entra-settings.ts";

/**
 * What a person's sign-in leaves: who it was, and the library's cache with the refresh token in it. A secret as a whole.
 */
const memory = z.object({ record: z.string(), cache: z.string() });

/** MSAL's ICachePlugin, as far as it is used. */
interface CacheContext {
  readonly cacheHasChanged: boolean;
  readonly tokenCache: { serialize(): string; deserialize(cache: string): void };
}

interface CachePlugin {
  beforeCacheAccess(context: CacheContext): Promise<void>;
  afterCacheAccess(context: CacheContext): Promise<void>;
}

/** What a plugin is given (provider.d.ts of @azure/identity: AzurePluginContext). */
const pluginContext = z.object({
  cachePluginControl: z.object({
    setPersistence: z.custom<(factory: () => Promise<CachePlugin>) => void>((value) => typeof value === "function"),
  }),
});

/** Keeps a sign-in in the secret store, so that a station that starts again needs no person. */
export class SignInMemory implements CachePlugin {
  readonly #secret: EntraSecret;
  #record = "";
  #cache = "";

  private constructor(secret: EntraSecret) {
    this.#secret = secret;
  }

  static async open(secret: EntraSecret): Promise<SignInMemory> {
    const opened = new SignInMemory(secret);
    const kept = memory.safeParse(parseJson((await secret.get()) ?? ""));
    if (kept.success) ({ record: opened.#record, cache: opened.#cache } = kept.data);
    return opened;
  }

  /**
   * Makes a credential that uses this memory, with `tokenCachePersistenceOptions: { enabled: true }`. The library has one place for
   * all credentials to ask, and asks while they are made.
   */
  attach<Credential>(make: () => Credential): Credential {
    const plugin: IdentityPlugin = (context) => {
      pluginContext.parse(context).cachePluginControl.setPersistence(() => Promise.resolve(this));
    };
    useIdentityPlugin(plugin);
    return make();
  }

  /** The library's serialized AuthenticationRecord; empty if nobody has signed in. */
  get record(): string {
    return this.#record;
  }

  async remember(record: string): Promise<void> {
    this.#record = record;
    await this.#save();
  }

  beforeCacheAccess({ tokenCache }: CacheContext): Promise<void> {
    if (this.#cache !== "") tokenCache.deserialize(this.#cache);
    return Promise.resolve();
  }

  async afterCacheAccess({ cacheHasChanged, tokenCache }: CacheContext): Promise<void> {
    if (!cacheHasChanged) return;
    this.#cache = tokenCache.serialize();
    // Before anybody has signed in there is nothing worth keeping.
    if (this.#record !== "") await this.#save();
  }

  #save(): Promise<void> {
    return this.#secret.put(JSON.stringify({ record: this.#record, cache: this.#cache }));
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
