import { expect, it } from "vitest";
import { ProjectSources } from "../../cli/import/sources";

const project = { kind: "AtlasProject", identity: "p", atlasId: "p", spec: { name: "shop" } } as const;

/** A cluster with full-text indexes of these analyzers, as handlers read it. */
const cluster = (name: string, analyzers: readonly string[]) => ({
  kind: "AtlasDeployment" as const,
  identity: `p/${name}`,
  atlasId: name,
  spec: {
    deploymentSpec: {
      name,
      clusterType: "REPLICASET",
      searchIndexes: analyzers.map((analyzer, index) => ({
        name: `index-${index}`,
        type: "search",
        search: {
          mappings: { dynamic: true },
          searchConfigurationRef: {
            id: "",
            spec: index % 2 ? { analyzer, storedSource: true } : { storedSource: true, analyzer },
          },
        },
      })),
    },
  },
});

const configs = ({ objects }: ProjectSources) => objects.filter(({ kind }) => kind === "AtlasSearchIndexConfig");

it("writes a search index configuration that several indexes have once", () => {
  const sources = new ProjectSources([
    project,
    cluster("main", ["lucene.english", "lucene.english", "lucene.french"]),
    cluster("other", ["lucene.english"]),
  ]);
  expect(configs(sources).map(({ spec }) => spec.analyzer)).toEqual(["lucene.english", "lucene.french"]);
  const named = sources.objects.flatMap(({ kind, spec }) =>
    kind === "AtlasDeployment" ? [JSON.stringify(spec).match(/"searchConfigurationRef":\{"name":"[^"]+"/g)] : [],
  );
  const [english, french] = configs(sources).map(({ name }) => `"searchConfigurationRef":{"name":"${name}"`);
  expect(named).toEqual([[english, english, french], [english]]);
});
