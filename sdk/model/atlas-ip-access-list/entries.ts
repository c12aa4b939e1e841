/**
 * One source that may reach the project's deployments.
 * @exactlyOne ["ipAddress", "cidrBlock", "awsSecurityGroup"]
 * @cel [
 *   {
 *     "rule": "!(has(self.ipAddress) && (has(self.cidrBlock) || has(self.awsSecurityGroup))) && !(has(self.cidrBlock) && has(self.awsSecurityGroup))",
 *     "message": "only one of ipAddress, cidrBlock and awsSecurityGroup may be given"
 *   }
 * ]
 */
export interface IpAccessListEntry {
  /**
   * One address, IPv4 or IPv6.
   * @strictFormat ip
   */
  ipAddress?: string;
  /**
   * A block of addresses: `10.0.0.0/8`.
   * @strictFormat cidr
   */
  cidrBlock?: string;
  /**
   * An AWS security group of a peered network: `sg-0123456789abcdef0`, after the account and a slash if it is another's.
   * @strictPattern ^([0-9]*\/)?sg-([0-9]*)
   */
  awsSecurityGroup?: string;
  /** What the entry is for. */
  comment?: string;
  /**
   * When Atlas drops the entry, at most a week away: a date and time with its offset. Absent: never.
   * @format date-time
   */
  deleteAfterDate?: string;
}

/** An entry as last seen in Atlas. */
export interface IpAccessListEntryStatus {
  /** Block, or security group. */
  entry: string;
  /** `ACTIVE`, `PENDING` while Atlas rolls it out, `FAILED`, or `EXPIRED` once its time is over. */
  status: string;
}
