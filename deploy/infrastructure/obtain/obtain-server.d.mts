import type { ObtainedServer } from '../get-infrastructure.mjs';

export interface PinnedServer {
  environmentVariable: string;
  minimumVersion: string;
  versionArguments: string[];
  versionPattern: RegExp;
  vendorRelease: {
    baseUrl: string;
    /** By platform: the path and its SHA-256. */
    archives: Record<string, [path: string, sha256: string]>;
    /** How long it may be silent; 15 s where it is not said. */
    stalledAfterMs?: number;
  };
  pythonWheels?: Record<string, { name: string; version: string; platformTag: string; sha256: string }>;
  goModule?: string;
  remedy: string;
}

export function obtainServer(
  name: string,
  folder: string,
  report: (sentence: string) => void,
  server?: PinnedServer,
): Promise<ObtainedServer>;
