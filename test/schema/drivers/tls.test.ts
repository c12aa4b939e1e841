import { chownSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withSession } from "../../../provider/schema/drivers/open";
import { certificateAuthority } from "../../../tools/engines/certificates";
import { type PostgresServer, startPostgres } from "../../../tools/engines/postgres";
import { describeWithEngine } from "../../../tools/engines/require-engine";
import { type MariaDbServer, startMariaDb } from "../../../tools/schema/mariadb";
import { rowsOf, script } from "../databases";

const directory = mkdtempSync(path.join(tmpdir(), "atlas-iac-tls-"));
const at = (name: string) => path.join(directory, name);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Certificates of a server that is `localhost`, and never its address. */
const authority = certificateAuthority("Test authority");
const server = authority.issue("localhost", ["localhost"]);
const client = authority.issue("certified");
const files = {
  "ca.pem": authority.cert,
  "other-ca.pem": certificateAuthority("Another authority").cert,
  "server.pem": server.cert,
  "server.key": server.key,
  "client.pem": client.cert,
  "client.key": client.key,
  "broken.pem": "-----BEGIN CERTIFICATE-----\nbroken\n-----END CERTIFICATE-----\n",
};
for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text, { mode: 0o600 });

interface Case {
  because: string;
  host?: "localhost" | "127.0.0.1";
  user?: string;
  parameters: Record<string, string>;
  /** Whether the session is encrypted; else what the refusal says. */
  encrypted?: boolean;
  says?: RegExp;
}

const PASSWORD = "s3cr#t/&geheim";
const url = (scheme: string, { host = "localhost", user = "app", parameters }: Case, port: number, database: string) =>
  `${scheme}://${user}:${encodeURIComponent(PASSWORD)}@${host}:${port}/${database}?${new URLSearchParams(parameters)}`;

async function outcomeOf(target: string, sql: string): Promise<{ encrypted: boolean } | { failure: string }> {
  try {
    const rows = await withSession(target, {}, async (session) => (await session.query(sql)).rows);
    return { encrypted: !["f", "false", "0", "", null].includes(rows[0]?.at(-1) ?? null) };
  } catch (error) {
    return { failure: `${String(error)} ${Reflect.get(Object(error), "hint")}` };
  }
}

function expectOutcome(outcome: Awaited<ReturnType<typeof outcomeOf>>, { encrypted, says }: Case): void {
  if (says === undefined) {
    expect(outcome).toEqual({ encrypted });
    return;
  }
  const failure = "failure" in outcome ? outcome.failure : "";
  expect(outcome).not.toHaveProperty("encrypted");
  expect(failure).toMatch(says);
  for (const form of [PASSWORD, encodeURIComponent(PASSWORD)]) expect(failure).not.toContain(form);
}

