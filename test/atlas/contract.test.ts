import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { matchOperation, requestFaults, responseFaults } from "../../provider/atlas/contract/load";
import { type OperationId, operations } from "../../provider/atlas/contract/operations.gen";
import { usedOperations } from "../../provider/atlas/contract/used-operations";
import { prepareCall } from "../../provider/atlas/prepared-call";
import { emitCatalog } from "../../tools/contract/emit-catalog";
import { emitOperations } from "../../tools/contract/emit-operations";
import { emitTypes } from "../../tools/contract/emit-types";
import { isOpenApi } from "../../tools/contract/openapi";
import { trimContract } from "../../tools/contract/trim";

const folder = join(__dirname, "../../provider/atlas/contract");
const contract: unknown = JSON.parse(readFileSync(join(folder, "openapi.json"), "utf8"));
if (!isOpenApi(contract)) throw new Error("openapi.json is not a contract");
const id = "32b6e34b3d91647abb20e7b8";

describe("the contract in the repository", () => {
  it("holds exactly the used operations", () => {
    expect(Object.keys(operations).sort()).toEqual([...usedOperations].sort());
  });

  it("holds nothing that these do not reach", () => {
    expect(trimContract(contract, usedOperations)).toEqual(contract);
  });

  it("is what the generated files were made from", async () => {
    expect(readFileSync(join(folder, "operations.gen.ts"), "utf8")).toBe(emitOperations(contract));
    expect(readFileSync(join(folder, "types.gen.ts"), "utf8")).toBe(await emitTypes(contract));
    const catalog = join(folder, "../../../sdk/model/catalog/catalog.gen.ts");
    expect(readFileSync(catalog, "utf8")).toBe(emitCatalog(contract));
  });

  it("finds every operation again by its request line", () => {
    for (const operation of Object.keys(operations) as OperationId[]) {
      const params = Object.fromEntries(operations[operation].params.map((name) => [name, `${name} a/b:c`]));
      const { method, path } = prepareCall("https://x", { operation, params });
      expect(matchOperation(method, path)).toEqual({ operation, params });
    }
  });

  it("does not know what is not in it", () => {
    expect(matchOperation("GET", "/api/atlas/v2/nonsense")).toBeUndefined();
    expect(matchOperation("PUT", `/api/atlas/v2/groups/${id}`)).toBeUndefined();
  });
});

const user = { username: "app", databaseName: "admin", groupId: id, roles: [] };

describe("a request is held to the contract", () => {
  for (const { because, operation, body, faults } of [
    { because: "it is right", operation: "createGroupDatabaseUser", body: user, faults: [] },
    {
      because: "what only the service fills may be missing",
      operation: "createGroup",
      body: { name: "p", orgId: id },
      faults: [],
    },
    {
      because: "a region is a text, whatever the contract calls it",
      operation: "createGroupStreamWorkspace",
      body: { name: "flow", dataProcessRegion: { cloudProvider: "AWS", region: "DUBLIN_IRL" } },
      faults: [],
    },
    {
      because: "something is missing",
      operation: "createGroup",
      body: { name: "p" },
      faults: ["body must have required property 'orgId'"],
    },
    {
      because: "a value is none of those allowed",
      operation: "createGroupDatabaseUser",
      body: { ...user, awsIAMType: "canary" },
      faults: ["awsIAMType must be equal to one of the allowed values: NONE, USER, ROLE"],
    },
    {
      because: "a fault is deep inside",
      operation: "createGroupDatabaseUser",
      body: { ...user, roles: [{ roleName: 5, databaseName: "x" }] },
      faults: ["roles[0].roleName must be string"],
    },
    {
      because: "it should have no body, and nothing is said of one",
      operation: "deleteGroup",
      body: undefined,
      faults: [],
    },
  ] as const) {
    it(`when ${because}`, () => {
      expect(requestFaults(operation, body)).toEqual(faults);
    });
  }
});

describe("a response is held to the contract", () => {
  it("with the corrections that the real service's answers ask for", () => {
    const error = {
      error: 404,
      errorCode: "CLUSTER_NOT_FOUND",
      detail: "No.",
      parameters: ["c", id],
      reason: "Not Found",
    };
    expect(responseFaults("getGroupCluster", 404, error)).toEqual([]);
    const region = {
      providerName: "AWS",
      regionName: "US_EAST_1",
      priority: 7,
      electableSpecs: { instanceSize: "M10", nodeCount: 3 },
    };
    const cluster = {
      name: "c",
      biConnector: { enabled: false, readPreference: "secondary" },
      replicationSpecs: [{ zoneName: "Zone 1", regionConfigs: [region] }],
    };
    expect(responseFaults("getGroupCluster", 200, cluster)).toEqual([]);
    expect(responseFaults("getGroupClusterProcessArgs", 200, { defaultMaxTimeMS: null })).toEqual([]);
  });

  it("and finds what is wrong", () => {
    expect(responseFaults("getGroupCluster", 200, { name: 5 })).toEqual(["name must be string"]);
    expect(responseFaults("listGroupDatabaseUsers", 200, { results: [{ ...user, roles: "none" }] })).toEqual([
      "results[0].roles must be array",
    ]);
  });
});
