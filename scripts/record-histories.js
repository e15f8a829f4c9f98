'use strict';
// Records test/histories/VERSION anew, on real servers: node scripts/record-histories.js, after a build.
// `node scripts/record-histories.js arrears` records those of arrears alone.

require('tsx/cjs');
const { recordHistories } = require('../test/support/workflow-recording.ts');

recordHistories(process.argv[2]).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
