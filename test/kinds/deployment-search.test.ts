import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Spec } from "./conformance/fixture";
import { searchCluster } from "./conformance/fixtures/deployment-search";
import { Subject } from "./conformance/subject";
import { startWorld, type World } from "./conformance/world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const deployment = (more: Spec): Spec => ({
  deploymentSpec: { ...Object(searchCluster.base.deploymentSpec), ...more },
});
const plainIndex = (more: Spec = {}): Spec => ({
  name: "other",
  DBName: "films",
  collectionName: "actors",
  type: "search",
  search: { mappings: { dynamic: true }, searchConfigurationRef: { id: "none", spec: {} } },
  ...more,
});

const fresh = () => Subject.fresh(world, searchCluster);
const indexesOf = ({ names }: Subject) =>
  (world.simulator.state.clusters(names.$project)[0]?.searchIndexes ?? []).filter(
    ({ deletedAt }) => deletedAt === undefined,
  );

describe("search indexes", () => {
  it("arrive with every field that is declared, and are told in the status", async () => {
    const subject = await fresh();
    await subject.up(subject.spec());
    const [text, vectors] = indexesOf(subject);
    expect(text).toMatchObject({
      name: "text",
      database: "films",
      collectionName: "movies",
      type: "search",
      definition: {
        analyzer: "lucene.english",
        searchAnalyzer: "lucene.standard",
        analyzers: [
          {
            name: "words",
            tokenizer: { type: "regexSplit", pattern: "[ -]+" },
            charFilters: [{ type: "icuNormalize" }],
            tokenFilters: [{ type: "lowercase" }, { type: "trim" }],
          },
        ],
        storedSource: { include: ["title", "plot"] },
        mappings: { dynamic: false, fields: { title: [{ type: "string", analyzer: "words" }, { type: "token" }] } },
        synonyms: [{ name: "same", analyzer: "lucene.standard", source: { collection: "synonyms" } }],
      },
    });
    expect(vectors).toMatchObject({ type: "vectorSearch", definition: { fields: [{ numDimensions: 1536 }, {}] } });
    const { searchIndexes } = subject.handler.status(subject.saved.observed ?? {});
    const told = [text, vectors].map((index) => ({ name: index?.name, ID: index?.id, status: "Ready" }));
    expect(searchIndexes).toEqual(told.map((entry) => expect.objectContaining(entry)));
  });

  it("are sent one after the other and waited for together", async () => {
    const subject = await fresh();
    const waits: string[] = [];
    await subject.up(subject.spec(), "conflict", (type) => waits.push(type));
    const sent = world.simulator.requests.map(({ operation }) => operation);
    const [first, last] = [sent.lastIndexOf("createGroupClusterSearchIndex") - 1, sent.length];
    expect(sent.slice(first, first + 2)).toEqual(["createGroupClusterSearchIndex", "createGroupClusterSearchIndex"]);
    expect(sent.slice(first + 2, last)).toContain("listGroupClusterSearchIndexes");
    expect(waits).toContain("waiting");
  });

  it("that others made stay, with a note; what others set beside a definition stays in it", async () => {
    const subject = await fresh();
    await subject.up(subject.spec());
    const params = { groupId: subject.names.$project, clusterName: `main-${subject.names.$unique}` };
    const definition = { mappings: { dynamic: true } };
    const body = { name: "theirs", database: "films", collectionName: "movies", type: "search", definition };
    world.simulator.behindTheBack("createGroupClusterSearchIndex", { params, body });
    const [text] = indexesOf(subject);
    world.simulator.behindTheBack("updateGroupClusterSearchIndex", {
      params: { ...params, indexId: text?.id ?? "" },
      body: { definition: { ...text?.definition, numPartitions: 2, analyzer: "lucene.french" } },
    });
    const { notes, applied } = await subject.up(subject.spec());
    expect(applied.map(({ call }) => call.operation)).toEqual(["updateGroupClusterSearchIndex"]);
    expect(notes).toContain("left alone, as this object does not declare them: search indexes films.movies/theirs");
    expect(indexesOf(subject).find(({ name }) => name === "text")?.definition).toMatchObject({
      numPartitions: 2,
      analyzer: "lucene.english",
    });
  });

  it("that cannot be built are a failure of their own condition, with Atlas's reason, until they are mended", async () => {
    const subject = await fresh();
    const search = {
      mappings: { fields: { name: { type: "string", analyzer: "nobodys" } } },
      searchConfigurationRef: { id: "none", spec: {} },
    };
    const spec = subject.spec(deployment({ searchIndexes: [plainIndex({ search })] }));
    const failures = [
      expect.objectContaining({ condition: "AtlasSearchIndexesReady", reason: "SearchIndexesNotReady" }),
    ];
    const failing = () =>
      expect(subject.up(spec)).rejects.toMatchObject({
        failures,
        message: expect.stringMatching(/films\.actors\/other could not be built: .*nobodys does not exist/),
      });
    await failing();
    expect(await subject.writesOf(failing), "nothing is sent again").toEqual([]);
    const { searchIndexes } = subject.handler.status(subject.saved.observed ?? {});
    expect(searchIndexes).toEqual([expect.objectContaining({ name: "other", status: "Error" })]);
    await subject.up(subject.spec(deployment({ searchIndexes: [plainIndex()] })));
  });

  it("of one name in two collections are two", async () => {
    const subject = await fresh();
    await subject.up(subject.spec(deployment({ searchIndexes: [plainIndex()] })));
    const moved = deployment({ searchIndexes: [plainIndex({ collectionName: "films" })] });
    expect(await subject.writesOf(() => subject.up(subject.spec(moved)))).toEqual([
      "createGroupClusterSearchIndex",
      "deleteGroupClusterSearchIndex",
    ]);
    expect(indexesOf(subject).map(({ collectionName }) => collectionName)).toEqual(["films"]);
  });
});

