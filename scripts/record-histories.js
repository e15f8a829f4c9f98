'use strict';
// Records test/histories/VERSION anew, on real servers: node scripts/record-histories.js, after a build.

require('tsx/cjs');
const { recordHistories } = require('../test/support/workflow-recording.ts');

recordHistories().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
