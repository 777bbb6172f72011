// Mocha's spec reporter that also leaves its counts, and what failed, in the file named by SALIENCY_LENS_RESULTS. The
// file appears only when the run came to its end, so that a crash cannot be taken for success.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.SALIENCY_LENS_RESULTS;
    const faults = [];
    runner.on('fail', (test, error) => faults.push(`${test.fullTitle()}: ${firstLine(error)}`));
    runner.once('end', () => {
      const { passes, failures } = runner.stats;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, faults }));
    });
  }
};

/** What is to be said of an error beside the name of its test. */
const firstLine = (error) =>
  String(error?.message ?? error)
    .split('\n', 1)[0]
    .slice(0, 300);
