// Breaks the money rules of domain/ on purpose, one at a time (mutants/mutations.json), and proves
// that the test named for each then fails. Works on copies of the tree, never on the tree itself.
// `--seed N` gives the laws other cases; a text runs only the mutations that contain it.
// Writes docs/mutants.md; exits 1 where a mutation survives or is no mutation at all.

const { execFile } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const prettier = require('prettier');

const root = path.join(__dirname, '..');
const copied = ['domain', 'import', 'test/domain', 'test/golden', 'test/support'];
const atOnce = Math.min(2, os.availableParallelism());
const jestTimeout = 120_000;

const configuration = `module.exports = {
  testMatch: ['<rootDir>/test/domain/**/*.test.ts'],
  transform: { '\\\\.ts$': '@swc/jest' },
  setupFiles: ['<rootDir>/seed.js'],
  moduleNameMapper: { '^(\\\\.{1,2}/.*)\\\\.js$': '$1' },
};
`;

/**
 * @typedef {{ rule: string, breaks: string, file: string, find: string, replace: string,
 *   killedBy: { file: string, test: string } }} Mutation
 * @typedef {{ file: string, title: string, status: string, failures: string }} TestRun
 * @typedef {{ tests: TestRun[], trouble?: string }} JestRun
 * @typedef {{ testResults: { name: string, message: string, assertionResults:
 *   { title: string, status: string, failureMessages: string[] }[] }[] }} JestOutput
 */

/**
 * A copy of what the domain's tests need, to break in peace.
 * @param {string} folder
 * @param {number} seed of the laws: one seed, one score
 */
function makeCopy(folder, seed) {
  for (const each of copied)
    fs.cpSync(path.join(root, each), path.join(folder, each), { recursive: true });
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  fs.writeFileSync(path.join(folder, 'jest.config.js'), configuration);
  const seeding = `require('fast-check').configureGlobal({ seed: ${seed} });\n`;
  fs.writeFileSync(path.join(folder, 'seed.js'), seeding);
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  return folder;
}

/**
 * The status and the failures of every test that ran, or why none did.
 * @param {string} folder
 * @param {string[]} more
 * @returns {Promise<JestRun>}
 */
function runJest(folder, more) {
  const output = path.join(folder, 'results.json');
  fs.rmSync(output, { force: true });
  const jest = path.join(folder, 'node_modules/jest/bin/jest.js');
  const always = [
    '--config',
    'jest.config.js',
    '--watchman=false',
    '--json',
    '--outputFile',
    output,
  ];
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [jest, ...always, ...more],
      { cwd: folder, timeout: jestTimeout, maxBuffer: 1 << 26 },
      (error, _, stderr) => {
        if (!fs.existsSync(output))
          resolve({ tests: [], trouble: stderr || (error?.message ?? 'no result') });
        else resolve(readResults(folder, output));
      },
    );
  });
}

/**
 * @param {string} folder
 * @param {string} output
 * @returns {JestRun}
 */
function readResults(folder, output) {
  /** @type {JestOutput} */
  const { testResults } = JSON.parse(fs.readFileSync(output, 'utf8'));
  const tests = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ title, status, failureMessages }) => ({
      file: path.relative(fs.realpathSync(folder), name).replaceAll(path.sep, '/'),
      title,
      status,
      failures: failureMessages.join('\n'),
    })),
  );
  const trouble = testResults.find((each) => each.assertionResults.length === 0)?.message;
  return { tests, trouble };
}

/**
 * What is wrong with the list itself, against a run in which nothing is broken.
 * @param {Mutation[]} mutations
 * @param {TestRun[]} tests
 */
function problemsOf(mutations, tests) {
  return mutations.flatMap(({ breaks, file, find, replace, killedBy }) => {
    const places = fs.readFileSync(path.join(root, file), 'utf8').split(find).length - 1;
    const named = tests.filter(
      (each) => each.file === killedBy.file && each.title === killedBy.test,
    );
    return [
      ...(places === 1 ? [] : [`${breaks}: its text stands ${places} times in ${file}`]),
      ...(find === replace ? [`${breaks}: it changes nothing`] : []),
      ...(named.length === 1
        ? []
        : [`${breaks}: ${named.length} tests "${killedBy.test}" in ${killedBy.file}`]),
    ];
  });
}

