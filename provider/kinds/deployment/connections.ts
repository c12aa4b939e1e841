import type { StatusOf } from "../../../sdk/model";
import type { ResponseBody } from "../../atlas/contract/operations.gen";

export type Connections = NonNullable<StatusOf<"AtlasDeployment">["connectionStrings"]>;

/** Connection strings as the status has them: those that are set. None holds credentials. */
export function connectionsOf(answer: ResponseBody<"getGroupCluster">["connectionStrings"]): Connections {
  const { standard, standardSrv, private: closed, privateSrv, privateEndpoint = [] } = answer ?? {};
  return {
    ...(standard && { standard }),
    ...(standardSrv && { standardSrv }),
    ...(closed && { private: closed }),
    ...(privateSrv && { privateSrv }),
    ...(privateEndpoint.length > 0 && {
      privateEndpoint: privateEndpoint.map(({ endpoints = [], connectionString, type, ...srv }) => ({
        connectionString,
        srvConnectionString: srv.srvConnectionString,
        srvShardOptimizedConnectionString: srv.srvShardOptimizedConnectionString,
        type,
        endpoints: endpoints.map(({ endpointId, providerName, region }) => ({ endpointId, providerName, region })),
      })),
    }),
  };
}
