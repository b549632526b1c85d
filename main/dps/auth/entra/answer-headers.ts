import type { ClientSecretCredentialOptions } from "@azure/identity";

type HttpClient = NonNullable<ClientSecretCredentialOptions["httpClient"]>;
type HttpHeaders = Awaited<ReturnType<HttpClient["sendRequest"]>>["headers"];

/** An answer's headers in the form @azure/identity's pipeline has them; names in any case. */
export class AnswerHeaders implements HttpHeaders {
  readonly #values: Map<string, string>;

  /** Names in lower case. */
  constructor(headers: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(headers));
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string | number | boolean): void {
    this.#values.set(name.toLowerCase(), String(value));
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }

  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.#values[Symbol.iterator]();
  }
}
