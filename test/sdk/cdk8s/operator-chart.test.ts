import { App, Testing } from "cdk8s";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { OperatorChart, type OperatorInstall } from "../../../sdk/cdk8s";
import type { Manifest } from "../../../sdk/cdk8s/operator/manifest";
import { operatorManifests } from "../../../sdk/cdk8s/operator/manifests";
import { definitionTexts } from "../../../sdk/cdk8s/operator/package-files";
import { kindNames } from "../../../sdk/model/kinds";

const synthesized = (props: OperatorInstall = {}): Manifest[] =>
  Testing.synth(new OperatorChart(new App(), "operator", props));
const ofKind = (manifests: readonly Manifest[], kind: string): Manifest[] =>
  manifests.filter((one) => one.kind === kind);
const podOf = (props: OperatorInstall = {}) => {
  const [found] = ofKind(synthesized(props), "Deployment");
  const { template } = Object(found?.spec);
  return { ...template.spec, container: template.spec.containers[0], metadata: template.metadata };
};

describe("OperatorChart", () => {
  it("is the definitions and the manifests of the installation, to the last field", () => {
    const expected = [...definitionTexts().map((text) => parse(text)), ...operatorManifests({ namespace: "atlas" })];
    expect(synthesized({ namespace: "atlas" })).toEqual(expected);
  });

  it.each([
    { props: {}, count: kindNames.length, because: "they are part of it by default" },
    { props: { crds: false }, count: 0, because: "somebody else may own them" },
  ])("has $count definitions, as $because", ({ props, count }) => {
    expect(ofKind(synthesized(props), "CustomResourceDefinition")).toHaveLength(count);
  });

  it("runs as nobody, with a file system that it cannot write to and no capability", () => {
    const { securityContext, container, volumes } = podOf();
    expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    expect(securityContext.runAsUser).toBeGreaterThan(0);
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(volumes).toEqual([{ name: "tmp", emptyDir: {} }]);
  });

  it("is asked whether it lives and is ready, on the ports that it serves", () => {
    const { container } = podOf();
    expect(container.livenessProbe.httpGet).toEqual({ path: "/healthz", port: "probes" });
    expect(container.readinessProbe.httpGet).toEqual({ path: "/readyz", port: "probes" });
    expect(container.ports.map(({ name }: { name: string }) => name)).toEqual(["metrics", "probes"]);
  });

  it("passes on what is asked for as flags, and nothing that is not", () => {
    expect(podOf().container.args).toEqual(["--leader-elect=true"]);
    const asked = {
      watchNamespaces: ["a", "b", "a"],
      atlasDomain: "https://cloud.example.com/",
      logLevel: "debug",
      labelSelector: "team=shop",
      devDatabases: true,
      prewarmDevDB: false,
      allowCustomConfig: true,
      atlasCommand: "/opt/atlas/atlas",
    } as const;
    expect(podOf({ ...asked, objectDeletionProtection: false, extraArgs: ["--dry-run"] }).container.args).toEqual([
      "--leader-elect=true",
      "--watch-namespaces=a,b",
      "--atlas-domain=https://cloud.example.com/",
      "--object-deletion-protection=false",
      "--label-selector=team=shop",
      "--dev-databases=true",
      "--prewarm-dev-db=false",
      "--allow-custom-config=true",
      "--atlas-command=/opt/atlas/atlas",
      "--log-level=debug",
      "--dry-run",
    ]);
  });

  it("adds environment, volumes and mounts to its own", () => {
    const { container, volumes } = podOf({
      extraEnvs: [{ name: "ATLAS_TOKEN", valueFrom: { secretKeyRef: { name: "token", key: "ATLAS_TOKEN" } } }],
      extraVolumes: [{ name: "ca", secret: { secretName: "ca" } }],
      extraVolumeMounts: [{ name: "ca", mountPath: "/etc/ca" }],
    });
    expect(container.env.map(({ name }: { name: string }) => name)).toEqual([
      "OPERATOR_NAMESPACE",
      "OPERATOR_POD_NAME",
      "NODE_OPTIONS",
      "ATLAS_TOKEN",
    ]);
    expect(volumes[1]).toEqual({ name: "ca", secret: { secretName: "ca" } });
    expect(container.volumeMounts[1]).toEqual({ name: "ca", mountPath: "/etc/ca" });
  });

  it("has rights in the watched namespaces and its own only, where it watches some", () => {
    const manifests = synthesized({ namespace: "atlas", watchNamespaces: ["a", "b", "a"] });
    expect(ofKind(manifests, "ClusterRole")).toEqual([]);
    expect(ofKind(manifests, "ClusterRoleBinding")).toEqual([]);
    const places = ofKind(manifests, "Role").map(({ metadata }) => metadata.namespace);
    expect(places).toEqual(["a", "b", "atlas"]);
    expect(ofKind(manifests, "RoleBinding").map(({ metadata }) => metadata.namespace)).toEqual(places);
  });

  it.each([
    { props: {}, kinds: [], because: "neither is part of it by default" },
    { props: { serviceMonitor: true }, kinds: ["ServiceMonitor"], because: "metrics are to be scraped" },
    { props: { createNamespace: true }, kinds: ["Namespace"], because: "the namespace is to be made" },
  ])("has $kinds, as $because", ({ props, kinds }) => {
    const optional = ["Namespace", "ServiceMonitor"];
    const there = synthesized({ ...props, crds: false }).map(({ kind }) => kind);
    expect(there.filter((kind) => optional.includes(kind))).toEqual(kinds);
  });

  it("lets people who may look at a namespace look at its objects, and who may edit it edit them", () => {
    const roles = ofKind(synthesized({ aggregateClusterRoles: true, watchNamespaces: ["a"] }), "ClusterRole");
    const summary = roles.map(({ metadata, rules }) => ({
      into: Object.keys(metadata.labels ?? {})
        .flatMap((label) => /aggregate-to-(\w+)$/.exec(label)?.[1] ?? [])
        .sort(),
      verbs: Object(rules)[0].verbs,
    }));
    expect(summary).toEqual([
      { into: ["admin", "edit", "view"], verbs: ["get", "list", "watch"] },
      { into: ["admin", "edit"], verbs: ["create", "delete", "deletecollection", "patch", "update"] },
    ]);
  });

  const refused: { props: OperatorInstall; says: string }[] = [
    { props: { name: "Operator" }, says: "name: must be lower case letters" },
    { props: { name: "a".repeat(46) }, says: "name: has more than 45 characters" },
    { props: { namespace: "a.b" }, says: "namespace: must be lower case letters" },
    { props: { shards: ["a", "default"] }, says: "shards[1]: default is there without being named" },
    { props: { shards: ["A"] }, says: "shards[0]: must be lower case letters" },
    { props: { shards: ["a"], watchNamespaces: ["b"] }, says: "watchNamespaces: must be empty where there are shards" },
    { props: { shards: ["a"], leaderElection: false }, says: "leaderElection: must be true: each shard has a Lease" },
    { props: { watchNamespaces: ["ok", ""] }, says: "watchNamespaces[1]: must be lower case letters" },
    { props: { image: "registry.example.com:5000/operator" }, says: "image: must have a tag or a digest" },
    { props: { replicas: 2, leaderElection: false }, says: "leaderElection: must be true: of 2 replicas" },
    { props: { replicas: -1 }, says: "replicas: must be a whole number" },
    { props: { terminationGracePeriodSeconds: 29 }, says: "terminationGracePeriodSeconds: must be at least 30" },
    {
      props: { extraEnvs: [{ name: "NODE_OPTIONS", value: "" }] },
      says: "extraEnvs[0].name: NODE_OPTIONS is set already",
    },
    { props: { atlasCommand: "atlas" }, says: "atlasCommand: must be the whole path of a file in the pod" },
    { props: { extraVolumes: [{ name: "tmp" }] }, says: "extraVolumes[0].name: there is a volume tmp already" },
    {
      props: { extraVolumeMounts: [{ name: "x", mountPath: "/x" }] },
      says: "extraVolumeMounts[0].name: there is no volume x",
    },
  ];
  it.each(refused)("refuses what a cluster would, or could not run: $says", ({ props, says }) => {
    expect(() => synthesized(props)).toThrow(says);
  });

  it("says everything that is wrong at once", () => {
    expect(() => synthesized({ namespace: "A", replicas: 0.5 })).toThrow(/namespace: .*\n.*replicas: /);
  });
});
