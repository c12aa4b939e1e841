import { Client } from "pg";
import { expect, it } from "vitest";
import { startPostgres } from "../../tools/engines/postgres";
import { describeWithEngine } from "../../tools/engines/require-engine";

describeWithEngine("postgres", "a real PostgreSQL server", () => {
  it("answers queries in a database of its own and is gone after stop", async () => {
    const server = await startPostgres();
    await server.createDatabase("orders");
    const client = new Client({ connectionString: server.url("orders") });
    await client.connect();
    const { rows } = await client.query("select current_database() as name");
    expect(rows).toEqual([{ name: "orders" }]);
    await client.end();
    await server.stop();
    await expect(new Client({ connectionString: server.url() }).connect()).rejects.toThrow("ECONNREFUSED");
  });

  it("refuses a wrong password", async () => {
    const server = await startPostgres();
    const wrong = server.url().replace(server.password, "guess");
    await expect(new Client({ connectionString: wrong }).connect()).rejects.toThrow("password authentication failed");
    await server.stop();
  });
});
