import type { Item } from "./cloud";

/** What the example needs of the cloud. */
export class CloudClient {
  private readonly url: string;
  private readonly by: string;

  constructor(url: string, by: string) {
    this.url = url;
    this.by = by;
  }

  find(owner: string, signal: AbortSignal): Promise<Item[]> {
    return this.call<Item[]>("GET", `?owner=${encodeURIComponent(owner)}`, signal);
  }

  create(owner: string, text: string, signal: AbortSignal): Promise<Item> {
    return this.call<Item>("POST", "", signal, { owner, text });
  }

  update(item: Item, signal: AbortSignal): Promise<Item> {
    return this.call<Item>("PUT", `/${item.id}`, signal, { owner: item.owner, text: item.text });
  }

  remove(id: string, signal: AbortSignal): Promise<Item[]> {
    return this.call<Item[]>("DELETE", `/${id}`, signal);
  }

  private async call<T>(method: string, path: string, signal: AbortSignal, body?: unknown): Promise<T> {
    const headers = { "x-by": this.by, "content-type": "application/json" };
    const answer = await fetch(`${this.url}/items${path}`, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return (await answer.json()) as T;
  }
}
