import { App, Chart, Lazy, Testing } from "cdk8s";
import { Deployment } from "cdk8s-plus-33";
import { describe, expect, it } from "vitest";
import { AtlasDatabaseUser, AtlasDeployment, AtlasProject, ConnectionSecretError } from "../../../sdk/cdk8s";
import { toObjectName } from "../../../sdk/model/connection-secret-name";

const roles = [{ roleName: "readWrite", databaseName: "shop" }];

function declare(chart = Testing.chart(), username = "app") {
  const project = new AtlasProject(chart, "project", { name: "Web Shop" });
  const cluster = new AtlasDeployment(chart, "cluster", { projectRef: project, deploymentSpec: { name: "Main" } });
  const user = new AtlasDatabaseUser(chart, "user", { projectRef: project, username, roles });
  return { chart, project, cluster, user };
}

describe("connectionSecret", () => {
  it("names the Secret that the operator will write, after the names in Atlas", () => {
    const { user, cluster } = declare(new Chart(new App(), "shop", { namespace: "web" }));
    expect(user.connectionSecret(cluster)).toMatchObject({
      name: "web-shop-main-app",
      namespace: "web",
      kind: "Secret",
    });
  });

  it("knows Flex clusters, and deployments that are declared elsewhere", () => {
    const { chart, project, user } = declare();
    const flex = new AtlasDeployment(chart, "flex", {
      projectRef: project,
      flexSpec: { name: "events", providerSettings: { backingProviderName: "AWS", regionName: "EU_WEST_1" } },
    });
    expect(user.connectionSecret(flex).name).toBe("web-shop-events-app");
    expect(user.connectionSecret({ name: "Reports" }).name).toBe("web-shop-reports-app");
  });

  it("takes the project, or its name, where the user only refers to it by name", () => {
    const { chart, project, cluster } = declare();
    const user = new AtlasDatabaseUser(chart, "other", { projectRef: { name: "p" }, username: "b", roles });
    expect(user.connectionSecret(cluster, { project }).name).toBe("web-shop-main-b");
    expect(user.connectionSecret(cluster, { projectName: "Else" }).name).toBe("else-main-b");
    expect(() => user.connectionSecret(cluster)).toThrow(ConnectionSecretError);
    expect(() => user.connectionSecret(cluster)).toThrow(/test\/other .*name is not known here/);
  });

  it("is refused for a deployment that the user's scopes leave out: there will be none", () => {
    const { chart, project, cluster } = declare();
    const scopes = [{ name: "Reports", type: "CLUSTER" as const }];
    const user = new AtlasDatabaseUser(chart, "scoped", { projectRef: project, username: "b", roles, scopes });
    expect(user.connectionSecret({ name: "Reports" }).name).toBe("web-shop-reports-b");
    expect(() => user.connectionSecret(cluster)).toThrow(/cannot reach Main: its scopes are Reports/);
  });

  it("is refused where a name it is made of is produced at synthesis only", () => {
    const { user, cluster } = declare(Testing.chart(), Lazy.any({ produce: () => "late" }));
    expect(() => user.connectionSecret(cluster)).toThrow(/produced at synthesis only/);
  });

  it.each([
    { because: "what is allowed stays as it is", names: ["shop", "orders", "app"], secret: "shop-orders-app" },
    { because: "capitals become small", names: ["Shop", "Orders", "App"], secret: "shop-orders-app" },
    { because: "runs of other signs become one hyphen", names: ["a & b", "c__d", "e@f.g"], secret: "a-b-c-d-e-f.g" },
    { because: "ends are letters or digits", names: ["(shop)", "orders-", "_app_"], secret: "shop-orders-app" },
    { because: "a name is cut to 253", names: ["p", "d", "u".repeat(400)], secret: `p-d-${"u".repeat(249)}` },
    { because: "a long one is no exception", names: ["p", "d", "u".repeat(249)], secret: `p-d-${"u".repeat(249)}` },
    { because: "so are distinguished names", names: ["p", "d", "CN=ann,OU=dev"], secret: "p-d-cn-ann-ou-dev" },
    { because: "and role ARNs", names: ["p", "d", "arn:aws:iam::1:role/app"], secret: "p-d-arn-aws-iam-1-role-app" },
  ])("has upstream's name: $because", ({ names: [name = "", deployment = "", username = ""], secret }) => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "project", { name });
    const user = new AtlasDatabaseUser(chart, "user", { projectRef: project, username, roles });
    expect(user.connectionSecret({ name: deployment }).name).toBe(secret);
  });

  it("is refused where its name would be none", () => {
    const { user, cluster } = declare(Testing.chart(), "a..b");
    expect(() => user.connectionSecret(cluster)).toThrow(/"web-shop-main-a\.\.b", which Kubernetes does not allow/);
  });

  it("gives variables for a plain container", () => {
    const { user, cluster } = declare();
    const secret = user.connectionSecret(cluster);
    expect(secret.env("MONGODB_URI", "connectionStringStandardSrv")).toEqual({
      name: "MONGODB_URI",
      valueFrom: { secretKeyRef: { name: "web-shop-main-app", key: "connectionStringStandardSrv" } },
    });
    expect(secret.env("PRIVATE", "connectionStringPrivate1", { optional: true }).valueFrom.secretKeyRef).toEqual({
      name: "web-shop-main-app",
      key: "connectionStringPrivate1",
      optional: true,
    });
  });

  it("gives variables for a container of cdk8s-plus", () => {
    const { chart, user, cluster } = declare();
    const workload = new Deployment(chart, "web", { containers: [{ image: "shop" }] });
    const secret = user.connectionSecret(cluster);
    workload.containers[0]?.env.addVariable("MONGODB_URI", secret.envValue("connectionStringStandardSrv"));
    const written = Testing.synth(chart).find((object) => object.kind === "Deployment");
    expect(written.spec.template.spec.containers[0].env).toEqual([
      secret.env("MONGODB_URI", "connectionStringStandardSrv"),
    ]);
  });
});

