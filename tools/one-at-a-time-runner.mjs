import TestRunner from 'jest-runner';

/**
 * Runs the test files of the project "one at a time" after all others, and one at a time: tests that measure time, or
 * limit it, share the machine with no other. Both projects use this runner, because jest begins with whichever of
 * several runners was loaded first.
 */
export default class OneAtATimeRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    const together = tests.filter((test) => !isMeasuring(test));
    const measuring = tests.filter(isMeasuring);
    if (together.length > 0) await super.runTests(together, watcher, options);
    if (measuring.length > 0) await super.runTests(measuring, watcher, { ...options, serial: true });
  }
}

function isMeasuring({ context }) {
  return context.config.displayName?.name === 'one at a time';
}
