import type { JsonObject } from "../json-object";
import type { ConfigMapKeyRef, SecretKeyRef } from "../markers";

/** A value that a Secret holds. */
export interface SecretSource {
  /** Data key with the value. */
  secretKeyRef?: SecretKeyRef;
}

/** A value that a Secret or a ConfigMap holds. The Secret wins where both are named. */
export interface ValueSource {
  /** Data key of a Secret with the value. */
  secretKeyRef?: SecretKeyRef;
  /** Data key of a ConfigMap with the value. */
  configMapKeyRef?: ConfigMapKeyRef;
}

/**
 * Access to a database in parts, for who has no URL. User and password are encoded as a URL needs it.
 * @atMostOne ["user", "userFrom"]
 * @atMostOne ["password", "passwordFrom"]
 * @atMostOne ["host", "hostFrom"]
 */
export interface DatabaseCredentials {
  /** Driver: `postgres`, `mysql`, `mariadb` or `sqlite`. */
  scheme?: string;
  /** User to log in as. Absent: none is sent. */
  user?: string;
  /** Where the user's name is kept. */
  userFrom?: SecretSource;
  /**
   * Password of the user, in clear text: better kept in a Secret.
   * @secret
   */
  password?: string;
  /** Where the password is kept. */
  passwordFrom?: SecretSource;
  /** Name or address of the server; of SQLite, the file. An IPv6 address is written in brackets. */
  host?: string;
  /** Where the server's name is kept. */
  hostFrom?: SecretSource;
  /**
   * Port of the server. Absent: the driver's own.
   * @asType integer
   */
  port?: number;
  /** Database to use. Absent: the server's own choice, and for MySQL all schemas. */
  database?: string;
  /** Parameters of the connection, such as `sslmode` or `search_path`. */
  parameters?: Record<string, string>;
}

/** A database that is started for planning, when it is needed. */
export interface DevDatabase {
  /** Pod that runs it, as Kubernetes has it (core/v1 PodSpec). `devURL` then says how it is connected to; its host is the pod's. */
  spec?: JsonObject;
}

/**
 * A value for a variable of the project file.
 * @atMostOne ["value", "valueFrom"]
 */
export interface DatabaseVariable {
  /** Name of the variable. Several values for one name make a list. */
  key?: string;
  /** The value. */
  value?: string;
  /** Where the value is kept. */
  valueFrom?: ValueSource;
}

/**
 * How a database is reached, and with what settings it is worked on.
 */
export interface DatabaseTarget {
  /**
   * URL of the database, as `postgres://user:password@host:5432/database?search_path=public`. With a password in it, it is better
   * kept in a Secret: see `urlFrom`.
   * @secret
   */
  url?: string;
  /** Where the URL of the database is kept. */
  urlFrom?: SecretSource;
  /** The database in parts, for who has no URL. */
  credentials?: DatabaseCredentials;
  /**
   * URL of a database that planning may use: empty, of the target's kind, emptied afterwards. Absent: one is started in this
   * process where the driver allows it (PostgreSQL, SQLite), else on the target's server or as a pod.
   * @secret
   */
  devURL?: string;
  /** Where the URL of the database for planning is kept. */
  devURLFrom?: SecretSource;
  /** Database for planning that is started as a pod. Needs `devURL`. */
  devDB?: DevDatabase;
  /** Environment of the project file to use. Absent: `kubernetes`. */
  envName?: string;
  /** Project file (`atlas.hcl`) as a text. Needs `envName`. Credentials in it belong into variables. */
  config?: string;
  /** Where the project file is kept. */
  configFrom?: SecretSource;
  /** Values for the variables of the project file. */
  vars?: DatabaseVariable[];
  /**
   * How often a failure is tried again before the object is left alone until it changes. 0: for ever.
   * @default 20
   * @asType integer
   */
  backoffLimit?: number;
}