describe("users whose connection secrets would have one name", () => {
  const collision = /\[test\/one\] .*spec\.username: "a_b" and "a-b" of test\/two .*\[test\/two\] .*of test\/one /s;

  function two(first: object, second: object): Chart {
    const chart = new Chart(new App(), "test", { namespace: "web" });
    const project = new AtlasProject(chart, "project", { name: "shop" });
    new AtlasDatabaseUser(chart, "one", { projectRef: project, username: "a_b", roles, ...first });
    new AtlasDatabaseUser(chart, "two", { projectRef: project, username: "a-b", roles, ...second });
    return chart;
  }

  it("are refused at synthesis, and both are named", () => {
    expect(() => Testing.synth(two({}, {}))).toThrow(collision);
  });

  it.each([
    { because: "they live in different namespaces", second: { metadata: { namespace: "other" } } },
    { because: "they belong to different projects", second: { projectRef: { name: "other" } } },
    { because: "the second one has another name", second: { username: "ab" } },
  ])("are taken when $because", ({ second }) => {
    expect(() => Testing.synth(two({}, second))).not.toThrow();
  });

  it.each([
    { because: "projects of one name in Kubernetes are another way to the same name", names: ["Web Shop", "web-shop"] },
    { because: "one may refer to the project by its object's name", names: ["shop"] },
  ])("are refused whatever the project is called by: $because", ({ names }) => {
    const chart = Testing.chart();
    const projects = names.map(
      (name) => new AtlasProject(chart, name, { metadata: { name: toObjectName(name) }, name }),
    );
    const [first, second = { name: "shop" }] = projects;
    new AtlasDatabaseUser(chart, "one", { projectRef: first, username: "app", roles });
    new AtlasDatabaseUser(chart, "two", { projectRef: second, username: "app", roles, databaseName: "$external" });
    expect(() => Testing.synth(chart)).toThrow(/\[test\/one\] .*"app" and "app" of test\/two/);
  });

  it("are refused where the names of a deployment and a user run into each other", () => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "project", { name: "shop" });
    const user = (id: string, username: string, more: object = {}) =>
      new AtlasDatabaseUser(chart, id, { projectRef: project, username, roles, ...more });
    const one = user("one", "app");
    const two = user("two", "eu-app");
    expect(() => Testing.synth(chart)).not.toThrow();
    const deployments = ["orders", "orders-eu"].map(
      (name) => new AtlasDeployment(chart, name, { projectRef: project, deploymentSpec: { name } }),
    );
    expect(one.connectionSecret({ name: "orders-eu" }).name).toBe(two.connectionSecret({ name: "orders" }).name);
    expect(deployments.every((deployment) => deployment instanceof AtlasDeployment)).toBe(true);
    expect(() => Testing.synth(chart)).toThrow(
      /\[test\/one\] .*"eu-app" of test\/two give connection secrets of the same name \(shop-orders-eu-app\)/,
    );
  });

  it("are refused where the same happens to deployments that only scopes name", () => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "project", { name: "shop" });
    for (const [username, name] of [
      ["app", "orders-eu"],
      ["eu-app", "orders"],
    ] as const) {
      const scopes = [{ name, type: "CLUSTER" as const }];
      new AtlasDatabaseUser(chart, username, { projectRef: project, username, roles, scopes });
    }
    expect(() => Testing.synth(chart)).toThrow(/\(shop-orders-eu-app\)/);
  });

  it("are taken when scopes keep them apart, although names would run into each other", () => {
    const chart = Testing.chart();
    const project = new AtlasProject(chart, "project", { name: "shop" });
    for (const name of ["orders", "orders-eu"]) {
      new AtlasDeployment(chart, name, { projectRef: project, deploymentSpec: { name } });
      const scopes = [{ name, type: "CLUSTER" as const }];
      const username = name === "orders" ? "app" : "eu-app";
      new AtlasDatabaseUser(chart, `of-${name}`, { projectRef: project, username, roles, scopes });
    }
    expect(() => Testing.synth(chart)).not.toThrow();
  });

  it("are taken when no deployment is in the scopes of both, and refused when one is", () => {
    const scoped = (name: string) => ({ scopes: [{ name, type: "CLUSTER" }] });
    expect(() => Testing.synth(two(scoped("x"), scoped("y")))).not.toThrow();
    expect(() => Testing.synth(two(scoped("x"), scoped("x")))).toThrow(collision);
  });
});
