'use strict';
// What tests get for `preact`: transform-preact.js puts it here.

module.exports = {};
