/** The time of a server in memory. A simulation passes its own, so that nothing happens outside its steps. */
export interface ServerClock {
  now(): number;
  after(ms: number, work: () => void): void;
}

export const REAL_CLOCK: ServerClock = {
  now: () => Date.now(),
  after: (ms, work) => void setTimeout(work, ms).unref(),
};
