import { connectionSecretName } from "../../../sdk/model/connection-secret-name";
import type { ManagedObject } from "../cluster/managed-object";

/** Characters from which on the name of a Secret may have been cut off. */
const LONG = 240;

/** What the names of a user's connection secrets end in, unless they are cut off. */
export const endOf = ({ spec }: ManagedObject): string =>
  connectionSecretName({ projectName: "p", deploymentName: "d", username: String(spec?.username ?? "") }).slice(3);

/** Whether the name of a Secret may be one of a user's, of whom is known what those end in. */
export const mayEndIn = (name: string, end: string): boolean => name.length >= LONG || name.endsWith(end);

/** Whether what one name ends in may end the name of the other's, too. */
export const areAlike = (one: string, other: string): boolean => one.endsWith(other) || other.endsWith(one);