/**
 * Breaks the copy, runs the one test, mends the copy.
 * @param {string} folder
 * @param {Mutation} mutation
 */
async function judge(folder, { file, find, replace, killedBy }) {
  const target = path.join(folder, file);
  const sound = fs.readFileSync(target, 'utf8');
  fs.writeFileSync(
    target,
    sound.replace(find, () => replace),
  );
  try {
    const title = killedBy.test.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const { tests, trouble } = await runJest(folder, [killedBy.file, '-t', `${title}$`]);
    const named = tests.find((each) => each.title === killedBy.test);
    if (!named || trouble) return 'does not run';
    // A name that the mutation itself made up proves nothing.
    if (/ReferenceError|SyntaxError/.test(named.failures)) return 'does not run';
    if (named.status === 'failed') return 'killed';
    return named.status === 'passed' ? 'survived' : 'does not run';
  } finally {
    fs.writeFileSync(target, sound);
  }
}

/**
 * @param {string[]} folders
 * @param {Mutation[]} mutations
 */
async function judgeAll(folders, mutations) {
  /** @type {string[]} */
  const outcomes = [];
  let next = 0;
  await Promise.all(
    folders.map(async (folder) => {
      while (next < mutations.length) {
        const index = next++;
        const mutation = mutations[index];
        outcomes[index] = await judge(folder, mutation);
        const { rule, breaks } = mutation;
        console.log(`${outcomes[index].padEnd(12)} ${rule}: ${breaks}`);
      }
    }),
  );
  return outcomes;
}

/**
 * @param {Mutation[]} mutations
 * @param {string[]} outcomes
 * @param {string} score
 */
async function writeReport(mutations, outcomes, score) {
  const rows = mutations.map(({ rule, breaks, file, killedBy }, index) => {
    const test = path.basename(killedBy.file, '.test.ts');
    const by =
      outcomes[index] === 'killed' ? `${test}: ${killedBy.test}` : `**${outcomes[index]}**`;
    return `| ${[rule, breaks, file, by].map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
  const text = `# Mutations

\`npm run mutants\` breaks each money rule of \`domain/\` on purpose, in a copy of the tree, and runs the
test that is named for it here. A mutation counts as killed only when that very test fails; a program that
does not run any more does not count. The list is \`mutants/mutations.json\`: to add one, give the file, a
text that stands in it once, what to put in its place, and the test. This page is written by the program.

Score: ${score}

| rule | what is broken | file | killed by (file: test) |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
  const target = path.join(root, 'docs/mutants.md');
  const options = await prettier.resolveConfig(target);
  fs.writeFileSync(target, await prettier.format(text, { ...options, parser: 'markdown' }));
}

async function main() {
  const { values, positionals } = parseArgs({
    options: { seed: { type: 'string', default: '20261122' } },
    allowPositionals: true,
  });
  const [only] = positionals;
  /** @type {Mutation[]} */
  const listed = JSON.parse(fs.readFileSync(path.join(root, 'mutants/mutations.json'), 'utf8'));
  const mutations = listed.filter(({ rule, breaks }) => `${rule}: ${breaks}`.includes(only ?? ''));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
  try {
    const copies = Array.from({ length: atOnce }, (_, index) =>
      makeCopy(path.join(folder, String(index)), Number(values.seed)),
    );
    const { tests, trouble } = await runJest(copies[0], []);
    const failed = tests.filter(({ status }) => status !== 'passed').map(({ title }) => title);
    const problems = [
      ...(trouble ? [trouble] : []),
      ...failed.map((title) => `fails with nothing broken: ${title}`),
      ...problemsOf(mutations, tests),
    ];
    if (problems.length > 0) throw new Error(problems.join('\n'));
    const outcomes = await judgeAll(copies, mutations);
    const killed = outcomes.filter((each) => each === 'killed').length;
    const score = `${killed} of ${mutations.length} killed (${Math.floor((100 * killed) / mutations.length)} %)`;
    if (only === undefined) await writeReport(mutations, outcomes, score);
    console.log(score);
    if (killed < mutations.length) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
