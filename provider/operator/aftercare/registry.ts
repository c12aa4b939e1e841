import type { KindName } from "../../../sdk/model/kinds";
import type { Aftercare } from "./aftercare";
import { databaseUserAftercare } from "./database-user";
import { projectAftercare } from "./project";
import { teamAftercare } from "./team";

const none: Aftercare = {};

/** Kinds that take some. */
const aftercares: Partial<Record<KindName, Aftercare>> = {
  AtlasDatabaseUser: databaseUserAftercare,
  AtlasProject: projectAftercare,
  AtlasTeam: teamAftercare,
};

export const aftercareOf = (kind: KindName): Aftercare => aftercares[kind] ?? none;
