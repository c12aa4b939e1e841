import type { Fault } from "./faults";
import type { NewFederation } from "./federated-auth/create";
import type { RateLimits } from "./rate-limit";
import type { RequestRecord } from "./request-log";

/** An organisation to begin with. */
export interface OrganizationOption {
  name: string;
  /** 24 hexadecimal digits; drawn when absent. */
  id?: string;
}

/** A person of the first organisation. The first one owns it, the others are members. */
export interface UserOption {
  /** E-mail address. */
  username: string;
  firstName?: string;
  lastName?: string;
  /** Two-letter code. Default US. */
  country?: string;
}

/** Credentials the demo organisation's owner has, where the deterministic ones do not suit. */
export interface CredentialsOption {
  publicKey?: string;
  privateKey?: string;
  clientId?: string;
  clientSecret?: string;
}

/** How to run a simulated Atlas. */
export interface SimulatorOptions {
  /** TCP port; any free one when 0, the default. */
  port?: number;
  /** Address to listen on. Default 127.0.0.1; anything else lets others in, and a warning says so. */
  host?: string;
  /** Simulated seconds a real second. 60 makes a seven minute cluster creation last seven seconds. Default 1. */
  timeScale?: number;
  /** Simulated time to start at, in milliseconds since 1970. Default: now. */
  startAt?: number;
  /** Organisations to begin with. Default: one, for demonstration. */
  organizations?: readonly OrganizationOption[];
  /** Credentials of the first organisation's owner. Default: drawn from the seed. */
  credentials?: CredentialsOption;
  /** People of the first organisation. Default: alice, bob, carol and dave at example.com. */
  users?: readonly UserOption[];
  /** A federation that the first organisation is connected to. Default: none. */
  federation?: NewFederation;
  /** Real milliseconds that every answer is delayed. Default 0. */
  latencyMs?: number;
  /** Requests a simulated minute for each project and each organisation. Default 10,000. */
  rateLimit?: { requestsPerMinute: number | RateLimits };
  /** SQLite file that keeps the state over restarts. Default: memory only. */
  persistTo?: string;
  /** Faults that wait for their request from the start. */
  faults?: readonly Fault[];
  /** What identifiers are drawn from: the same seed and requests give the same ids. */
  seed?: string;
  /** Real seconds an OAuth token is good for. Default 3600. */
  tokenLifetimeSeconds?: number;
  /** Called with every request, after it was answered. */
  log?: (record: RequestRecord) => void;
}
