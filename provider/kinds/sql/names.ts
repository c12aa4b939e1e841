/** Names of the kinds that a database is behind, apart from what makes them true: that loads drivers and an engine. */
export const databaseKindNames = ["AtlasMigration", "AtlasSchema"] as const;

/** Whether a kind is made true by the schema engine, not by the Admin API. */
export function isDatabaseKind(kind: unknown): kind is (typeof databaseKindNames)[number] {
  return databaseKindNames.some((name) => name === kind);
}
