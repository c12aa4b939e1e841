/**
 * Addresses of a federated database instance, one for each of its hosts, without a login. A connection secret's
 * `connectionStringStandard` is all of them, each with the login, joined by commas (as upstream writes it); there is no SRV
 * record and no private address.
 *
 * @param hostnames As the status has them.
 */
export function federationAddresses(hostnames: readonly string[]): string[] {
  return hostnames.map((host) => `mongodb://${host}?ssl=true`);
}
