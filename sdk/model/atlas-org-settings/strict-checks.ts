import type { AtlasOrgSettingsSpec } from "../atlas-org-settings";
import type { Fault } from "../errors";
import { isContact } from "../formats";
import type { Resolved } from "../markers";
import { show } from "../messages";

/** Hours for which a secret may be valid at most (Atlas Admin API, organization settings). */
const validity = { least: 8, most: 8760 };

/** What Atlas would refuse of an organisation's settings. */
export function strictCheck(spec: AtlasOrgSettingsSpec | Resolved<AtlasOrgSettingsSpec>): Fault[] {
  const { maxServiceAccountSecretValidityInHours: hours, securityContact: contact } = spec;
  const faults: Fault[] = [];
  if (hours !== undefined && (hours < validity.least || hours > validity.most)) {
    const message = `must be ${validity.least} to ${validity.most}, not ${hours}`;
    faults.push({ path: "spec.maxServiceAccountSecretValidityInHours", message });
  }
  if (contact && !isContact(contact)) {
    faults.push({ path: "spec.securityContact", message: `${show(contact)} is not an e-mail address` });
  }
  return faults;
}
