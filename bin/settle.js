#!/usr/bin/env node
'use strict';
const fs = require('node:fs');
const path = require('node:path');

const program = path.join(__dirname, '..', 'dist', 'client', 'settle.js');

if (fs.existsSync(program)) {
  require(program);
} else {
  process.stderr.write('settle: not built yet; run: npm ci\n');
  process.exitCode = 1;
}
