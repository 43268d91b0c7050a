export interface ObtainedServer {
  path: string;
  version: string;
  from: string;
}

export function getInfrastructure(options?: {
  dir?: string;
  names?: ('nats-server' | 'mongod')[];
  report?: (sentence: string) => void;
}): Promise<Record<'nats-server' | 'mongod', ObtainedServer>>;
