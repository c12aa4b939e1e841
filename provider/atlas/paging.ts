import type { AtlasCall } from "./api";
import { operations } from "./contract/operations.gen";

/** The largest page that Atlas gives. */
const pageSize = 500;

/** Reads a list to its end. Answers that are plain arrays, and lists without pages, are one read. */
export async function readAllPages(call: AtlasCall, read: (page: AtlasCall) => Promise<unknown>): Promise<unknown[]> {
  const { paged, query } = operations[call.operation];
  if (!paged) return itemsOf(await read(call)).items;
  const count = query.includes("includeCount") ? { includeCount: true } : {};
  const all: unknown[] = [];
  for (let pageNum = 1; ; pageNum++) {
    const page = await read({ ...call, query: { ...call.query, ...count, itemsPerPage: pageSize, pageNum } });
    const { items, totalCount, whole } = itemsOf(page);
    all.push(...items);
    // The service may give smaller pages than asked for: only without a count does a short one mean the end.
    const ended = totalCount === undefined ? items.length < pageSize : all.length >= totalCount;
    if (whole || ended || items.length === 0) return all;
  }
}

function itemsOf(body: unknown): { items: unknown[]; totalCount?: number; whole: boolean } {
  if (Array.isArray(body)) return { items: body, whole: true };
  if (typeof body !== "object" || body === null || !("results" in body) || !Array.isArray(body.results)) {
    return { items: [], whole: true };
  }
  const totalCount = "totalCount" in body && typeof body.totalCount === "number" ? body.totalCount : undefined;
  return { items: body.results, totalCount, whole: false };
}
