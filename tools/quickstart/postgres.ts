import { startPostgres } from "../engines/postgres";

/** Runs a PostgreSQL until it is ended. The first line of its output tells how to reach its two databases. */
async function main(): Promise<void> {
  const server = await startPostgres();
  process.once("SIGTERM", () => {
    void server.stop().then(() => process.exit(0));
  });
  const urls = ["catalog", "deliveries"].map(async (name) => {
    await server.createDatabase(name);
    return [`${name}Url`, `${server.url(name)}&search_path=public`] as const;
  });
  process.stdout.write(`${JSON.stringify(Object.fromEntries(await Promise.all(urls)))}\n`);
}

void main();
