import type { AtlasApi, AtlasCall } from "../../provider/atlas/api";

type Json = Record<string, unknown>;

/** Puts the certificate authority of X.509 users into a project's declaration: the certificates, for a Secret to take their place. */
export async function nameAuthority(api: AtlasApi, projectId: string, spec: Json): Promise<void> {
  const call: AtlasCall<"getGroupUserSecurity"> = {
    operation: "getGroupUserSecurity",
    params: { groupId: projectId },
  };
  const { customerX509 } = await api.send(call);
  if (customerX509?.cas) spec.x509CertRef = customerX509.cas;
}
