import type { Answer, Call, Routes } from "../call";
import { isObject, type JsonObject, objectAt } from "../json";
import { problem } from "../problem";
import { groupOf } from "./group-of";

const NO_LDAP: JsonObject = { authenticationEnabled: false, authorizationEnabled: false };

/** How users of a project's databases may log in: a certificate authority of one's own, and LDAP. */
export const userSecurityRoutes: Routes = {
  getGroupUserSecurity: (call) => answer(call, 200),
  updateGroupUserSecurity: (call) => {
    const group = groupOf(call);
    const { cas } = objectAt(call.body, "customerX509");
    if (typeof cas === "string" && !/^-----BEGIN CERTIFICATE-----\n[\s\S]+-----END CERTIFICATE-----/.test(cas)) {
      throw problem("INVALID_CUSTOMER_CERTIFICATE");
    }
    const ldap = isObject(call.body) && isObject(call.body.ldap) ? call.body.ldap : {};
    call.state.groups.put(group.id, {
      ...group,
      ...(typeof cas === "string" && { customerCas: cas }),
      ldap: { ...group.ldap, ...ldap },
    });
    return answer(call, 202);
  },
  disableGroupUserSecurityCustomerX509: (call) => {
    const { customerCas: _, ...group } = groupOf(call);
    call.state.groups.put(group.id, group);
    return answer(call, 202);
  },
};

function answer(call: Call, status: number): Answer {
  const { customerCas, ldap } = groupOf(call);
  const { bindPassword: _, ...shown } = { ...NO_LDAP, ...ldap };
  return { status, body: { customerX509: customerCas === undefined ? {} : { cas: customerCas }, ldap: shown } };
}
