import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { parseAllDocuments, stringify } from "yaml";
import type { OperatorInstall } from "../../sdk/cdk8s";
import type { Manifest } from "../../sdk/cdk8s/operator/manifest";
import { operatorManifests } from "../../sdk/cdk8s/operator/manifests";
import { definitionTexts } from "../../sdk/cdk8s/operator/package-files";
import { runCommand } from "../../tools/engines/command";
import { helm } from "../../tools/engines/helm";
import { describeWithEngine } from "../../tools/engines/require-engine";

const chart = join(__dirname, "../../charts/atlas-iac-operator");
const release = ["atlas-iac-operator", chart, "--namespace", "atlas-system", "--kube-version", "1.34.0"];

const keyOf = ({ kind, metadata }: Manifest): string => `${kind} ${metadata.namespace ?? ""}/${metadata.name}`;
const byKey = (manifests: readonly Manifest[]): Record<string, Manifest> =>
  Object.fromEntries(manifests.map((one) => [keyOf(one), one]));
const manifestsIn = (text: string): Manifest[] =>
  parseAllDocuments(text).flatMap((document): Manifest[] => document.toJS() ?? []);

describeWithEngine("helm", "the Helm chart, rendered by the real Helm", () => {
  let program: string;

  beforeAll(async () => {
    program = await helm();
  });

  const render = (values: object) =>
    runCommand(program, ["template", ...release, "--values", "-"], { input: stringify(values) });

  it("is the cdk8s chart, to the last field, with default values; definitions are kept beyond it", async () => {
    const { exitCode, stderr, stdout } = await render({});
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const definitions = definitionTexts().flatMap(manifestsIn);
    for (const { metadata } of definitions)
      Object.assign(metadata, { annotations: { "helm.sh/resource-policy": "keep" } });
    expect(byKey(manifestsIn(stdout))).toEqual(byKey([...definitions, ...operatorManifests({})]));
  });

  const env = [{ name: "ATLAS_TOKEN", valueFrom: { secretKeyRef: { name: "token", key: "ATLAS_TOKEN" } } }];
  const volumes = [{ name: "ca", secret: { secretName: "ca" } }];
  const mounts = [{ name: "ca", mountPath: "/etc/ca" }];
  const rows: { values: object; install: OperatorInstall; what: string }[] = [
    { what: "namespaces as a list", values: { watchNamespaces: ["a", "b"] }, install: { watchNamespaces: ["a", "b"] } },
    {
      what: "namespaces as upstream's text",
      values: { watchNamespaces: "a, b,a" },
      install: { watchNamespaces: ["a", "b"] },
    },
    {
      what: "another address",
      values: { atlasURI: "https://x.example/" },
      install: { atlasDomain: "https://x.example/" },
    },
    {
      what: "no protection",
      values: { objectDeletionProtection: false },
      install: { objectDeletionProtection: false },
    },
    {
      what: "what upstream's values say of parts, which has no effect there either,",
      values: { subobjectDeletionProtection: false },
      install: {},
    },
    { what: "another name", values: { fullnameOverride: "ops" }, install: { name: "ops" } },
    { what: "another Secret", values: { globalSecretName: "own" }, install: { globalSecretName: "own" } },
    { what: "a tag", values: { image: { repository: "r.example/o", tag: "2" } }, install: { image: "r.example/o:2" } },
    {
      what: "a digest",
      values: { image: { repository: "r.example/o", digest: `sha256:${"0".repeat(64)}` } },
      install: { image: `r.example/o@sha256:${"0".repeat(64)}` },
    },
    {
      what: "environment and volumes",
      values: { extraEnvs: env, extraVolumes: volumes, extraVolumeMounts: mounts },
      install: { extraEnvs: env, extraVolumes: volumes, extraVolumeMounts: mounts },
    },
    {
      what: "where pods run",
      values: {
        replicaCount: 2,
        nodeSelector: { disk: "fast" },
        tolerations: [{ operator: "Exists" }],
        affinity: { podAntiAffinity: {} },
        priorityClassName: "high",
        imagePullSecrets: [{ name: "pull" }],
        resources: { limits: { memory: "2Gi" }, requests: { cpu: "1", memory: "1Gi" } },
        terminationGracePeriodSeconds: 60,
      },
      install: {
        replicas: 2,
        nodeSelector: { disk: "fast" },
        tolerations: [{ operator: "Exists" }],
        affinity: { podAntiAffinity: {} },
        priorityClassName: "high",
        imagePullSecrets: ["pull"],
        resources: { limits: { memory: "2Gi" }, requests: { cpu: "1", memory: "1Gi" } },
        terminationGracePeriodSeconds: 60,
      },
    },
    {
      what: "labels and annotations",
      values: { podLabels: { team: "data" }, podAnnotations: { a: "b" }, serviceAccount: { annotations: { c: "d" } } },
      install: { podLabels: { team: "data" }, podAnnotations: { a: "b" }, serviceAccountAnnotations: { c: "d" } },
    },
    {
      what: "a ServiceMonitor",
      values: { metrics: { serviceMonitor: { enabled: true } } },
      install: { serviceMonitor: true },
    },
    {
      what: "roles for people",
      values: { rbac: { aggregateClusterRoles: true } },
      install: { aggregateClusterRoles: true },
    },
    {
      what: "dev databases, with the rights that they need",
      values: { devDatabases: true, prewarmDevDB: false },
      install: { devDatabases: true, prewarmDevDB: false },
    },
    {
      what: "dev databases in the namespaces that are watched",
      values: { devDatabases: true, watchNamespaces: ["shop"] },
      install: { devDatabases: true, watchNamespaces: ["shop"] },
    },
    {
      what: "what database objects may do, and which count",
      values: { allowCustomConfig: true, labelSelector: ["team=shop", "tier!=test"] },
      install: { allowCustomConfig: true, labelSelector: "team=shop,tier!=test" },
    },
    {
      what: "a command line of its own",
      values: { atlasCommand: "/opt/atlas/atlas" },
      install: { atlasCommand: "/opt/atlas/atlas" },
    },
    {
      what: "shards, with a Lease each",
      values: { shards: ["a", "b"], replicaCount: 3, devDatabases: true },
      install: { shards: ["a", "b"], replicas: 3, devDatabases: true },
    },
    {
      what: "flags",
      values: { logLevel: "debug", extraArgs: ["--dry-run"] },
      install: { logLevel: "debug", extraArgs: ["--dry-run"] },
    },
  ];

  it.each(rows)("renders $what as the cdk8s chart does", async ({ values, install }) => {
    const { exitCode, stderr, stdout } = await render({ crds: { create: false }, ...values });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(byKey(manifestsIn(stdout))).toEqual(byKey(operatorManifests(install)));
  });

  it("makes the operator's own Secret of what is given, with the label by which it is found", async () => {
    const content = { orgId: "0123456789abcdef01234567", clientId: "mdb_sa_id", clientSecret: "s3cret" };
    const { stdout } = await render({ crds: { create: false }, globalConnectionSecret: content });
    const secret = manifestsIn(stdout).find(({ kind }) => kind === "Secret");
    expect(secret?.metadata).toMatchObject({
      name: "atlas-iac-operator-api-key",
      labels: { "atlas.mongodb.com/type": "credentials" },
    });
    const decoded = Object.entries(Object(secret?.data)).map(([key, value]) => [key, atob(String(value))]);
    expect(Object.fromEntries(decoded)).toEqual(content);
  });

  it.each([
    {
      part: "rbac",
      values: { rbac: { create: false } },
      kinds: ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"],
    },
    { part: "account", values: { serviceAccount: { create: false, name: "mine" } }, kinds: ["ServiceAccount"] },
    { part: "budget", values: { podDisruptionBudget: { enabled: false } }, kinds: ["PodDisruptionBudget"] },
    { part: "service", values: { metrics: { service: { enabled: false } } }, kinds: ["Service"] },
  ])("leaves out the $part alone", async ({ values, kinds }) => {
    const { stdout } = await render({ crds: { create: false }, ...values });
    const left = operatorManifests({}).filter(({ kind }) => !kinds.includes(kind));
    expect(manifestsIn(stdout).map(keyOf).sort()).toEqual(left.map(keyOf).sort());
  });

  it.each([
    { values: { replicaCount: 2, leaderElection: false }, says: "of several replicas only one may act" },
    { values: { persistence: { enabled: true } }, says: "persistence" },
    { values: { image: { name: "x" } }, says: "name" },
    { values: { atlasCommand: "atlas" }, says: "must be the whole path of a file in the pod" },
    { values: { terminationGracePeriodSeconds: 10 }, says: "must be at least 30" },
  ])("refuses $values", async ({ values, says }) => {
    const { exitCode, stderr } = await render(values);
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain(says);
  });

  it("renders with the values of an earlier chart, which --reuse-values keeps: they know nothing of atlasCommand", async () => {
    const { exitCode, stderr, stdout } = await render({ crds: { create: false }, atlasCommand: null });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(byKey(manifestsIn(stdout))).toEqual(byKey(operatorManifests({})));
  });

  it("passes helm lint", async () => {
    const { exitCode, stdout } = await runCommand(program, ["lint", chart, "--strict", "--kube-version", "1.34.0"]);
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("0 chart(s) failed") });
  });
});
