import { expect, it } from "vitest";
import { kindInfo, kindNames } from "../../sdk/model/kinds";

it("protects the kinds with whose objects data is lost, and no others", () => {
  expect(kindNames.filter((kind) => kindInfo(kind).protect)).toEqual([
    "AtlasCluster",
    "AtlasDataFederation",
    "AtlasDeployment",
    "AtlasProject",
    "AtlasStreamInstance",
  ]);
});
