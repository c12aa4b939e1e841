import { atlasIdOf } from "../ownership/applied";
import type { Aftercare } from "./aftercare";

/** The projects in which a team has roles. */
export const teamAftercare: Aftercare = {
  status({ subject, services }) {
    const projects = services.cluster
      .allReferrers("AtlasTeam", subject.object)
      .filter(({ kind }) => kind === "AtlasProject")
      .flatMap(({ object }) => {
        const id = atlasIdOf(object);
        return id === undefined ? [] : [{ id, name: String(object.spec?.name ?? "") }];
      });
    const byId = new Map(projects.map((project) => [project.id, project]));
    return { projects: [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)) };
  },
};
