/** @type {import('next').NextConfig} */
export default {
  typedRoutes: true,
  poweredByHeader: false,
  // Next's own way to fetch pictures would render pages from inside, past the guard.
  images: { unoptimized: true },
  serverExternalPackages: ['libsql', '@prisma/client', 'pino'],
  async rewrites() {
    // The data plane exists twice upstream: Python says /v1/..., the npm client leaves it out.
    const unversioned = [
      'charts',
      'configurations',
      'datapoints',
      'datasets',
      'events',
      'metrics',
      'projects',
      'queues',
      'runs',
      'session',
      'sessions',
      'tools',
    ];
    return {
      beforeFiles: unversioned.flatMap((name) => [
        { source: `/${name}`, destination: `/unversioned/${name}` },
        { source: `/${name}/:path*`, destination: `/unversioned/${name}/:path*` },
      ]),
      afterFiles: [],
      fallback: [],
    };
  },
};
