// Mocha's spec reporter that also leaves its counts in the file named by SALIENCY_LENS_RESULTS. The file appears only
// when the run came to its end, so that a crash cannot be taken for success.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.SALIENCY_LENS_RESULTS;
    runner.once('end', () => {
      const { passes, failures } = runner.stats;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures }));
    });
  }
};