it("refuses one index twice, by field", async () => {
  const subject = await fresh();
  const faults = [expect.objectContaining({ path: "spec.deploymentSpec.searchIndexes[1].name" })];
  const twice = subject.spec(deployment({ searchIndexes: [plainIndex(), plainIndex()] }));
  await expect(subject.up(twice)).rejects.toMatchObject({ code: "ValidationFailed", faults });
});

describe("search nodes", () => {
  it("are there before the cluster is paused, where both are declared", async () => {
    const subject = await fresh();
    const { id, observed } = await subject.up(subject.spec());
    const { cluster, parts } = Object(observed);
    const changing = {
      ...Object(observed),
      cluster,
      parts: { ...parts, searchNodes: { ...parts.searchNodes, stateName: "UPDATING" } },
    };
    const desired = subject.spec(deployment({ paused: true }));
    const { changes, underWay } = subject.handler.plan(
      { desired, observed: changing },
      id,
      new Date(world.clock.now()),
    );
    expect(changes.map(({ description }) => description)).toEqual([expect.stringMatching(/^pause/)]);
    expect(underWay?.map(({ condition }) => condition)).toEqual(["SearchNodesReady", "DeploymentReady"]);
  });

  it("that others set up are left alone", async () => {
    const subject = await fresh();
    const without = deployment({ searchNodes: [], searchIndexes: undefined });
    await subject.up(subject.spec(without));
    const params = { groupId: subject.names.$project, clusterName: `main-${subject.names.$unique}` };
    const body = { specs: [{ instanceSize: "S20_HIGHCPU_NVME", nodeCount: 2 }] };
    world.simulator.behindTheBack("createGroupClusterSearchDeployment", { params, body });
    const { applied, notes } = await subject.up(subject.spec(without));
    expect(applied).toEqual([]);
    expect(notes).toEqual(["left alone, as this object does not declare them: search nodes"]);
  });

  it("being changed do not hold up other parts", async () => {
    // Slow enough that the nodes are still being changed when they are looked at.
    const slow = await startWorld({ scale: 200 });
    try {
      const without = {
        ...searchCluster,
        base: { ...searchCluster.base, ...deployment({ searchIndexes: undefined }) },
      };
      const subject = await Subject.fresh(slow, without);
      await subject.up(subject.spec());
      const searchNodes = [{ instanceSize: "S30_LOWCPU_NVME", nodeCount: 2 }];
      const spec = subject.spec(deployment({ searchNodes, searchIndexes: [plainIndex()] }));
      slow.simulator.clearRequests();
      await subject.up(spec);
      const sent = slow.simulator.requests.map(({ operation }) => operation ?? "");
      const [update, creation] = [
        sent.indexOf("updateGroupClusterSearchDeployment"),
        sent.indexOf("createGroupClusterSearchIndex"),
      ];
      const looks = sent.slice(update, creation).filter((operation) => operation === "getGroupClusterSearchDeployment");
      expect(looks, "one, as the answer to the update does not tell the state").toHaveLength(1);
      expect(sent.slice(creation), "then the nodes are waited for").toContain("getGroupClusterSearchDeployment");
    } finally {
      await slow.stop();
    }
  });
});
