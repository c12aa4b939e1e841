import type { AtlasCall } from "../../atlas/api";
import type { ResponseBody } from "../../atlas/contract/operations.gen";
import type { Change } from "../contract";
import { isSeal, matchesSeal, sealSecret, sealShown } from "../seal";
import { groupParams, type Section } from "./section";

/** The certificate authority for X.509 users. */
export interface CustomerX509 {
  /** Seal of the certificates, as they come from a Secret; absent: none is set. */
  cas?: string;
}

const condition = "X509AuthReady";
const path = "spec.x509CertRef";

/**
 * The certificate authority of X.509 users of type `CUSTOMER`. One that was declared here and no longer is gets taken out; one from
 * elsewhere stays.
 */
export const x509: Section<CustomerX509> = {
  field: "x509CertRef",
  condition,
  blank: {},

  // An empty Secret must not take the place of a certificate that people log in by.
  check: ({ x509CertRef }) =>
    x509CertRef?.trim() === "" ? [{ path, message: "is empty, and must hold a certificate" }] : [],

  observe: async (api, projectId, options) =>
    observed(await api.send({ operation: "getGroupUserSecurity", params: { groupId: projectId } }, options), projectId),

  plan({ desired, observed: { cas }, owned, projectId }) {
    const params = groupParams(projectId);
    if (desired.x509CertRef === undefined) {
      if (cas === undefined || owned?.x509CertRef === undefined) return { changes: [] };
      const call: AtlasCall = { operation: "disableGroupUserSecurityCustomerX509", params };
      const change = part("delete", "take the certificate authority of X.509 users out", call);
      return { changes: [{ ...change, differences: [{ path, from: "(secret)" }] }] };
    }
    const certificates = asPem(desired.x509CertRef);
    if (matchesSeal(certificates, cas)) return { changes: [] };
    const call: AtlasCall<"updateGroupUserSecurity"> = {
      operation: "updateGroupUserSecurity",
      params,
      body: { customerX509: { cas: certificates } },
    };
    const change = part("update", "set the certificate authority of X.509 users", call);
    const differences = [{ path, ...(cas !== undefined && { from: "(secret)" }), to: "(secret)" }];
    return { changes: [{ ...change, differences }] };
  },

  async apply(api, { call }, _part, options) {
    const answer = await api.send(call as AtlasCall<"updateGroupUserSecurity">, options);
    return observed(answer, call.params?.groupId ?? "");
  },

  // What is set shows in Atlas, so no seal has to tell whether it was sent: only that it was asked for here.
  claimUnsure: ({ x509CertRef }, previous) => ({
    x509CertRef: previous?.x509CertRef ?? (x509CertRef && !isSeal(x509CertRef) ? sealSecret(x509CertRef) : x509CertRef),
  }),

  status: ({ cas }) => (cas === undefined ? {} : { authModes: ["SCRAM", "X509"] }),
};

function observed({ customerX509 }: ResponseBody<"getGroupUserSecurity">, projectId: string): CustomerX509 {
  return customerX509?.cas ? { cas: sealShown(asPem(customerX509.cas), `${projectId}/x509`) } : {};
}

/** Certificates as Atlas takes them. A Secret may hold them without their frame, as upstream allows. */
function asPem(text: string): string {
  const lines = text.replaceAll("\r\n", "\n").trim();
  if (lines.startsWith("-----BEGIN")) return `${lines}\n`;
  const encoded = /^[\w+/=\s]+$/.test(lines)
    ? lines.replace(/\s/g, "")
    : Buffer.from(text, "latin1").toString("base64");
  const body = encoded.match(/.{1,64}/g)?.join("\n") ?? "";
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}

function part(action: Change["action"], description: string, call: AtlasCall): Change {
  return { action, scope: "part", condition, reason: "ProjectX509NotConfigured", description, call };
}
