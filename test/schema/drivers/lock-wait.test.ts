import { expect, it } from "vitest";
import { lockWaitOf, lookAfterMs, lookAgainMs } from "../../../provider/schema/drivers/lock-wait";
import { parseDatabaseUrl } from "../../../provider/schema/drivers/url";

it.each([
  { url: "postgres://h/d", ms: 10_000, because: "a safe time where nobody says" },
  { url: "postgres://h/d?lock_timeout=300", ms: 300, because: "milliseconds are PostgreSQL's unit" },
  { url: "postgres://h/d?lock_timeout=3s", ms: 3_000, because: "it knows others" },
  { url: "postgres://h/d?lock_timeout=2min", ms: 120_000, because: "and longer ones" },
  { url: "postgres://h/d?lock_timeout=0", ms: 0, because: "PostgreSQL has it be as long as it takes" },
  { url: "postgres://h/d?lock_timeout=0.5h", ms: undefined, because: "what only the server understands is left to it" },
  { url: "postgres://h/d?options=-c%20lock_timeout%3D3s", ms: undefined, because: "so is what is among its options" },
  { url: "mysql://h/d?lock_wait_timeout=30", ms: 30_000, because: "MySQL counts seconds" },
  { url: "mariadb://h/d", ms: 10_000, because: "a safe time on MariaDB too" },
  { url: "sqlite://f.db?_busy_timeout=250", ms: 250, because: "SQLite counts milliseconds" },
  { url: "sqlite://f.db?_timeout=250", ms: 250, because: "under either name" },
])("waits for locks as $url says: $because", ({ url, ms }) => {
  expect(lockWaitOf(parseDatabaseUrl(url))).toBe(ms);
  expect(lockWaitOf(parseDatabaseUrl(url), { lockTimeoutMs: 70 })).toBe(70);
});

it.each([
  { ms: 300, after: 150 },
  { ms: 0, after: 5_000 },
  { ms: undefined, after: 5_000 },
])("looks who is in the way before $ms ms are over", ({ ms, after }) => {
  expect(lookAfterMs(ms)).toBe(after);
});

it.each([
  { after: 50, elapsed: 0, again: 50, because: "a later statement can wait as short" },
  { after: 50, elapsed: 60_000, again: 1_000, because: "what takes long is left alone" },
  { after: 5_000, elapsed: 60_000, again: 5_000, because: "it is not looked at more often than at first" },
])("looks again after $again ms, $elapsed ms after it began: $because", ({ after, elapsed, again }) => {
  expect(lookAgainMs(after, elapsed)).toBe(again);
});
