// The container suite: the same product in images, NATS and MongoDB in containers. It fails without Docker, it never skips.
import native from './jest.config.mjs';

export default {
  ...native,
  roots: ['<rootDir>/test/containers'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180_000,
};
