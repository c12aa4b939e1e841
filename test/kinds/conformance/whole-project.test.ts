import { afterAll, beforeAll, expect, it } from "vitest";
import { type Field, fieldName, fieldsOf, isEmpty, valueAt } from "./absence/fields";
import { wholeProject } from "./fixtures/whole-project";
import { Subject } from "./subject";
import { startWorld, type World } from "./world";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Top-level fields that are read with the project itself, or ask nothing of Atlas once it is made. */
const notSections = new Set([
  "name",
  "connectionSecretRef",
  "regionUsageRestrictions",
  "withDefaultAlertsSettings",
  "tags",
  "alertConfigurationSyncEnabled",
  // The former name of cloudProviderIntegrations: a declaration has one of the two.
  "cloudProviderAccessRoles",
]);

const isSection = (field: Field): boolean => field.path.length === 1 && !notSections.has(fieldName(field));

it("reads a project with every section filled once a section, and writes nothing, when it is in sync", async () => {
  const sections = fieldsOf("AtlasProject").filter(isSection);
  const unfilled = sections.filter(({ path }) => isEmpty(valueAt(wholeProject.base, path)));
  expect(unfilled.map(fieldName), "sections that the declaration does not fill").toEqual([]);
  const subject = await Subject.fresh(world, wholeProject);
  await subject.up(subject.spec());
  world.simulator.clearRequests();
  await subject.up(subject.spec());
  const asked = world.simulator.requests.filter(({ principal }) => principal !== undefined);
  expect(asked.filter(({ method }) => method !== "GET")).toEqual([]);
  const paths = asked.map(({ path }) => path);
  expect(
    paths.filter((path, index) => paths.indexOf(path) !== index),
    "read twice",
  ).toEqual([]);
  // The project itself is one more.
  expect(asked.length).toBeLessThanOrEqual(sections.length + 1);
});