describeWithEngine("postgres", "TLS to PostgreSQL", () => {
  let running: PostgresServer;
  let plain: PostgresServer;
  const ENCRYPTED = "select ssl::text from pg_stat_ssl where pid = pg_backend_pid()";

  /** Settings of a running server: certificates are read again when it is told to. */
  async function setUp(): Promise<void> {
    const { dataDirectory } = running;
    const { uid, gid } = statSync(dataDirectory);
    for (const name of ["ca.pem", "server.pem", "server.key"]) {
      const file = path.join(dataDirectory, name);
      writeFileSync(file, files[name as keyof typeof files], { mode: 0o600 });
      chownSync(file, uid, gid);
    }
    const rules = path.join(dataDirectory, "pg_hba.conf");
    const first =
      "hostssl all certified 127.0.0.1/32 cert\nhostssl all certified ::1/128 cert\nhostssl all app all scram-sha-256\nhost all app all reject\n";
    writeFileSync(rules, first + readFileSync(rules, "utf8"));
    await script(
      running.url(),
      `create role app login password '${PASSWORD}'`,
      "create role certified login",
      "alter system set ssl_ca_file = 'ca.pem'",
      "alter system set ssl_cert_file = 'server.pem'",
      "alter system set ssl_key_file = 'server.key'",
      "alter system set ssl = on",
      "select pg_reload_conf()",
    );
    for (let attempt = 0; attempt < 100; attempt++) {
      if ((await rowsOf(running.url(), "show ssl"))[0]?.[0] === "on") return;
    }
  }

  beforeAll(async () => {
    [running, plain] = [await startPostgres(), await startPostgres()];
    await setUp();
    await script(plain.url(), `create role app login password '${PASSWORD}'`);
  });
  afterAll(async () => {
    await running?.stop();
    await plain?.stop();
  });

  const ca = { sslrootcert: at("ca.pem") };
  it.each<Case>([
    { because: "sslmode=require asks for no certificate", parameters: { sslmode: "require" }, encrypted: true },
    { because: "it is the default", parameters: {}, encrypted: true },
    { because: "sslmode=prefer takes it where it can be had", parameters: { sslmode: "prefer" }, encrypted: true },
    { because: "sslmode=allow takes it where it is asked for", parameters: { sslmode: "allow" }, encrypted: true },
    {
      because: "sslmode=disable is refused by a server that insists",
      parameters: { sslmode: "disable" },
      says: /cannot connect to postgres:\/\/app@localhost:\d+\/postgres: .*(pg_hba|no encryption)/,
    },
    {
      because: "sslmode=verify-ca knows the authority, whatever the name",
      host: "127.0.0.1",
      parameters: { sslmode: "verify-ca", ...ca },
      encrypted: true,
    },
    {
      because: "sslmode=verify-ca does not know another authority",
      parameters: { sslmode: "verify-ca", sslrootcert: at("other-ca.pem") },
      says: /unable to verify|unable to get|self.signed/,
    },
    {
      because: "sslmode=require with a root certificate verifies as verify-ca does",
      parameters: { sslmode: "require", sslrootcert: at("other-ca.pem") },
      says: /unable to verify|unable to get|self.signed/,
    },
    { because: "sslmode=verify-full knows the name", parameters: { sslmode: "verify-full", ...ca }, encrypted: true },
    {
      because: "sslmode=verify-full minds another name",
      host: "127.0.0.1",
      parameters: { sslmode: "verify-full", ...ca },
      says: /127\.0\.0\.1.*(altnames|certificate)/i,
    },
    {
      because: "a user is known by a certificate",
      user: "certified",
      parameters: { sslmode: "verify-full", ...ca, sslcert: at("client.pem"), sslkey: at("client.key") },
      encrypted: true,
    },
    {
      because: "a user without the certificate is not known",
      user: "certified",
      parameters: { sslmode: "verify-full", ...ca },
      says: /cannot connect to postgres:\/\/certified@localhost:\d+\/postgres: .*certificate/,
    },
    {
      because: "a file that is not there is named",
      parameters: { sslmode: "verify-ca", sslrootcert: at("nowhere.pem") },
      says: /sslrootcert of the database URL cannot be read: .*nowhere\.pem/,
    },
    {
      because: "a file that is no certificate",
      parameters: { sslmode: "require", sslcert: at("broken.pem"), sslkey: at("client.key") },
      says: /cannot connect to postgres:\/\/app@localhost/,
    },
    { because: "an unknown mode", parameters: { sslmode: "always" }, says: /unknown sslmode "always".*verify-full/ },
  ])("$because", async (one) => {
    expectOutcome(await outcomeOf(url("postgres", one, running.port, "postgres"), ENCRYPTED), one);
  });

  it.each<Case>([
    { because: "sslmode=disable", host: "127.0.0.1", parameters: { sslmode: "disable" }, encrypted: false },
    { because: "sslmode=prefer", host: "127.0.0.1", parameters: { sslmode: "prefer" }, encrypted: false },
    { because: "sslmode=allow", host: "127.0.0.1", parameters: { sslmode: "allow" }, encrypted: false },
    {
      because: "sslmode=require is refused, and says how to do without",
      host: "127.0.0.1",
      parameters: { sslmode: "require" },
      says: /does not support SSL.*sslmode=disable/,
    },
  ])("to a server without it: $because", async (one) => {
    expectOutcome(await outcomeOf(url("postgres", one, plain.port, "postgres"), ENCRYPTED), one);
  });
});

