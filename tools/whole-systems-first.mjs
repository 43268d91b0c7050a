import Sequencer from '@jest/test-sequencer';

/**
 * Files that start whole systems take longest: begun last, one of them would go on alone while the other workers are
 * idle. Without timings of an earlier run jest begins with the largest files, which says nothing of these.
 */
export default class WholeSystemsFirst extends Sequencer {
  async sort(tests) {
    const sorted = await super.sort(tests);
    const [systems, others] = [true, false].map((is) => sorted.filter((test) => isOfSystem(test) === is));
    return [...systems, ...others];
  }
}

function isOfSystem({ path, context }) {
  return path.startsWith(`${context.config.rootDir}/test/`);
}
