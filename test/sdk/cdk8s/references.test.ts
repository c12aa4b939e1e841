import { ApiObject, App, Chart, Testing } from "cdk8s";
import { Secret } from "cdk8s-plus-33";
import { describe, expect, it } from "vitest";
import { AtlasDatabaseUser, AtlasDeployment, AtlasProject, AtlasTeam } from "../../../sdk/cdk8s";

const roles = [{ roleName: "readWrite", databaseName: "shop" }];

function specOf(chart: Chart, kind: string): Record<string, unknown> {
  return Testing.synth(chart).find((object) => object.kind === kind)?.spec;
}

describe("a reference to a construct", () => {
  it("is the object's name", () => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "project", { name: "shop" });
    new AtlasDatabaseUser(chart, "user", { projectRef: project, username: "app", roles });
    expect(specOf(chart, "AtlasDatabaseUser")).toEqual({ projectRef: { name: project.name }, username: "app", roles });
  });

  it("orders the manifests, also from inside lists", () => {
    const chart = Testing.chart();
    const team = new AtlasTeam(chart, "z-team", { name: "developers", usernames: [] });
    const project = new AtlasProject(chart, "m-project", {
      name: "shop",
      teams: [{ teamRef: team, roles: ["GROUP_READ_ONLY"] }],
    });
    new AtlasDatabaseUser(chart, "a-user", { projectRef: project, username: "app", roles });
    expect(project.node.dependencies).toContain(team);
    const kinds = Testing.synth(chart).map((object) => object.kind);
    expect(kinds).toEqual(["AtlasTeam", "AtlasProject", "AtlasDatabaseUser"]);
  });

  it("names the namespace only where it is another one", () => {
    const app = new App();
    const there = new Chart(app, "there", { namespace: "platform" });
    const project = new AtlasProject(there, "project", { metadata: { name: "shop" }, name: "shop" });
    const here = new Chart(app, "here", { namespace: "shop" });
    new AtlasDatabaseUser(here, "user", { projectRef: project, username: "app", roles });
    new AtlasDatabaseUser(there, "user", { projectRef: project, username: "platform", roles });
    expect(specOf(here, "AtlasDatabaseUser").projectRef).toEqual({ name: "shop", namespace: "platform" });
    expect(specOf(there, "AtlasDatabaseUser").projectRef).toEqual({ name: "shop" });
  });

  it("may be its name instead", () => {
    const chart = Testing.chart();
    new AtlasDatabaseUser(chart, "user", {
      projectRef: { name: "shop", namespace: "platform" },
      passwordSecretRef: { name: "app-password" },
      username: "app",
      roles,
    });
    expect(specOf(chart, "AtlasDatabaseUser")).toMatchObject({
      projectRef: { name: "shop", namespace: "platform" },
      passwordSecretRef: { name: "app-password" },
    });
  });
});

describe("a reference to a Secret", () => {
  it("takes an object of cdk8s-plus, and one of cdk8s", () => {
    const chart = Testing.chart();
    const plus = new Secret(chart, "plus", { stringData: { password: "p" } });
    const plain = new ApiObject(chart, "plain", { apiVersion: "v1", kind: "Secret" });
    const projectRef = { name: "shop" };
    const one = new AtlasDatabaseUser(chart, "one", { projectRef, passwordSecretRef: plus, username: "one", roles });
    const two = new AtlasDatabaseUser(chart, "two", { projectRef, passwordSecretRef: plain, username: "two", roles });
    expect([one.spec.passwordSecretRef, two.spec.passwordSecretRef]).toEqual([
      { name: plus.name },
      { name: plain.name },
    ]);
    expect(one.node.dependencies).toContain(plus);
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  it("is refused at synthesis when the object is of another kind", () => {
    const chart = Testing.chart();
    const map = new ApiObject(chart, "map", { apiVersion: "v1", kind: "ConfigMap" });
    new AtlasDatabaseUser(chart, "user", {
      projectRef: { name: "shop" },
      passwordSecretRef: map,
      username: "app",
      roles,
    });
    expect(() => Testing.synth(chart)).toThrow(
      /\[test\/user\] AtlasDatabaseUser\/test-user-\w+ spec\.passwordSecretRef: must refer to an object of kind Secret, and ConfigMap test\/map is not one/,
    );
  });

  it("is refused at synthesis when it would have to leave the namespace and cannot", () => {
    const app = new App();
    const secret = new Secret(new Chart(app, "there", { namespace: "vault" }), "password");
    const here = new Chart(app, "here", { namespace: "shop" });
    new AtlasDatabaseUser(here, "user", {
      projectRef: { name: "shop" },
      passwordSecretRef: secret,
      username: "app",
      roles,
    });
    expect(() => Testing.synth(here)).toThrow(
      /\[here\/user\] .*spec\.passwordSecretRef: Secret there\/password is in namespace vault, .* in namespace shop: this reference cannot leave/,
    );
  });

  it("to the credentials of a project may lead to another namespace", () => {
    const app = new App();
    const secret = new Secret(new Chart(app, "there", { namespace: "vault" }), "key", { metadata: { name: "key" } });
    const here = new Chart(app, "here", { namespace: "shop" });
    new AtlasProject(here, "project", { name: "shop", connectionSecretRef: secret });
    expect(specOf(here, "AtlasProject").connectionSecretRef).toEqual({ name: "key", namespace: "vault" });
  });
});

describe("instanceof", () => {
  it("tells the kinds apart", () => {
    const chart = Testing.chart();
    const project: unknown = new AtlasProject(chart, "project", { name: "shop" });
    const plain: unknown = new ApiObject(chart, "plain", { apiVersion: "v1", kind: "Secret" });
    expect(project instanceof AtlasProject).toBe(true);
    expect(project instanceof ApiObject).toBe(true);
    expect(project instanceof AtlasDeployment).toBe(false);
    expect(plain instanceof AtlasProject).toBe(false);
  });
});
