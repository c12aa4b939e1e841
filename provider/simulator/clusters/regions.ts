import document from "../../atlas/contract/openapi.json";
import { isObject } from "../json";
import { problem } from "../problem";

/** Providers in the order in which the contract lists their regions. */
const PROVIDERS = ["AWS", "AZURE", "GCP"];

const regions = new Map(PROVIDERS.map((provider, index) => [provider, regionsAt(index)]));

/** @throws Problem when the provider has no such region. */
export function checkRegion(provider: string, region: string): void {
  if (!regions.get(provider)?.has(region)) throw problem("INVALID_ATTRIBUTE", "regionName");
}

function regionsAt(index: number): ReadonlySet<unknown> {
  const openapi: unknown = document;
  const path = ["components", "schemas", "CloudRegionConfig20240805Fields", "properties", "regionName", "oneOf"];
  let found: unknown = openapi;
  for (const name of path) found = isObject(found) ? found[name] : undefined;
  const lists: unknown[] = Array.isArray(found) ? found : [];
  const list = lists[index];
  return new Set(isObject(list) && Array.isArray(list.enum) ? list.enum : []);
}
