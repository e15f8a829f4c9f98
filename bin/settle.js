#!/usr/bin/env node
'use strict';
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const program = join(__dirname, '..', 'dist', 'client', 'settle.js');

if (existsSync(program)) {
  require(program);
} else {
  process.stderr.write('settle: not built yet; run: npm ci\n');
  process.exitCode = 1;
}
