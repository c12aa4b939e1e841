/** The first version of PostgreSQL with the view `pg_stat_progress_create_index`. */
const FIRST = 12;

/** Whether a server of PostgreSQL tells which indexes are being built. @param version as the server tells it: `18.4` */
export function tellsOfBuilds(version: string): boolean {
  return Number.parseInt(version, 10) >= FIRST;
}
