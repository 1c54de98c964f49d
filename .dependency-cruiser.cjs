const PURE = '^lib/(domain|otlp|routing|audit|trace|compare)/';
const TESTS = '\\.test\\.tsx?$|^lib/testing/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    {
      name: 'pure-core',
      comment: 'Decoding, routing, auditing and tree building take values and return values.',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: { pathNot: `${PURE}|node_modules/semver/` },
    },
    {
      name: 'reports-are-pure',
      comment: 'A report is a text made from what it is given.',
      severity: 'error',
      from: { path: '^lib/report/', pathNot: TESTS },
      to: {
        pathNot:
          '^lib/(report|contracts|domain|compare|trace)/|node_modules/(preact|preact-render-to-string|@types/sarif)/',
      },
    },
    {
      name: 'gates-are-pure',
      comment: 'A gate is judged by what it is given; asking the server is for the command line.',
      severity: 'error',
      from: { path: '^lib/gate/', pathNot: TESTS },
      to: { pathNot: '^lib/(gate|report|contracts|domain|audit|trace)/' },
    },
    {
      name: 'domain-knows-nobody',
      severity: 'error',
      from: { path: '^lib/domain/', pathNot: TESTS },
      to: { pathNot: '^lib/domain/' },
    },
    {
      name: 'prisma-only-in-store',
      severity: 'error',
      from: { pathNot: '^lib/store/' },
      to: { path: '^lib/store/generated/|node_modules/(@prisma|prisma|libsql)/' },
    },
    {
      name: 'client-never-reaches-server',
      severity: 'error',
      from: { path: '^(components|lib/query)/' },
      to: { path: '^lib/(store|services|http)/|^lib/env\\.ts$|^app/', reachable: true },
    },
    {
      name: 'lib-never-imports-ui',
      severity: 'error',
      from: { path: '^lib/', pathNot: TESTS },
      to: { path: '^(app|components)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|dist)/' },
  },
};
