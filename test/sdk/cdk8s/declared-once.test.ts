import { App, Chart, JsonPatch, Lazy } from "cdk8s";
import { describe, expect, it } from "vitest";
import { AtlasIPAccessList, AtlasProject, AtlasTeam, policies } from "../../../sdk/cdk8s";

const entry = { cidrBlock: "203.0.113.7/32" };
const members = ["alice@example.com"];

/** A chart with a project, in an app of its own. */
function start(projectIpAccessList = [{ ipAddress: "203.0.113.7" }]) {
  const app = new App();
  const shop = new Chart(app, "shop");
  const project = new AtlasProject(shop, "project", { name: "shop", projectIpAccessList });
  return { app, shop, project };
}

describe("two constructs that declare one thing in Atlas", () => {
  it("are refused at synthesis, with both paths, the fields and the entry", () => {
    const { app, shop, project } = start();
    new AtlasIPAccessList(shop, "office", { projectRef: project, entries: [entry] });
    expect(() => app.synthYaml()).toThrow(
      /\[shop\/office\] AtlasIPAccessList\/\S+ spec\.entries\[0\]: IP access list entry "203\.0\.113\.7\/32" is declared by shop\/project too, in spec\.projectIpAccessList\[0\]/,
    );
  });

  it("are refused across charts", () => {
    const { app, project } = start();
    new AtlasIPAccessList(new Chart(app, "network"), "office", { projectRef: project, entries: [entry] });
    expect(() => app.synthYaml()).toThrow(/\[network\/office\] .* is declared by shop\/project too/);
  });

  it("are refused where only one of them says that its namespace is the default one", () => {
    const { app, project } = start();
    const network = new Chart(app, "network", { namespace: "default" });
    new AtlasIPAccessList(network, "office", { projectRef: { name: project.name }, entries: [entry] });
    expect(() => app.synthYaml()).toThrow(/\[network\/office\] .* is declared by shop\/project too/);
  });

  it.each([
    {
      because: "a patch adds the entry",
      declare: (shop: Chart, project: AtlasProject) => {
        const list = new AtlasIPAccessList(shop, "office", {
          projectRef: project,
          entries: [{ ipAddress: "10.0.0.1" }],
        });
        list.addJsonPatch(JsonPatch.add("/spec/entries/-", entry));
      },
    },
    {
      because: "the entry is produced at synthesis",
      declare: (shop: Chart, project: AtlasProject) =>
        new AtlasIPAccessList(shop, "office", {
          projectRef: project,
          entries: [{ ipAddress: Lazy.any({ produce: () => "203.0.113.7" }) }],
        }),
    },
  ])("are refused although $because", ({ declare }) => {
    const { app, shop, project } = start();
    declare(shop, project);
    expect(() => app.synthYaml()).toThrow(/spec\.entries\[\d\]: IP access list entry "203\.0\.113\.7/);
  });

  it("are told of once each time that the app is synthesized", () => {
    const { app, shop, project } = start([]);
    new AtlasIPAccessList(shop, "office", { projectRef: project, entries: [entry] });
    expect(app.synthYaml()).toBe(app.synthYaml());
  });

  it("are let through where one is to be left alone", () => {
    const { app, shop, project } = start();
    const metadata = { annotations: policies({ reconciliation: "skip" }) };
    new AtlasIPAccessList(shop, "office", { metadata, projectRef: project, entries: [entry] });
    expect(app.synthYaml()).toContain("203.0.113.7/32");
  });

  it("are let through where an app is for several clusters, which have objects of equal names", () => {
    const app = new App();
    for (const cluster of ["eu", "us"]) {
      const chart = new Chart(app, cluster);
      const projectRef = new AtlasProject(chart, "project", { metadata: { name: "shop" }, name: "shop" });
      new AtlasIPAccessList(chart, "office", { metadata: { name: "office" }, projectRef, entries: [entry] });
      new AtlasTeam(chart, "team", { name: "developers", usernames: members });
    }
    expect(app.synthYaml()).toContain("203.0.113.7/32");
  });
});
