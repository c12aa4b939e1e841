import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../provider/simulator";
import { atlasIac, ownerOf } from "./atlas-iac";
import { project, secret, team, together, user } from "./manifests";

let atlas: Simulator;
let projectId: string;

beforeAll(async () => {
  atlas = await startSimulator();
  const body = JSON.parse(JSON.stringify({ name: "shop", orgId: atlas.orgId }));
  const group: unknown = atlas.behindTheBack("createGroup", { params: {}, body });
  projectId = String(new Map(Object.entries(group ?? {})).get("id"));
});

afterAll(() => atlas.stop());

type Key = Parameters<Simulator["addApiKey"]>[0];

/** The environment of somebody with a key of their own. */
function holderOf(key: Key): Record<string, string> {
  const { publicKey, privateKey } = atlas.addApiKey(key);
  return {
    ...ownerOf(atlas),
    MONGODB_ATLAS_PUBLIC_API_KEY: publicKey,
    MONGODB_ATLAS_PRIVATE_API_KEY: privateKey,
  };
}

interface Case {
  because: string;
  env: () => Record<string, string>;
  args?: readonly string[];
  input?: () => string;
  code: number;
  says: readonly (string | RegExp)[];
  saysNot?: readonly string[];
}

const cases: Case[] = [
  {
    because: "an owner of the organization may do everything",
    env: () => ownerOf(atlas),
    code: 0,
    says: ["✓ reach", "✓ organization", "✓ roles for AtlasProject", "✓ roles for AtlasTeam", "All is well."],
  },
  {
    because: "a key of the project can do all but what needs the organization",
    env: () => holderOf({ groupId: projectId, roles: ["GROUP_OWNER", "ORG_MEMBER"] }),
    code: 0,
    says: [
      "! roles for AtlasProject: Organization Project Creator is missing, for createGroup",
      "! roles for AtlasTeam: Organization Owner is missing",
      "✓ roles for AtlasDeployment",
    ],
  },
  {
    because: "who can only read cannot make users",
    env: () => holderOf({ roles: ["ORG_READ_ONLY"] }),
    code: 1,
    says: [
      "✗ roles for AtlasDatabaseUser: Project Database Access Admin or Project Owner is missing, for createGroupDatabaseUser",
    ],
  },
  {
    because: "only the kinds in use count",
    env: () => holderOf({ groupId: projectId, roles: ["GROUP_DATABASE_ACCESS_ADMIN"] }),
    args: ["-"],
    input: () => user(),
    code: 0,
    says: ["✓ roles for AtlasDatabaseUser"],
    saysNot: ["AtlasProject", "AtlasDeployment"],
  },
  {
    because: "a key may not be used from here",
    env: () => holderOf({ roles: ["ORG_OWNER"], accessList: ["192.0.2.0/24"] }),
    code: 1,
    says: ["✗ reach", "IP_ADDRESS_NOT_ON_ACCESS_LIST", "127.0.0.1", "access list of the key itself"],
  },
  {
    because: "a key may be used from here, and where from is told",
    env: () => holderOf({ roles: ["ORG_OWNER"], accessList: ["127.0.0.0/8"] }),
    code: 0,
    says: ["✓ access list of the key: this address is on it: 127.0.0.0/8"],
  },
  {
    because: "the private half is mistyped",
    env: () => ({ ...ownerOf(atlas), MONGODB_ATLAS_PRIVATE_API_KEY: "00000000-0000-0000-0000-000000000000" }),
    code: 1,
    says: ["✗ reach", "401", "check both halves for typing errors"],
  },
  {
    because: "nobody is there",
    env: () => ({ ...ownerOf(atlas), MONGODB_ATLAS_BASE_URL: "http://127.0.0.1:9" }),
    code: 1,
    says: ["✗ reach", "ECONNREFUSED"],
  },
  {
    because: "the organization is another's",
    env: () => ({ ...ownerOf(atlas), MONGODB_ATLAS_ORG_ID: "0123456789abcdef01234567" }),
    code: 1,
    says: ["✗ organization", "0123456789abcdef01234567"],
  },
  {
    because: "a service account is not told its roles",
    env: () => ({
      MONGODB_ATLAS_BASE_URL: atlas.url,
      MONGODB_ATLAS_CLIENT_ID: atlas.serviceAccount.clientId,
      MONGODB_ATLAS_CLIENT_SECRET: atlas.serviceAccount.clientSecret,
    }),
    code: 0,
    says: ["✓ reach", "! roles: Atlas does not tell a service account its own roles"],
  },
];

describe("doctor", () => {
  it.each(cases)("says so when $because", async ({ env, args = [], input, code, says, saysNot = [] }) => {
    const environment = env();
    const run = await atlasIac(["doctor", ...args], { env: environment, input: input?.() });
    for (const text of says) expect(run.out).toMatch(text);
    for (const text of saysNot) expect(run.out).not.toContain(text);
    expect(run.code).toBe(code);
    for (const name of ["MONGODB_ATLAS_PRIVATE_API_KEY", "MONGODB_ATLAS_CLIENT_SECRET"]) {
      if (environment[name]) expect(run.out + run.err).not.toContain(environment[name]);
    }
  });

  it("looks at each set of credentials that manifests use", async () => {
    const mine = atlas.addApiKey({ roles: ["ORG_OWNER"] });
    const manifests = together(
      secret("keys", { orgId: atlas.orgId, publicApiKey: mine.publicKey, privateApiKey: mine.privateKey }),
      project({ connectionSecretRef: { name: "keys" } }),
      team(),
    );
    const run = await atlasIac(["doctor", "-", "--json"], { env: ownerOf(atlas), input: manifests });
    expect(run.code).toBe(0);
    const { ok, examinations } = JSON.parse(run.out);
    expect(ok).toBe(true);
    expect(examinations.map(({ credentials }: { credentials: string }) => credentials)).toEqual([
      "Secret default/keys",
      "the environment",
    ]);
  });

  it("ends with an error when there are no credentials, or nothing to look at", async () => {
    expect(await atlasIac(["doctor"])).toMatchObject({ code: 1, err: expect.stringContaining("credential") });
    const nothing = await atlasIac(["doctor", "-"], { env: ownerOf(atlas), input: secret("s", {}) });
    expect(nothing).toMatchObject({ code: 1, err: expect.stringContaining("nothing that is made in MongoDB Atlas") });
  });

  it("leaves no trace", () => {
    expect(atlas.writes().filter(({ path }) => !path.includes("oauth"))).toEqual([]);
  });
});
