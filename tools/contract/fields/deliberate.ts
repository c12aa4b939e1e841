/** A fact in which our definitions are not as upstream's, on purpose. docs/differences.md tells users. */
export interface DeliberateDifference {
  kind: string;
  /** As in `Difference`. */
  where: string;
  because: string;
}

/** Every one of them. One that no longer differs must go: a test holds it. */
export const deliberateDifferences: readonly DeliberateDifference[] = [
  {
    kind: "AtlasDatabaseUser",
    where: "printerColumns",
    because: "upstream's column Name shows .spec.name, which does not exist; Username shows the name",
  },
  {
    kind: "AtlasDataFederation",
    where: "status.hostnames",
    because: "where to connect to is in upstream's connection secrets only",
  },
  {
    kind: "AtlasDataFederation",
    where: "status.hostnames[]",
    because: "where to connect to is in upstream's connection secrets only",
  },
  {
    kind: "AtlasOrgSettings",
    where: "status.observedGeneration",
    because: "kstatus looks there, and takes the conditions of the last declaration for those of the new one otherwise",
  },
  {
    kind: "AtlasThirdPartyIntegration",
    where: "status.observedGeneration",
    because: "kstatus looks there, and takes the conditions of the last declaration for those of the new one otherwise",
  },
];
