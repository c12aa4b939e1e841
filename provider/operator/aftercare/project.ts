import { namedBy } from "../cluster/references";
import { atlasIdOf } from "../ownership/applied";
import type { Aftercare } from "./aftercare";

/** The objects that declare what Atlas knows by id only. */
export const projectAftercare: Aftercare = {
  status({ subject, services, handler }, _desired, { observed }) {
    const { teams } = handler.status(observed);
    if (!Array.isArray(teams)) return {};
    const declared = new Map(
      namedBy("AtlasProject", subject.object)
        .filter(({ kind }) => kind === "AtlasTeam")
        .flatMap(({ namespace, name }) => {
          const team = services.cluster.get("AtlasTeam", `${namespace}/${name}`);
          const id = team && atlasIdOf(team);
          return id === undefined ? [] : [[id, { name, namespace }] as const];
        }),
    );
    // Teams from elsewhere have no object to name.
    return {
      teams: teams.flatMap(({ id }: { id: string }) => {
        const teamRef = declared.get(id);
        return teamRef ? [{ id, teamRef }] : [];
      }),
    };
  },
};