describeWithEngine("mariadb", "TLS to MariaDB", () => {
  let running: MariaDbServer;
  let plain: MariaDbServer;
  const ENCRYPTED = "show session status like 'Ssl_cipher'";

  beforeAll(async () => {
    const flags = [`--ssl-ca=${at("ca.pem")}`, `--ssl-cert=${at("server.pem")}`, `--ssl-key=${at("server.key")}`];
    [running, plain] = [await startMariaDb({ flags }), await startMariaDb({ flags: ["--skip-ssl"] })];
    const user = (name: string, requires: string) =>
      `create user ${name}@'127.0.0.1' identified by '${PASSWORD}' require ${requires}`;
    for (const one of [running, plain]) await script(one.url(), user("app", "none"));
    await script(running.url(), user("secure", "ssl"), user("certified", "x509"));
  });
  afterAll(async () => {
    await running?.stop();
    await plain?.stop();
  });

  const ca = { "ssl-ca": at("ca.pem") };
  it.each<Case>([
    { because: "without the parameter there is none", parameters: {}, encrypted: false },
    { because: "tls=false is none", parameters: { tls: "false" }, encrypted: false },
    { because: "tls=skip-verify asks for no certificate", parameters: { tls: "skip-verify" }, encrypted: true },
    { because: "tls=preferred takes it where it can be had", parameters: { tls: "preferred" }, encrypted: true },
    { because: "tls=true knows authority and name", parameters: { tls: "true", ...ca }, encrypted: true },
    { because: "an authority asks for it", parameters: ca, encrypted: true },
    {
      because: "tls=true does not know another authority",
      parameters: { tls: "true", "ssl-ca": at("other-ca.pem") },
      says: /cannot connect to mariadb:\/\/app@localhost:\d+\/: .*(unable to verify|unable to get|self.signed)/,
    },
    {
      because: "tls=true does not know this authority unless told",
      parameters: { tls: "true" },
      says: /unable to verify|unable to get|self.signed/,
    },
    {
      because: "tls=true minds another name",
      host: "127.0.0.1",
      parameters: { tls: "true", ...ca },
      says: /127\.0\.0\.1.*(altnames|certificate)/i,
    },
    {
      because: "a user who must encrypt is refused without",
      user: "secure",
      parameters: {},
      says: /cannot connect to mariadb:\/\/secure@localhost:\d+\/: .*Access denied/,
    },
    {
      because: "a user who must encrypt gets in with it",
      user: "secure",
      parameters: { tls: "true", ...ca },
      encrypted: true,
    },
    {
      because: "a user is known by a certificate",
      user: "certified",
      parameters: { tls: "true", ...ca, "ssl-cert": at("client.pem"), "ssl-key": at("client.key") },
      encrypted: true,
    },
    {
      because: "a user without the certificate is refused",
      user: "certified",
      parameters: { tls: "true", ...ca },
      says: /Access denied/,
    },
    {
      because: "a file that is not there is named",
      parameters: { tls: "true", "ssl-ca": at("nowhere.pem") },
      says: /ssl-ca of the database URL cannot be read: .*nowhere\.pem/,
    },
    { because: "an unknown setting", parameters: { tls: "always" }, says: /unknown tls setting "always".*skip-verify/ },
  ])("$because", async (one) => {
    expectOutcome(await outcomeOf(url("mariadb", one, running.port, ""), ENCRYPTED), one);
  });

  it.each<Case>([
    { because: "tls=preferred goes without", parameters: { tls: "preferred" }, encrypted: false },
    {
      because: "tls=true is refused",
      parameters: { tls: "true", ...ca },
      says: /cannot connect to mariadb.*(secure|SSL|TLS)/i,
    },
    { because: "tls=skip-verify is refused", parameters: { tls: "skip-verify" }, says: /(secure|SSL|TLS)/i },
  ])("to a server without it: $because", async (one) => {
    expectOutcome(await outcomeOf(url("mariadb", one, plain.port, ""), ENCRYPTED), one);
  });
});
