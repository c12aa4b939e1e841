import type { KindName } from "../../../sdk/model/kinds";
import type { Aftercare } from "./aftercare";
import { databaseUserAftercare } from "./database-user";
import { projectAftercare } from "./project";
import { streamInstanceAftercare } from "./stream-instance";
import { teamAftercare } from "./team";

const none: Aftercare = {};

/** Kinds that take some. */
const aftercares: Partial<Record<KindName, Aftercare>> = {
  AtlasDatabaseUser: databaseUserAftercare,
  AtlasProject: projectAftercare,
  AtlasStreamInstance: streamInstanceAftercare,
  AtlasTeam: teamAftercare,
};

export const aftercareOf = (kind: KindName): Aftercare => aftercares[kind] ?? none;
