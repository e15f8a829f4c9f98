const jsx = {
  jsc: {
    parser: { syntax: 'typescript', tsx: true },
    transform: { react: { runtime: 'automatic', importSource: 'preact' } },
  },
};

module.exports = {
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  transform: {
    '\\.ts$': '@swc/jest',
    '\\.tsx$': ['@swc/jest', jsx],
    '/support/preact\\.js$': '<rootDir>/test/support/transform-preact.js',
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^preact(/jsx-runtime)?$': '<rootDir>/test/support/preact.js',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  globalSetup: '<rootDir>/test/support/global-setup.js',
  globalTeardown: '<rootDir>/test/support/global-teardown.js',
  testTimeout: 300_000,
  maxWorkers: 2,
};
