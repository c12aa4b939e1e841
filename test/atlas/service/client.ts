import { type AtlasClient, type ClientSettings, createAtlasClient } from "../../../provider/atlas";
import { fastClock } from "../../../provider/atlas/clock";
import type { FakeService } from "./fake-service";

export const groupId = "32b6e34b3d91647abb20e7b8";
export const apiKey = {
  kind: "api-key",
  publicKey: "abcdefgh",
  privateKey: "11111111-2222-3333-4444-555555555555",
} as const;

/** A client of a fake service, on a clock on which a minute takes 60 ms: seconds of backoff must not make tests slow. */
export function clientOf(service: FakeService, settings: Partial<ClientSettings> = {}): AtlasClient {
  return createAtlasClient({
    credentials: apiKey,
    baseUrl: service.url,
    clock: fastClock(1000),
    timeoutMs: 20_000,
    ...settings,
  });
}
