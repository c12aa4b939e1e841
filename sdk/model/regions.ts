/** A region as Atlas writes it: `EU_WEST_1` for AWS's `eu-west-1`. What is in neither form stays, for Atlas to judge. */
export const asAtlasWrites = (region: string): string =>
  /[-_]/.test(region) ? region.toUpperCase().replaceAll("-", "_") : region;

/** What tells a region whichever way it is written, also `northeurope` and `EUROPE_NORTH`. */
export const regionKey = (region: string): string =>
  [...region.toLowerCase().replace(/[^a-z0-9]/g, "")].sort().join("");
