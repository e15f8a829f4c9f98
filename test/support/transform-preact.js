'use strict';
// Preact comes as ES modules alone, which Jest requires from Node 24 on only: for older ones this
// makes CommonJS of `preact` and `preact/jsx-runtime`, both in one module.

const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

const files = [require.resolve('preact'), require.resolve('preact/jsx-runtime')];

module.exports = {
  process() {
    const parts = files.map((file) => {
      const { code } = transformSync(readFileSync(file, 'utf8'), { module: { type: 'commonjs' } });
      return `(function (exports) {${code}\n})(part = {}); for (const name of Object.keys(part)) exports[name] ??= part[name];`;
    });
    return { code: `let part;\n${parts.join('\n')}` };
  },
};
