import type { Answer, Call } from "./call";
import type { Json } from "./json";
import { problem } from "./problem";

/** The service's bounds for lists. */
const DEFAULT_ITEMS = 100;
const MOST_ITEMS = 500;

/** Answers with the asked page of a list; items are rendered only when they are on it. */
export function page<Item>(call: Call, items: readonly Item[], render: (item: Item) => Json, status = 200): Answer {
  const size = Math.min(positive(call, "itemsPerPage", DEFAULT_ITEMS), MOST_ITEMS);
  const number = positive(call, "pageNum", 1);
  const counted = call.query.get("includeCount") !== "false";
  const start = (number - 1) * size;
  const links: Json[] = [pageLink(call, number, size, "self")];
  if (number > 1) links.push(pageLink(call, number - 1, size, "previous"));
  if (start + size < items.length) links.push(pageLink(call, number + 1, size, "next"));
  return {
    status,
    body: {
      links,
      results: items.slice(start, start + size).map(render),
      ...(counted ? { totalCount: items.length } : {}),
    },
  };
}

function pageLink(call: Call, number: number, size: number, rel: string): Json {
  const query = new URLSearchParams(call.query);
  query.set("pageNum", String(number));
  query.set("itemsPerPage", String(size));
  const path = call.operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(call.params[name] ?? ""));
  return { href: `${call.origin}${path}?${query}`, rel };
}

function positive(call: Call, name: string, otherwise: number): number {
  const text = call.query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) throw problem("INVALID_QUERY_PARAMETER", name);
  return Number(text);
}
