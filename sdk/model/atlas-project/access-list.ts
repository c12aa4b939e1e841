/**
 * One source that may reach the project's deployments.
 * @exactlyOne ["ipAddress", "cidrBlock", "awsSecurityGroup"]
 */
export interface IpAccessEntry {
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
   * When Atlas drops the entry: an ISO 8601 date or date and time, at most a week away. UTC where no offset is given.
   * Absent: never.
   * @strictFormat atlas-date
   */
  deleteAfterDate?: string;
}
