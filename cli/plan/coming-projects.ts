import type { AtlasApi, AtlasCall, CallOptions, ItemOf } from "../../provider/atlas/api";
import type { OperationId, ResponseBody } from "../../provider/atlas/contract/operations.gen";

/** A project that is to be made: what it will be called, and what stands for its id until then. */
export interface ComingProject {
  name: string;
  id: string;
}

/**
 * The same API, whose list of an organisation's projects has also those that are still to be made in it. Settings of the organisation
 * name projects by their names, not by references: those they name may be made together with them.
 */
export function withComingProjects(api: AtlasApi, comingTo: (orgId: string) => Promise<ComingProject[]>): AtlasApi {
  return {
    send: (call, options) => api.send(call, options),
    orgId: (options) => api.orgId(options),
    async list<Op extends OperationId>(call: AtlasCall<Op>, options?: CallOptions) {
      const found = await api.list(call, options);
      if (call.operation !== "getOrgGroups") return found;
      const coming = await comingTo(call.params?.orgId ?? "");
      return [...found, ...(coming as ItemOf<ResponseBody<Op>>[])];
    },
  };
}
