import { type AtlasClient, createAtlasClient, fastClock, type RequestBody } from "../../../provider/atlas";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../../provider/simulator";
import type { Fixture } from "./fixture";

export interface WorldOptions {
  /** Real milliseconds that one request may take, for tests that let requests time out. */
  timeoutMs?: number;
  /** Simulated milliseconds a real one. By default a cluster that takes seven minutes is there after a few hundredths of a second. */
  scale?: number;
  /** Atlas's time goes on by itself no faster than here: the test advances it. What takes time is seen to, on any machine. */
  still?: boolean;
  /** The people of the organisation, where the simulator's own do not suit. */
  users?: SimulatorOptions["users"];
}

/** What a fixture's placeholders stand for. */
export interface Names {
  $org: string;
  $project: string;
  /** Two teams of the organisation. */
  $teamA: string;
  $teamB: string;
  /** Different in every test. */
  $unique: string;
  /** Id of what the fixture has in Atlas before. */
  $given?: string;
}

/** A simulated Atlas with a client for it, and projects to work in. */
export interface World {
  simulator: Simulator;
  client: AtlasClient;
  /** A client with another key. */
  clientOf(key: { publicKey: string; privateKey: string }): AtlasClient;
  clock: ReturnType<typeof fastClock>;
  /** A new project with two teams beside it; in an organisation of its own, and without teams, where the fixture makes that ready. */
  fresh(fixture?: Pick<Fixture, "given" | "organisation">): Promise<Names>;
  /** A client for the organisation of the names. */
  clientFor(names: Names): AtlasClient;
  stop(): Promise<void>;
}

export async function startWorld({
  timeoutMs,
  scale = 20_000,
  still = false,
  users,
}: WorldOptions = {}): Promise<World> {
  const simulator = await startSimulator({ timeScale: still ? 1 : scale, users });
  const clock = fastClock(scale);
  const clientOf: World["clientOf"] = ({ publicKey, privateKey }) =>
    createAtlasClient({
      credentials: { kind: "api-key", publicKey, privateKey },
      baseUrl: simulator.url,
      clock,
      timeoutMs,
      // By this clock an hour is less than a second, which a busy machine may well take for one request.
      retry: { failureBudgetMs: 1_000 * 3_600_000 },
    });
  const client = clientOf(simulator.apiKey);
  await client.orgId();
  let count = 0;
  const clients = new Map([[simulator.orgId, client]]);
  const clientFor: World["clientFor"] = ({ $org }) => clients.get($org) ?? client;
  const newProject = async (owner: AtlasClient, orgId: string, name: string): Promise<string> => {
    const body = { name, orgId } as RequestBody<"createGroup">;
    return (await owner.send({ operation: "createGroup", body })).id ?? "";
  };
  const alone = async (unique: string, prepare: NonNullable<Fixture["organisation"]>): Promise<Names> => {
    const { orgId, apiKey } = simulator.addOrganization(`of-${unique}`);
    const owner = clientOf(apiKey);
    await owner.orgId();
    clients.set(orgId, owner);
    const $project = await newProject(owner, orgId, `for-${unique}`);
    const $given = prepare(simulator, orgId);
    return { $org: orgId, $project, $teamA: "", $teamB: "", $unique: unique, $given };
  };
  const fresh: World["fresh"] = async ({ given, organisation } = {}) => {
    count += 1;
    const unique = `t${count}`;
    if (organisation) return alone(unique, organisation);
    const $org = simulator.orgId;
    const $project = await newProject(client, $org, `for-${unique}`);
    const team = async (name: string) => {
      const body = { name, usernames: ["alice@example.com"] };
      return (await client.send({ operation: "createOrgTeam", params: { orgId: $org }, body })).id ?? "";
    };
    const [$teamA, $teamB] = [await team(`a-${unique}`), await team(`b-${unique}`)];
    const names = { $org, $project, $teamA, $teamB, $unique: unique };
    if (!given) return names;
    const made: unknown = await client.send(fill(given, names));
    const id: unknown = Reflect.get(Object(made), "id") ?? Reflect.get(Object(made), "_id");
    return { ...names, $given: String(id) };
  };
  return { simulator, client, clientOf, clock, fresh, clientFor, stop: () => simulator.stop() };
}

/** Replaces placeholders in every text of a fixture's JSON. */
export function fill<T>(value: T, names: Names): T {
  const text = JSON.stringify(value).replace(
    /\$(?:org|project|teamA|teamB|unique|given)\b/g,
    (name) => names[name as keyof Names] ?? name,
  );
  return JSON.parse(text);
}
