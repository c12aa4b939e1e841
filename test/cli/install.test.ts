import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import type { OperatorInstall } from "../../sdk/cdk8s";
import { operatorManifests } from "../../sdk/cdk8s/operator/manifests";
import { definitionTexts } from "../../sdk/cdk8s/operator/package-files";
import { atlasIac } from "./atlas-iac";

const documents = (text: string): unknown[] => parseAllDocuments(text).map((document) => document.toJS());

describe("atlas-iac install", () => {
  it("says without --render that it only prints, and how to apply that", async () => {
    const { code, out } = await atlasIac(["install", "--namespace", "atlas"]);
    expect(code).toBe(0);
    expect(out).toContain("It only prints: nothing is sent to a cluster.");
    expect(out).toContain("atlas-iac install --render | kubectl apply --server-side -f -");
    expect(out).not.toContain("apiVersion");
  });

  it("prints the definitions and then the rest, as the cdk8s chart has them", async () => {
    const { code, out, err } = await atlasIac(["install", "--render"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(documents(out)).toEqual([...definitionTexts().flatMap(documents), ...operatorManifests({})]);
  });

  const rows: { args: string[]; install: OperatorInstall }[] = [
    { args: ["--name", "ops", "-n", "atlas"], install: { name: "ops", namespace: "atlas" } },
    { args: ["--create-namespace"], install: { createNamespace: true } },
    { args: ["--image", "r.example/operator:2"], install: { image: "r.example/operator:2" } },
    { args: ["--watch-namespaces", "shop, blog"], install: { watchNamespaces: ["shop", "blog"] } },
    { args: ["--shards", "a,b", "--replicas", "3"], install: { shards: ["a", "b"], replicas: 3 } },
    { args: ["--replicas", "2", "--service-monitor"], install: { replicas: 2, serviceMonitor: true } },
    { args: ["--atlas-command", "/opt/atlas/atlas"], install: { atlasCommand: "/opt/atlas/atlas" } },
    { args: ["--atlas-domain", "https://x.example/"], install: { atlasDomain: "https://x.example/" } },
    { args: ["--global-api-secret-name", "own"], install: { globalSecretName: "own" } },
    { args: ["--no-object-deletion-protection"], install: { objectDeletionProtection: false } },
  ];
  it.each(rows)("does what $args says", async ({ args, install }) => {
    const { out, err } = await atlasIac(["install", "--render", "--no-crds", ...args]);
    expect(err).toBe("");
    expect(documents(out)).toEqual(operatorManifests(install));
  });

  it.each([
    { args: ["--namespace", "A"], says: "namespace: must be lower case letters", because: "no namespace is called so" },
    {
      args: ["--image", "operator"],
      says: "image: must have a tag or a digest",
      because: "nobody would know what runs",
    },
    { args: ["--replicas", "two"], says: "It must be a whole number.", because: "that is no number" },
  ])("ends with 1 and prints nothing, as $because", async ({ args, says }) => {
    const { code, out, err } = await atlasIac(["install", "--render", ...args]);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain(says);
  });
});
