// The container suite: the same product in images, NATS and MongoDB in containers. It fails without Docker, it never skips.
import { common, reporters } from './jest.config.mjs';

export default {
  ...common,
  roots: ['<rootDir>/test/containers'],
  testMatch: ['**/*.test.ts'],
  testTimeout: 180_000,
  reporters,
  forceExit: true,
};
