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
    // Packages that are, or load, ES modules, which jest does not load.
    '/node_modules/(@fastify/)?cookie/.*\\.js$': '@swc/jest',
    '/support/preact\\.js$': '<rootDir>/test/support/transform-preact.js',
  },
  transformIgnorePatterns: ['/node_modules/(?!cookie/|@fastify/cookie/)'],
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
