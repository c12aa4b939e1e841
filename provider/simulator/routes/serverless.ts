import type { Routes } from "../call";
import { page } from "../paging";
import { problem } from "../problem";
import { keyOf } from "../store";

/** Serverless instances: there are none any more, the service made Flex clusters of all of them. */
export const serverlessRoutes: Routes = {
  listGroupServerlessInstances: (call) => page(call, [], () => ({})),
  getGroupServerlessInstance: ({ params: { groupId = "", name = "" }, state }) => {
    if (state.clusters.get(keyOf(groupId, name))) throw problem("CANNOT_USE_CLUSTER_IN_SERVERLESS_INSTANCE_API", name);
    throw problem("SERVERLESS_INSTANCE_NOT_FOUND", name, groupId);
  },
};
