import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { operatorManifests } from "../../sdk/cdk8s/operator/manifests";
import { LEASE_NAME } from "../../sdk/cdk8s/operator/rules";
import { kindInfo, kindNames } from "../../sdk/model/kinds";
import { runCommand } from "../../tools/engines/command";
import { helm } from "../../tools/engines/helm";
import { type ControlPlane, startControlPlane } from "../../tools/engines/kube";
import { describeWithEngine } from "../../tools/engines/require-engine";
import { atlasIac } from "../cli/atlas-iac";

const strict = ["--validate=strict", "--warnings-as-errors"];
const chart = join(__dirname, "../../charts/atlas-iac-operator");

describeWithEngine("kubernetes", "the operator's installation on a real Kubernetes API server", () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane();
    for (const name of ["shop", "blog", "narrow"]) await plane.kubectl(["create", "namespace", name]);
  });

  afterAll(() => plane?.stop());

  const applied = (input: string) => plane.kubectl(["apply", "--server-side", ...strict, "-f", "-"], input);

  it("is taken by kubectl apply in one go, with strict validation and without a warning; and once more", async () => {
    const { out } = await atlasIac(["install", "--render", "--create-namespace"]);
    for (const _ of ["first", "again"]) {
      const { exitCode, stderr, stdout } = await applied(out);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout.trim().split("\n")).toHaveLength(
        kindNames.length + operatorManifests({ createNamespace: true }).length,
      );
    }
  });

  it("is taken with rights in some namespaces only", async () => {
    const args = ["--no-crds", "--namespace", "narrow", "--watch-namespaces", "shop", "--replicas", "2"];
    const { out } = await atlasIac(["install", "--render", ...args]);
    expect(await applied(out)).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("asks for pods that the restricted Pod Security Standard admits", async () => {
    const [deployment] = operatorManifests({}).filter(({ kind }) => kind === "Deployment");
    const template = Object(deployment?.spec).template;
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "operator-1", namespace: "atlas-system" },
      spec: template.spec,
    };
    const run = (one: object) =>
      plane.kubectl(["create", ...strict, "--dry-run=server", "-f", "-"], JSON.stringify(one));
    expect(await run(pod)).toMatchObject({ exitCode: 0, stderr: "" });
    const root = { ...pod, spec: { ...template.spec, securityContext: { runAsUser: 0 } } };
    expect((await run(root)).stderr).toContain('violates PodSecurity "restricted');
  });

  const project = kindInfo("AtlasProject");
  const projects = { group: project.group, resource: project.plural };
  const leases = { group: "coordination.k8s.io", resource: "leases" };
  const secrets = { group: "", resource: "secrets" };
  const wide = "atlas-system";
  const rights: { of: string; can: "yes" | "no"; does: string; to: Record<string, string>; in: string }[] = [
    { of: wide, can: "yes", does: "watch", to: projects, in: "blog" },
    { of: wide, can: "yes", does: "patch", to: { ...projects, subresource: "status" }, in: "blog" },
    { of: wide, can: "no", does: "delete", to: projects, in: "blog" },
    { of: wide, can: "no", does: "create", to: projects, in: "blog" },
    { of: wide, can: "yes", does: "delete", to: secrets, in: "blog" },
    { of: wide, can: "no", does: "create", to: { group: "", resource: "configmaps" }, in: "blog" },
    { of: wide, can: "no", does: "list", to: { group: "", resource: "pods" }, in: "blog" },
    { of: wide, can: "yes", does: "update", to: { ...leases, name: LEASE_NAME }, in: wide },
    { of: wide, can: "yes", does: "watch", to: { ...leases, name: LEASE_NAME }, in: "blog" },
    { of: wide, can: "no", does: "update", to: { ...leases, name: LEASE_NAME }, in: "blog" },
    { of: wide, can: "no", does: "update", to: { ...leases, name: "other" }, in: wide },
    { of: "narrow", can: "yes", does: "watch", to: projects, in: "shop" },
    { of: "narrow", can: "no", does: "watch", to: projects, in: "blog" },
    { of: "narrow", can: "no", does: "get", to: secrets, in: "blog" },
    { of: "narrow", can: "yes", does: "get", to: { ...secrets, name: "atlas-iac-operator-api-key" }, in: "narrow" },
    { of: "narrow", can: "no", does: "get", to: { ...secrets, name: "other" }, in: "narrow" },
    { of: "narrow", can: "no", does: "list", to: secrets, in: "narrow" },
  ];
  describe("once it is there", () => {
    let allowed: string[];

    beforeAll(async () => {
      const reviews = rights.map(({ of, does, to, in: namespace }) => ({
        apiVersion: "authorization.k8s.io/v1",
        kind: "SubjectAccessReview",
        spec: {
          user: `system:serviceaccount:${of}:atlas-iac-operator`,
          groups: ["system:serviceaccounts", `system:serviceaccounts:${of}`, "system:authenticated"],
          resourceAttributes: { verb: does, namespace, ...to },
        },
      }));
      const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: reviews });
      const answer = ["-o", 'jsonpath={.status.allowed}{"\\n"}'];
      const { stdout, stderr } = await plane.kubectl(["create", "-f", "-", ...answer], list);
      expect(stderr).toBe("");
      allowed = stdout.trim().split("\n");
    });

    it.each(rights.map((right, index) => ({ ...right, index })))(
      "lets the operator of $of $does $to in $in: $can",
      ({ can, index }) => {
        expect(allowed).toHaveLength(rights.length);
        expect(allowed[index]).toBe(can === "yes" ? "true" : "false");
      },
    );
  });

  describeWithEngine("helm", "with Helm", () => {
    let directory: string;
    let kubeconfig: string;

    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), "helm-install-"));
      kubeconfig = join(directory, "kubeconfig");
      writeFileSync(kubeconfig, plane.kubeconfig, { mode: 0o600 });
    });

    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    const run = async (...args: string[]) =>
      runCommand(await helm(), [...args, "--kubeconfig", kubeconfig, "--namespace", "by-helm"], {
        env: { ...process.env, HELM_CACHE_HOME: directory, HELM_CONFIG_HOME: directory, HELM_DATA_HOME: directory },
      });

    /**
     * Takes all definitions away. There is no object of theirs, so nothing is lost by not waiting for the server's own clean-up, which
     * has been seen to hang for one of many.
     */
    const forgetDefinitions = async () => {
      expect((await plane.kubectl(["delete", "crd", "--all", "--wait=false"])).exitCode).toBe(0);
      const left = async () => (await plane.kubectl(["get", "crd", "-o", "name"])).stdout.split("\n").filter(Boolean);
      const free = JSON.stringify({ metadata: { finalizers: null } });
      for (const name of await left()) await plane.kubectl(["patch", name, "--type=merge", "-p", free]);
      await vi.waitFor(async () => expect(await left()).toEqual([]), { timeout: 60_000, interval: 500 });
    };

    it("never takes over definitions that somebody else has installed", async () => {
      const { exitCode, stderr } = await run("install", "ops", chart, "--create-namespace");
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain("exists and cannot be imported into the current release");
    });

    it("installs, upgrades and uninstalls what it made, and leaves the definitions", async () => {
      await forgetDefinitions();
      expect(await run("install", "ops", chart, "--create-namespace")).toMatchObject({ exitCode: 0 });
      const upgrade = await run("upgrade", "ops", chart, "--set", "watchNamespaces={shop,blog}");
      expect(upgrade).toMatchObject({ exitCode: 0 });
      const roles = await plane.kubectl([
        "get",
        "roles",
        "-A",
        "-l",
        "app.kubernetes.io/instance=ops-atlas-iac-operator",
        "-o",
        "name",
      ]);
      expect(roles.stdout.trim().split("\n")).toHaveLength(3);
      expect(await run("uninstall", "ops")).toMatchObject({ exitCode: 0 });
      const left = await plane.kubectl([
        "get",
        "deployments,serviceaccounts,roles",
        "-A",
        "-l",
        "app.kubernetes.io/instance=ops-atlas-iac-operator",
        "-o",
        "name",
      ]);
      expect(left.stdout).toBe("");
      const definitions = await plane.kubectl(["get", "crd", "-o", "name"]);
      expect(definitions.stdout.trim().split("\n")).toHaveLength(kindNames.length);
    });

    it("leaves definitions that Helm owns as they are, and says whose they are, when kubectl applies others", async () => {
      const name = "crd/atlasteams.atlas.mongodb.com";
      const theirs = JSON.stringify([{ op: "add", path: "/spec/names/shortNames", value: ["theirs"] }]);
      await plane.kubectl(["patch", name, "--type=json", "--field-manager=helm", "-p", theirs]);
      const { out } = await atlasIac(["install", "--render"]);
      const { exitCode, stderr } = await applied(out);
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain('conflict with "helm"');
      const { stdout } = await plane.kubectl(["get", name, "-o", "jsonpath={.spec.names.shortNames}"]);
      expect(JSON.parse(stdout)).toEqual(["theirs"]);
    });
  });
});
