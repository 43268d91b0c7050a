// Runs its test files one at a time, after all others: those that measure, or that bound how long something may take,
// share the machine with nobody.
import TestRunner from 'jest-runner';

export default class OneAtATimeRunner extends TestRunner {
  isSerial = true;
}
