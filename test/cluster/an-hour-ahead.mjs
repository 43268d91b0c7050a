// Loaded before a service, so that its clock is an hour ahead of everybody else's.
const AHEAD_MS = 3_600_000;
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...parts) {
    if (parts.length === 0) super(RightDate.now() + AHEAD_MS);
    else super(...parts);
  }

  static now() {
    return RightDate.now() + AHEAD_MS;
  }
};
