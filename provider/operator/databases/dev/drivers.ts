/** What a Deployment of a dev database is made of. */
export interface DevDriver {
  image: string;
  port: number;
  /** User of the image, not root. */
  uid: number;
  /** Where it keeps its data, which goes with the pod. */
  data: string;
  args?: readonly string[];
  /** @param bound whether work is on one schema */
  env(bound: boolean): Readonly<Record<string, string>>;
  /** Asks whether it can be logged in to. */
  probe: readonly string[];
  /** How it is connected to, on the pod itself. */
  url(bound: boolean): string;
}

const USER = { name: "root", password: "pass" };

const mySql = (scheme: string, variables: string, client: string, uid: number): DevDriver => ({
  image: `${scheme}:latest`,
  port: 3306,
  uid,
  data: "/var/lib/mysql",
  env: (bound) => ({
    [`${variables}_ROOT_PASSWORD`]: USER.password,
    ...(bound && { [`${variables}_DATABASE`]: "dev" }),
  }),
  probe: [client, `-u${USER.name}`, `-p${USER.password}`, "-h127.0.0.1", "-e", "SELECT 1"],
  url: (bound) => `${scheme}://${USER.name}:${USER.password}@localhost:3306${bound ? "/dev" : ""}`,
});

/**
 * Dev databases that can be started, with the images, users and databases of Ariga's atlas-operator (release 0.7.37), so that either
 * operator can use what the other has started. They hold nothing and can be reached inside the cluster only.
 */
export const devDrivers: Readonly<Record<string, DevDriver>> = {
  postgres: {
    image: "postgres:latest",
    port: 5432,
    uid: 999,
    data: "/var/lib/postgresql",
    env: () => ({ POSTGRES_DB: "postgres", POSTGRES_USER: "postgres", POSTGRES_PASSWORD: USER.password }),
    probe: ["pg_isready", "-U", "postgres", "-h", "127.0.0.1"],
    url: (bound) =>
      `postgres://postgres:${USER.password}@localhost:5432/postgres?${bound ? "search_path=public&" : ""}sslmode=disable`,
  },
  mysql: mySql("mysql", "MYSQL", "mysql", 1000),
  mariadb: mySql("mariadb", "MARIADB", "mariadb", 999),
  clickhouse: {
    image: "clickhouse/clickhouse-server:latest",
    port: 9000,
    uid: 101,
    data: "/var/lib/clickhouse",
    env: (bound) => ({
      CLICKHOUSE_USER: USER.name,
      CLICKHOUSE_PASSWORD: USER.password,
      ...(bound && { CLICKHOUSE_DB: "dev" }),
    }),
    probe: ["clickhouse-client", "-u", USER.name, "--password", USER.password, "-q", "SELECT 1"],
    url: (bound) => `clickhouse://${USER.name}:${USER.password}@localhost:9000${bound ? "/dev" : ""}`,
  },
  crdb: {
    image: "cockroachdb/cockroach:latest",
    port: 26257,
    uid: 1000,
    data: "/cockroach/cockroach-data",
    args: ["start-single-node", "--insecure"],
    env: () => ({}),
    probe: ["cockroach", "sql", "--insecure", "-e", "SELECT 1"],
    url: (bound) => `crdb://root@localhost:26257/defaultdb?${bound ? "search_path=public&" : ""}sslmode=disable`,
  },
};
